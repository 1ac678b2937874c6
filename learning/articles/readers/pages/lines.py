"""Lines of text, made of the segments that stand on one baseline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from learning.articles.readers.pages.segments import Segment

_BOLDER = 120  # than the body; fonts tell their weight in steps of 100, or by their stems
_MARKER = re.compile(r"(?:[•‣◦·▪●○■□–—*\-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])$")


@dataclass(slots=True)
class Line:
    """One line of one column; `cells` are its parts where wide gaps divide it."""

    page: int
    left: float
    right: float
    base: float
    size: float
    text: str
    bold: list[bool]  # one for each character of `text`
    cells: list[Segment] = field(default_factory=list)
    column: int = 0
    level: int = 0  # of the heading that a bookmark says it is

    @property
    def is_bold(self) -> bool:
        return all(self.bold)


def rows_of(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments that share a baseline, from left to right; rows from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: (-each.base, each.left)):
        row = rows[-1] if rows else []
        if row and _shares_row(row[0], segment):
            row.append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def line_of(row: Sequence[Segment], column: int = 0, body_weight: int = 0) -> Line:
    """The line that a row's segments make; a list marker isn't a cell of its own."""
    cells = [replace(row[0], weights=list(row[0].weights))]
    for segment in row[1:]:
        last = cells[-1]
        gap = segment.left - last.right
        touches = gap < 0.6 * max(last.size, segment.size)
        if touches or _MARKER.match(last.text):
            space = " " if gap > 0.12 * last.size else ""
            last.text += space + segment.text
            last.weights += [segment.weights[0]] * len(space) + segment.weights
            last.right = max(last.right, segment.right)
            last.size = max(last.size, segment.size)
        else:
            cells.append(replace(segment, weights=list(segment.weights)))
    text, weights = cells[0].text, list(cells[0].weights)
    for cell in cells[1:]:
        text += " " + cell.text
        weights += [cell.weights[0], *cell.weights]
    main = max(cells, key=lambda each: len(each.text))
    return Line(
        page=main.page,
        left=cells[0].left,
        right=max(cell.right for cell in cells),
        base=main.base,
        size=main.size,
        text=text,
        bold=[weight > body_weight + _BOLDER for weight in weights],
        cells=cells if len(cells) > 1 else [],
        column=column,
    )


def _shares_row(first: Segment, other: Segment) -> bool:
    return first.base - other.base < 0.35 * min(first.size, other.size)
