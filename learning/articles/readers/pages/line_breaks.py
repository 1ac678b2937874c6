"""Whether a line goes on with what is above it, or something new begins there."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from learning.articles.readers.pages.lines import Line
from learning.articles.readers.pages.segments import HYPHEN

BULLET = re.compile(r"[•‣◦·▪●○■□➢❖✓\uf0b7\uf0a7–—*\-]\s+(?=\S)")
NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
_NEAR = 2.0  # points
_ENDS = tuple(".!?:;”\"’')…。！？")


def groups_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines in reading order, those of one paragraph, item, heading or table together."""
    usual = _usual_gap(lines)
    widths = _right_edges(lines)
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, usual, widths):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_gap(lines: Sequence[Line]) -> dict[float, float]:
    """The distance between lines of each size, where they follow each other in one column."""
    gaps: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        if (above.page, above.column) == (below.page, below.column):
            gap = above.base - below.base
            if 0.8 * below.size < gap < 3 * below.size and abs(above.size - below.size) < 0.5:
                gaps.setdefault(round(below.size), []).append(gap)
    return {size: _lower(found) for size, found in gaps.items()}


def _lower(gaps: list[float]) -> float:
    """The smallest distance that is common."""
    gaps = sorted(gaps)
    return median(gaps[: max(1, len(gaps) * 2 // 3)])


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far right the lines of each column reach; one line alone doesn't tell."""
    edges: dict[tuple[int, int], float] = {}
    counts: Counter[tuple[int, int]] = Counter()
    for line in lines:
        key = (line.page, line.column)
        edges[key] = max(edges.get(key, 0), line.right)
        counts[key] += 1
    return {key: edge if counts[key] > 1 else math.inf for key, edge in edges.items()}


def _goes_on(
    group: Sequence[Line],
    line: Line,
    usual: dict[float, float],
    edges: dict[tuple[int, int], float],
) -> bool:
    above, first = group[-1], group[0]
    if above.level != line.level:
        return False
    if above.level:
        return True
    if (above.cells or line.cells) and not _is_stretched(group, line, edges):
        return _is_row_below(above, line) and _is_below(above, line, usual, 2.6)
    if _changes_size(above, line, edges) or _changes_weight(group, line):
        return False
    if _marker(line) and not (_marker(first) is None and above.text.endswith(HYPHEN)):
        return False
    if not _is_same_column(above, line):
        return _goes_on_elsewhere(above, line, edges)
    if not _is_below(above, line, usual, 1.25):
        return False
    return not _begins_anew(group, line, edges)


def _is_same_column(above: Line, line: Line) -> bool:
    """Also where text across the page follows on a column, or a column on text across it."""
    if (above.page, above.column) == (line.page, line.column):
        return True
    overlaps = line.left < above.right and above.left < line.right
    return above.page == line.page and overlaps and above.base > line.base


def _is_stretched(group: Sequence[Line], line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether the gaps in a bold line only fill a column, and its heading goes on below."""
    above = group[-1]
    is_alone = len(group) == 1 and not line.cells
    return is_alone and above.is_bold and line.is_bold and not _had_room(above, line, edges)


def _is_row_below(above: Line, line: Line) -> bool:
    """Whether two lines are rows of one table: each cell stands below one."""
    return len(above.cells) == len(line.cells) and all(
        upper.left < lower.right + _NEAR and lower.left < upper.right + _NEAR
        for upper, lower in zip(above.cells, line.cells, strict=True)
    )


def _is_below(above: Line, line: Line, usual: dict[float, float], most: float) -> bool:
    if not _is_same_column(above, line):
        return False
    gap = above.base - line.base
    return -0.2 * line.size < gap < most * usual.get(round(line.size), 1.3 * line.size)


def _goes_on_elsewhere(above: Line, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether a paragraph that reaches the end of a column goes on in the next one."""
    if above.text.endswith(HYPHEN):
        return True
    if above.text.endswith(_ENDS) and not line.text[:1].islower():
        # A sentence ends here; a paragraph hardly ever ends just where its line is full.
        return not _had_room(above, line, edges)
    is_full = above.right > edges[above.page, above.column] - 6 * above.size
    return is_full or line.text[:1].islower()


def _begins_anew(group: Sequence[Line], line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether a line right below another is a new paragraph: by indent, or by the room above."""
    above, first = group[-1], group[0]
    if above.text.endswith(HYPHEN):
        return False
    size = line.size
    if _marker(first) and (first.page, first.column) == (line.page, line.column):
        return line.left < first.left - 0.5 * size or (
            line.left <= first.left + 0.2 * size
            and above.text.endswith(_ENDS)
            and _had_room(above, line, edges)
        )
    if line.left > above.left + 0.8 * size and line.left < above.left + 5 * size:
        is_centred = abs((line.left + line.right) - (above.left + above.right)) < size
        return not is_centred and (len(group) > 1 or line.text[:1].isupper())
    if not _had_room(above, line, edges):
        return False
    return above.text.endswith(_ENDS) or (not line.text[:1].islower() and _is_short(above, edges))


def _had_room(above: Line, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether the first word would have fitted on the line above."""
    first = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * (len(first) + 1) / max(1, len(line.text))
    return above.right + width * 1.1 < edges[above.page, above.column]


def _is_short(above: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether more of the line is empty than a word that didn't fit would leave."""
    edge = edges[above.page, above.column]
    return above.right - above.left < 0.72 * (edge - above.left)


def _marker(line: Line) -> re.Match[str] | None:
    return BULLET.match(line.text) or NUMBER.match(line.text)


def _changes_size(above: Line, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether the type gets larger or smaller, other than for some words in another font."""
    ratio = line.size / above.size
    if 0.94 < ratio < 1.06:
        return False
    return not 0.8 < ratio < 1.25 or _had_room(above, line, edges)


def _changes_weight(group: Sequence[Line], line: Line) -> bool:
    """Whether bold lines end or begin here; bold words may also run over a line's end."""
    all_bold = all(each.is_bold for each in group)
    if all_bold is line.is_bold:
        return False
    return not (line.bold[0] if all_bold else group[-1].bold[-1])
