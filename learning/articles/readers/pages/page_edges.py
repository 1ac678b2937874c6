"""Finds what a printed page repeats at its edges: running titles and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from learning.articles.blocks import LeftOut
from learning.articles.readers.pages.lines import line_of, rows_of
from learning.articles.readers.pages.segments import Segment

RUNNING_TITLE = "Repeated at the edge of the pages"
PAGE_NUMBER = "Page numbers"
_DEEP = 3  # rows from each edge that are looked at
_NUMBER = re.compile(r"\d{1,5}")
_ROMAN = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[\s\-–—|·•\[(]{0,4}(?:page|p\.|pg\.?|seite|s\.)?\s{0,3}\d{1,5}"
    r"(?:\s{0,3}(?:of|/|von|\|)\s{0,3}\d{1,5})?[\s\-–—|·•\])]{0,4}",
    re.IGNORECASE,
)


# What browsers print at the edges of a page: the time above, the address below.
_PRINTED = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}, \d{1,2}:\d\d.{0,200}|(?:https?|file)://\S{1,500}(?: \d+/\d+)?"
)


class _Edge(NamedTuple):
    """A row near the top or the bottom of a page."""

    page: int
    place: tuple[str, int]  # top or bottom, and how high, in steps
    depth: int
    text: str
    size: float
    is_apart: bool  # there is more room than usual between it and the text
    row: list[Segment]


def without_edges(
    pages: Sequence[Sequence[Segment]], body_size: float
) -> tuple[list[list[Segment]], list[LeftOut]]:
    """The pages without their running titles and numbers, and those."""
    edges = [edge for number, page in enumerate(pages) for edge in _edges(page, number)]
    repeated = _repeated(edges, body_size)
    numbers = _numbers([edge for edge in edges if id(edge) not in repeated], len(pages))
    numbers |= {id(edge) for edge in edges if edge.depth == 0 and _PRINTED.fullmatch(edge.text)}
    gone = {id(part) for edge in edges if id(edge) in repeated | numbers for part in edge.row}
    kept = [[each for each in page if id(each) not in gone] for page in pages]
    titles = dict.fromkeys(edge.text for edge in edges if id(edge) in repeated)
    left_out = [LeftOut(text, RUNNING_TITLE) for text in titles]
    counted = [edge.text for edge in edges if id(edge) in numbers]
    if counted:
        left_out.append(LeftOut("\n".join(counted), PAGE_NUMBER))
    return kept, left_out


def _edges(page: Sequence[Segment], number: int) -> list[_Edge]:
    """The outer rows of a page; on a short page a row may be near both edges."""
    rows = rows_of(page)
    lines = [line_of(row) for row in rows]
    gaps = [above.base - below.base for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0
    found = []
    for depth in range(min(_DEEP, len(rows))):
        for side, at in (("top", depth), ("bottom", len(rows) - 1 - depth)):
            inner = gaps[depth:_DEEP] if side == "top" else gaps[::-1][depth:_DEEP]
            is_apart = any(gap > 1.4 * usual for gap in inner)
            line = lines[at]
            place = (side, round(line.base / 3))
            text = line.text.strip()
            found.append(_Edge(number, place, depth, text, line.size, is_apart, rows[at]))
    return found


def _repeated(edges: Sequence[_Edge], body_size: float) -> set[int]:
    """Rows that say the same at the same height on several pages, from the edge inwards."""
    seen: dict[tuple[tuple[str, int], str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        for step in (-1, 0, 1):
            place = (edge.place[0], edge.place[1] + step)
            for pattern in {edge.text.casefold(), _pattern(edge.text, edge.page)}:
                seen[place, pattern].append(edge)
    found: set[int] = set()
    for (_, pattern), same in seen.items():
        is_small = all(edge.size <= body_size * 1.1 for edge in same)
        is_apart = any(edge.is_apart or edge.size < body_size * 0.95 for edge in same)
        is_on_more_pages = len({edge.page for edge in same}) > 1
        is_title = any(map(str.isalpha, pattern)) and (is_small or "#" not in pattern)
        if is_on_more_pages and is_title and is_apart:
            found.update(id(edge) for edge in same)
    places = Counter((edge.place, round(edge.size, 1)) for edge in edges if id(edge) in found)
    for edge in edges:  # a section's name, on the only page of that section
        if edge.depth == 0 and places[edge.place, round(edge.size, 1)] > 1:
            found.add(id(edge))
    return found


def _pattern(text: str, page: int) -> str:
    """The text with its numbers counted from the page, so that a running count is the same."""
    return _NUMBER.sub(lambda number: f"#{int(number[0]) - page}", text.casefold())


def _numbers(edges: Sequence[_Edge], pages: int) -> set[int]:
    """Rows at the very edge that are a page's number, in step with the pages."""
    offsets: dict[tuple[str, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        value = _value(edge.text)
        if value is not None and edge.depth <= 1:
            offsets[edge.place[0], value - edge.page].append(edge)
    found = {id(edge) for same in offsets.values() if len(same) > 1 for edge in same}
    if pages == 1:
        found |= {id(edge) for edge in offsets["bottom", 1] if edge.depth == 0}
    return found


def _value(text: str) -> int | None:
    if _PAGE_NUMBER.fullmatch(text):
        found = _NUMBER.search(text)
        return int(found[0]) if found else None
    if _ROMAN.fullmatch(text):
        return _roman(text.lower())
    return None


def _roman(text: str) -> int:
    values = [dict(zip("ivxlc", (1, 5, 10, 50, 100), strict=True))[letter] for letter in text]
    signed = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in signed)
