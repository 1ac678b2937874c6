"""The cells of an HTML table, each where the page shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from learning.articles.readers.elements import Element, tag_of
from learning.articles.readers.runs import Run

_MOST_COLUMNS = 60
_MOST_ROWS = 5000
_CELLS = ("td", "th")

Row = list[Sequence[Run]]


def captions_of(table: Element) -> list[Element]:
    """The captions of a table."""
    return [each for each in table.iterchildren() if tag_of(each) == "caption"]


def rows_of(table: Element, runs_of: Callable[[Element], Sequence[Run]]) -> list[Row]:
    """Rows of cells, the first one the head: empty if the table only heads its rows.

    A cell over several columns or rows stands in the first of them; the others are empty.
    """
    rows: list[Row] = []
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    has_head = False
    for number, line in enumerate(_lines_of(table)):
        row: Row = []
        kinds = []
        for cell in line:
            while below.get(len(row), 0) > 0:
                below[len(row)] -= 1
                row.append(())
            kinds.append(tag_of(cell))
            wide = _span(cell, "colspan", _MOST_COLUMNS)
            high = _span(cell, "rowspan", _MOST_ROWS)
            for column in range(len(row), len(row) + wide):
                below[column] = high - 1
            row.append(runs_of(cell))
            row += [()] * (wide - 1)
        while below.get(len(row), 0) > 0:
            below[len(row)] -= 1
            row.append(())
        if number == 0:
            has_head = "td" not in kinds[1:] or "th" not in kinds
        rows.append(row)
    return rows if has_head or not rows else [[], *rows]


def _lines_of(table: Element) -> list[list[Element]]:
    lines = [
        [cell for cell in line.iterchildren() if tag_of(cell) in _CELLS]
        for _, line in etree.iterwalk(table, events=("start",))
        if tag_of(line) == "tr"
    ]
    return [line for line in lines if line]


def _span(cell: Element, name: str, most: int) -> int:
    stated = (cell.get(name) or "").strip()
    return max(1, min(most, int(stated))) if stated.isdecimal() and len(stated) < 6 else 1
