"""The order in which the columns of a page are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from learning.articles.readers.pages.lines import Line, line_of, rows_of
from learning.articles.readers.pages.segments import Segment

_FEWEST_LINES = 3  # on each side of a gutter
_PROSE = 14  # characters of a usual line; columns of less are a table's
_MOST_CUTS = 6  # columns side by side, or bands of a page, that are worth looking for
_NEAR = 2.5  # points


def in_reading_order(pages: Sequence[Sequence[Segment]], body_weight: int) -> Iterator[list[Line]]:
    """The lines of each page, column by column; gutters that most pages have count everywhere."""
    gutters: Counter[int] = Counter()
    for page in pages:
        found = _gutter(page, _FEWEST_LINES)
        if found is not None:
            gutters[round(found)] += 1
    usual = gutters.most_common(1)[0][0] if gutters else None
    for page in pages:
        lines: list[Line] = []
        for number, column in enumerate(_columns(page, usual, _MOST_CUTS)):
            lines += [line_of(row, number, body_weight) for row in rows_of(column)]
        yield lines


def _columns(
    segments: Sequence[Segment], usual: float | None, cuts: int
) -> Iterator[Sequence[Segment]]:
    gutter = _gutter(segments, _FEWEST_LINES) if cuts else None
    if gutter is None and usual is not None and cuts and _divides(segments, usual, 1):
        gutter = usual
    if gutter is None:
        yield segments
        return
    for band in _without_tails(list(_bands(segments, gutter)), gutter):
        left = [each for each in band if each.right <= gutter]
        right = [each for each in band if each.left >= gutter - _NEAR]
        if left and right and len(left) + len(right) == len(band):
            yield from _columns(left, None, cuts - 1)
            yield from _columns(right, None, cuts - 1)
        else:
            yield band


def _bands(segments: Sequence[Segment], gutter: float) -> Iterator[list[Segment]]:
    """Parts of the page from top to bottom: with columns, and what goes across them."""
    band: list[Segment] = []
    is_across = False
    for row in rows_of(segments):
        across = any(_crosses(each, gutter) for each in row)
        if band and across is not is_across:
            yield band
            band = []
        is_across = across
        band += row
    if band:
        yield band


def _without_tails(bands: Sequence[list[Segment]], gutter: float) -> Iterator[Sequence[Segment]]:
    """The bands; where text goes across again, short lines above it belong to it already.

    They stand on the left, but lower than the right-hand column ends, and apart.
    """
    for band, following in zip(bands, [*bands[1:], None], strict=True):
        right = [each.base for each in band if each.left >= gutter - _NEAR]
        if following is None or not right:
            yield band
            continue
        rows = [row for row in rows_of(band) if row[0].base < min(right) - row[0].size / 2]
        gaps = [above[0].base - below[0].base for above, below in pairwise(rows)]
        cut = next((at for at, gap in enumerate(gaps, 1) if gap > 1.6 * rows[at][0].size), 0)
        if rows and min(right) - rows[0][0].base > 1.6 * rows[0][0].size:
            cut = 0
        elif not cut:
            yield band
            continue
        tail = {id(each) for row in rows[cut:] for each in row}
        yield [each for each in band if id(each) not in tail]
        yield [each for each in band if id(each) in tail]


def _gutter(segments: Sequence[Segment], fewest: int) -> float | None:
    """Where a right-hand column begins, if the text is set in columns."""
    starts = Counter(round(each.left) for each in segments)
    likely = [start for start, count in starts.most_common(12) if count >= fewest]
    dividing = [start for start in likely if _divides(segments, start, fewest)]
    return min(dividing, key=lambda start: _crossing(segments, start), default=None)


def _divides(segments: Sequence[Segment], gutter: float, fewest: int) -> bool:
    left = [each for each in segments if each.right < gutter - _NEAR]
    right = [each for each in segments if abs(each.left - gutter) <= _NEAR]
    if len(left) < fewest or len(right) < fewest:
        return False
    crossing = _crossing(segments, gutter)
    if crossing > min(len(left), len(right)) * 2:
        return False
    top = min(max(each.base for each in left), max(each.base for each in right))
    bottom = max(min(each.base for each in left), min(each.base for each in right))
    if top - bottom < (fewest - 2) * left[0].size:  # not side by side
        return False
    return fewest == 1 or all(
        median(len(each.text) for each in side) >= _PROSE for side in (left, right)
    )


def _crossing(segments: Sequence[Segment], gutter: float) -> int:
    return sum(_crosses(each, gutter) for each in segments)


def _crosses(segment: Segment, gutter: float) -> bool:
    return segment.left < gutter - _NEAR and segment.right > gutter - _NEAR
