"""Joins lines to paragraphs, list items, headings and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from learning.articles.readers.pages.hyphens import Hyphens
from learning.articles.readers.pages.line_breaks import BULLET, NUMBER, groups_of
from learning.articles.readers.pages.lines import Line
from learning.articles.readers.pages.segments import HYPHEN


class Shape(StrEnum):
    """What lines were joined to."""

    TEXT = "text"
    BULLET = "bullet"
    NUMBER = "number"
    TABLE = "table"
    ROW = "row"  # a line of it that stands alone


@dataclass(slots=True)
class Paragraph:
    """Joined lines; `bold` has one for each character of `text`."""

    shape: Shape
    text: str
    bold: list[bool]
    size: float
    page: int
    left: float
    level: int = 0  # by bookmark
    number: str = ""
    marker: str = ""  # the number as it was written
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> str:
        """The text, with the number that was taken for a list's marker."""
        return f"{self.marker} {self.text}" if self.marker else self.text


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """All lines of the document, in reading order, joined."""
    hyphens = Hyphens(line.text for line in lines)
    found: list[Paragraph] = []
    for group in groups_of(lines):
        if group[0].cells and group[-1].cells:  # else the gaps only fill the line
            found.append(_table(group, hyphens))
        else:
            found.append(_paragraph(group, hyphens))
    return found


def _table(group: Sequence[Line], hyphens: Hyphens) -> Paragraph:
    if len(group) == 1:  # a line with wide gaps, whatever they mean
        return replace(_paragraph(group, hyphens), shape=Shape.ROW)
    rows = _rows(group, hyphens)
    text = "\n".join(" ".join(row) for row in rows)
    first = group[0]
    bold = [False] * len(text)
    return Paragraph(Shape.TABLE, text, bold, first.size, first.page, first.left, rows=rows)


def _rows(group: Sequence[Line], hyphens: Hyphens) -> tuple[tuple[str, ...], ...]:
    """The cells of each row; where a word goes on in the line below, that is no row of its own."""
    rows: list[list[str]] = []
    for line in group:
        cells = [cell.text for cell in line.cells]
        if rows and any(cell.endswith(HYPHEN) for cell in rows[-1]):
            pairs = zip(rows[-1], cells, strict=True)
            rows[-1] = [_wrapped(above, below, hyphens) for above, below in pairs]
        else:
            rows.append(cells)
    return tuple(tuple(cell.replace(HYPHEN, "-").strip() for cell in row) for row in rows)


def _wrapped(above: str, below: str, hyphens: Hyphens) -> str:
    text, between = hyphens.joined(above, below) or (above, " ")
    return text + between + below


def _paragraph(group: Sequence[Line], hyphens: Hyphens) -> Paragraph:
    first = group[0]
    bullet, number = BULLET.match(first.text), NUMBER.match(first.text)
    text, bold = first.text, list(first.bold)
    for line in group[1:]:
        joined = hyphens.joined(text, line.text)
        if joined is None:
            between = "" if _is_unspaced(text, line.text) else " "
        else:
            text, between = joined
            bold = bold[: len(text)]
        text += between + line.text
        bold += [line.bold[0]] * len(between) + line.bold
    text = text.replace(HYPHEN, "-")
    marker = bullet or number
    shape = Shape.BULLET if bullet else Shape.NUMBER if number else Shape.TEXT
    if first.level or marker is None:
        shape, start = Shape.TEXT, 0
    else:
        start = marker.end()
    return Paragraph(
        shape, text[start:], bold[start:], first.size, first.page, first.left, first.level,
        number["number"] if number and shape is Shape.NUMBER else "",
        number[0].strip() if number and shape is Shape.NUMBER else "",
    )  # fmt: skip


def _is_unspaced(above: str, below: str) -> bool:
    """Whether two lines are of a script that has no spaces between words."""
    return above[-1:] >= "\u2e80" and below[:1] >= "\u2e80" and above[-1:] < "\ufe00"
