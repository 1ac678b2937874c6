"""Marks of footnotes typed into running text, as "[1]": hidden from what reads its words."""

from __future__ import annotations

import re

from learning.articles.blocks import HIDDEN

_NOTE = r"\[(?:\d{1,3}|note \d{1,2}|(?:citation|clarification) needed)\]"
_MARK = re.compile(rf"(?<=[^\s\[\](])(?:{_NOTE})+(?![\w(\[])", re.IGNORECASE)
# In a text about programs "list[1]" is no footnote; none stands behind a full stop there.
_STYLE = re.compile(rf"[a-z)”\"][.,;!?][”\"]?{_NOTE}", re.IGNORECASE)


def uses_note_marks(text: str) -> bool:
    """Whether a text has footnotes of this style."""
    return _STYLE.search(text) is not None


def hide_note_marks(prose: str) -> str:
    """`prose` of the same length, without the marks."""
    return _MARK.sub(lambda found: HIDDEN * len(found[0]), prose) if "[" in prose else prose
