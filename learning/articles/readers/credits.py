"""Who made a picture, as its caption says: the page's own, and no part of the article."""

from __future__ import annotations

import re

from learning.articles.readers.elements import Element

CREDIT = "Who made a picture"

_MAKER = (
    r"(?:(?:image|photo|picture|photograph|illustration|graphic|drawing|engraving|painting)s?"
    r"(?: (?:credit|source|by|courtesy of)|(?=:))|credits?|source|©)"
)
_CREDIT = re.compile(
    rf"(?:[(\[]\s?{_MAKER}:?\s[^()\[\]\n]{{2,80}}[)\]]|(?<=[.!?”\"])\s{{1,9}}{_MAKER}(?:(?<=©)|:)\s"
    r"[^.!?\n]{2,80})\.?\s{0,99}\Z",
    re.IGNORECASE,
)


def take_credit(caption: Element) -> str:
    """Cut the credit off the end of a caption's text; returns it, or nothing."""
    last = caption[-1] if len(caption) else None
    text = (caption.text if last is None else last.tail) or ""
    found = _CREDIT.search(text, max(0, len(text) - 300))
    if found is None:
        return ""
    if last is None:
        caption.text = text[: found.start()]
    else:
        last.tail = text[: found.start()]
    return found[0].strip()
