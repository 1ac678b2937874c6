"""Takes out footnotes with their marks, and tables of contents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from learning.articles.blocks import LeftOut
from learning.articles.readers.pages.lines import Line

FOOTNOTE = "A footnote"
CONTENTS = "The table of contents"
_SMALLER = 0.93  # than the body
_MARK = re.compile(r"(?P<mark>\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§¶]{1,3})[.)]?(?=\s*[^\s\d])")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LOWERED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEADERS = re.compile(r"(?:\.\s?|…\s?|·\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})$")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_FEWEST_LEADERS = 3


def without_footnotes(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[LeftOut]]:
    """The lines without footnotes, their marks, and a table of contents; and those."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    kept: list[Line] = []
    left_out: list[LeftOut] = []
    for page in by_page.values():
        rest, contents = _without_contents(page)
        text, notes = _split(rest, body_size)
        marked = [note for note in notes if _remove_mark(text, note.text)]
        kept += text if marked else rest  # without marks, it is small text and no notes
        left_out += [*contents, *(notes if marked else [])]
    return kept, left_out


def _split(page: Sequence[Line], body_size: float) -> tuple[list[Line], list[LeftOut]]:
    """The lines above the notes, and the notes: small, numbered, at the end of a column."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in page:
        columns[line.column].append(line)
    text: list[Line] = []
    notes: list[LeftOut] = []
    for column in columns.values():
        start = len(column)
        while start and column[start - 1].size < body_size * _SMALLER:
            start -= 1
        while start < len(column) and not _may_be_note(column[start]):
            start += 1
        text += column[:start]
        if start:
            notes += _notes(column[start:])
        else:
            text += column
    return text, notes


def _may_be_note(line: Line) -> bool:
    return not line.cells and _MARK.match(line.text) is not None


def _notes(lines: Sequence[Line]) -> list[LeftOut]:
    texts: list[str] = []
    for line in lines:
        if _MARK.match(line.text) or not texts:
            texts.append(line.text)
        else:
            texts[-1] += "\n" + line.text
    return [LeftOut(text, FOOTNOTE) for text in texts]


def _remove_mark(lines: Sequence[Line], note: str) -> bool:
    """Take out the note's number where it is glued to a word or a stop; whether it was found."""
    found = _MARK.match(note)
    if found is None:
        return False
    number = found["mark"].translate(_RAISED)
    either = f"(?:{re.escape(number)}|{re.escape(number.translate(_LOWERED))})"
    mark = re.compile(rf"(?:(?<=[a-z]{{2}})|(?<=[a-z][.,;:!?”)])){either}(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹])")
    for line in lines:
        place = mark.search(line.text)
        if place is not None:
            line.text = line.text[: place.start()] + line.text[place.end() :]
            del line.bold[place.start() : place.end()]
            return True
    return False


def _without_contents(page: Sequence[Line]) -> tuple[list[Line], list[LeftOut]]:
    entries = [line for line in page if _LEADERS.search(line.text)]
    if len(entries) < _FEWEST_LEADERS:
        return list(page), []
    entries = [line for line in page if line in entries or _CONTENTS.fullmatch(line.text)]
    text = "\n".join(line.text for line in entries)
    return [line for line in page if line not in entries], [LeftOut(text, CONTENTS)]
