"""Headings by their look: larger or bolder than the text, where no bookmark tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from learning.articles.readers.pages.paragraphs import Paragraph, Shape
from learning.articles.readers.pages.segments import Segment

_LARGER = 1.07  # than the body
_MOST_WORDS = 24  # of a heading
_MOST_WORDS_ON_AVERAGE = 14  # of a style's; above it is one for leads and quotes
_DEEPEST = 6


class Body(NamedTuple):
    """How most of the text is set."""

    size: float
    weight: int


def body_of(pages: Iterable[Sequence[Segment]]) -> Body:
    """The size that most characters have, and the weight that most have in that size."""
    counts: Counter[tuple[float, int]] = Counter()
    for page in pages:
        for segment in page:
            for weight in segment.weights:
                counts[round(segment.size, 1), weight] += 1
    sizes: Counter[float] = Counter()
    for (size, _), count in counts.items():
        sizes[size] += count
    if not sizes:
        return Body(10, 400)
    body = sizes.most_common(1)[0][0]
    weights = {weight: count for (size, weight), count in counts.items() if size == body}
    return Body(body, max(weights, key=lambda weight: weights[weight]))


def levels_of(paragraphs: Sequence[Paragraph], body: Body, *, have_bookmarks: bool) -> list[int]:
    """The heading level of each paragraph, 0 for text.

    What bookmarks say counts; by look there are then only the title and deeper headings.
    """
    styles = _heading_styles(paragraphs, body)
    title = _title(paragraphs, styles)
    base = 1 if title is not None else 0
    levels = [each.level + base if each.level else 0 for each in paragraphs]
    by_bookmark = {_style(each) for each in paragraphs if each.level}
    deepest = max(levels, default=0)
    ranks = {style: rank for rank, style in enumerate(styles, start=1)}
    if title is not None and len(styles) > 1 and styles[0] == _style(paragraphs[title]):
        ranks = {style: rank - 1 for style, rank in ranks.items()}
    for at, each in enumerate(paragraphs):
        style = _style(each)
        if levels[at] or style not in ranks or not _may_head(each):
            continue
        if not have_bookmarks:
            levels[at] = max(1, ranks[style] + base)
        elif style not in by_bookmark and at != title and _is_below(style, by_bookmark):
            levels[at] = deepest + 1
    if title is not None:
        levels[title] = 1
    return [min(level, _DEEPEST) for level in levels]


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(paragraph.size * 2) / 2, all(paragraph.bold)


def _is_below(style: tuple[float, bool], others: Iterable[tuple[float, bool]]) -> bool:
    return all(style < other for other in others)


def _heading_styles(paragraphs: Sequence[Paragraph], body: Body) -> list[tuple[float, bool]]:
    """The styles of headings, the most prominent first."""
    words: dict[tuple[float, bool], list[int]] = defaultdict(list)
    for each in paragraphs:
        if each.shape in (Shape.TEXT, Shape.NUMBER) and each.text:
            words[_style(each)].append(len(each.text.split()))
    found = []
    for style, counts in words.items():
        size, is_bold = style
        is_larger = size >= body.size * _LARGER
        is_bolder = is_bold and size >= body.size * 0.95
        is_title = style == max(words) and len(counts) == 1 and counts[0] <= _MOST_WORDS
        is_brief = is_title or sum(counts) / len(counts) <= _MOST_WORDS_ON_AVERAGE
        if (is_larger or is_bolder) and is_brief:
            found.append(style)
    return sorted(found, reverse=True)


def _may_head(paragraph: Paragraph) -> bool:
    if paragraph.shape not in (Shape.TEXT, Shape.NUMBER) or not paragraph.text:
        return False
    if len(paragraph.text.split()) > _MOST_WORDS or not any(map(str.isalpha, paragraph.text)):
        return False
    return not paragraph.text.endswith((",", ";")) and not (
        paragraph.text.endswith(".") and len(paragraph.text.split()) > 8
    )


def _title(paragraphs: Sequence[Paragraph], styles: Sequence[tuple[float, bool]]) -> int | None:
    """The title: near the top of the first page, larger than all else, and alone in its style."""
    if not styles:
        return None
    in_style = [at for at, each in enumerate(paragraphs) if _style(each) == styles[0]]
    first = in_style[0]
    if len(in_style) != 1 or first > 3 or paragraphs[first].page > 0:
        return None
    return None if paragraphs[first].level else first
