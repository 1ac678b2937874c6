"""Places highlight sentinels in Markdown so that they change nothing but what is highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from learning.articles.blocks import SourceFormat
from learning.articles.cleaning import clean
from learning.articles.marking import Span, shrunk, with_sentinels, without_sentinels
from learning.articles.readers.reading import blocks_of
from learning.articles.rendering_markdown import markdown_html


class MarkdownPage:
    """Rendering Markdown with sentinels in it, and telling whether they changed anything else."""

    def __init__(
        self, text: str, start: int, end: int, references: dict[str, Any], pair: tuple[str, str]
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.references = references
        self.pair = pair
        self.unmarked = self._html([])
        self.blocks = blocks_of(text, start, end, SourceFormat.MARKDOWN)

    def with_marks(self, spans: Sequence[Span]) -> str:
        """The HTML with sentinels; a mark that no placing leaves harmless is left out."""
        placed = [near for span in spans if (near := shrunk(self.blocks, span))]
        html = self._html(placed)
        if self._is_unchanged(html):
            return html
        done: list[Span] = []
        for span in spans:
            done += next(([near] for near in self._placings(span) if self._fits([*done, near])), [])
        return self._html(done)

    def _placings(self, span: Span) -> Iterator[Span]:
        """Ways to set a mark: at its words, as given, mixed, around the whole block."""
        near = shrunk(self.blocks, span)
        if near is None:
            return
        yield near
        yield span
        yield near[0], span[1]
        yield span[0], near[1]
        inside = [each for each in self.blocks if each.end > span[0] and each.start < span[1]]
        whole = shrunk(self.blocks, (inside[0].body, inside[-1].end)) if inside else None
        if whole is not None:
            yield whole

    def _fits(self, spans: Sequence[Span]) -> bool:
        return all(a[1] <= b[0] for a, b in pairwise(spans)) and (
            self._is_unchanged(self._html(spans))
        )

    def _is_unchanged(self, html: str) -> bool:
        return without_sentinels(html, self.pair) == self.unmarked

    def _html(self, spans: Sequence[Span]) -> str:
        source = self.text[self.start : self.end]
        marked = with_sentinels(source, self.start, spans, self.pair)
        return clean(markdown_html(marked, self.references))
