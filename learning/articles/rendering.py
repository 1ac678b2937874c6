"""Shows a range of an article as safe HTML, with the source sentences of a question highlighted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from learning.articles.blocks import Block, BlockKind, SourceFormat, visible
from learning.articles.cleaning import clean
from learning.articles.heading_words import bare_title, run_in
from learning.articles.headings import candidates_in
from learning.articles.marked_markdown import MarkdownPage
from learning.articles.marking import (
    Span,
    merged,
    sentinels_for,
    shrunk,
    with_sentinels,
    wrapped,
)
from learning.articles.readers.markdown_parser import references_in
from learning.articles.readers.reading import blocks_of
from learning.articles.rendering_markdown import markdown_html
from learning.articles.rendering_text import text_html
from learning.articles.sentences import spans_in

_WIDEST_INDENT = 3  # columns; more would make Markdown read code
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")


def body_html(text: str, start: int, end: int, format: str, marks: Sequence[Span] = ()) -> str:
    """Safe HTML of `text[start:end]`; headings inside become h2 and deeper, with ids.

    `text` is the whole canonical text and `format` its SourceFormat. `marks` are spans of it to
    highlight; the first <mark> has the id "source".
    """
    return _shown(text, _with_indent(text, start), end, format, marks)


def body_start(text: str, start: int, end: int, format: str, title: str) -> int:
    """Where the text of a section begins, after its heading ("Title: ..." included).

    A marked-up heading at the start is passed whatever it says; a line or run-in words only when
    they are the `title` the section was cut under.
    """
    found = blocks_of(text, _with_indent(text, start), end, SourceFormat(format))
    blocks = [block for block in found if block.plain]
    if not blocks:
        return start
    first = blocks[0]
    if first.kind is BlockKind.HEADING:
        return first.end
    for candidate in candidates_in(blocks[:4], 0):
        if candidate.index == 0 and _is_same(candidate.title, title):
            return candidate.body
    named = run_in(first)
    if named is not None and _is_same(named[0], title):
        return named[1]
    is_title = _is_same(first.plain, title) or _is_same(bare_title(first.plain), title)
    return first.end if title and is_title else start


def context_html(text: str, start: int, end: int, format: str, mark: Span) -> str:
    """The paragraph or list item that holds `mark`, highlighted, with the sentences beside it.

    When the mark begins (or ends) its paragraph, the last (first) sentence of the neighbouring
    paragraph stands before (after) it. Empty when there is nothing at `mark`.
    """
    blocks = blocks_of(text, _with_indent(text, start), end, SourceFormat(format))
    inside = [
        at for at, block in enumerate(blocks) if block.end > mark[0] and block.start < mark[1]
    ]
    if not inside:
        return ""
    first, last = _whole_table(blocks, inside[0], inside[-1])
    before = after = ""
    if not _visible_between(blocks[first], blocks[first].body, mark[0]) and first > 0:
        before = _neighbour(blocks[first - 1], -1)
    if not _visible_between(blocks[last], mark[1], blocks[last].end) and last + 1 < len(blocks):
        after = _neighbour(blocks[last + 1], 0)
    begin = blocks[first].start
    if blocks[first].depth == 0:  # an item is shown alone, without the indent it had in its list
        begin = _with_indent(text, begin)
    return before + _shown(text, begin, blocks[last].end, format, [mark]) + after


def _shown(text: str, start: int, end: int, format: str, marks: Sequence[Span]) -> str:
    spans = merged(marks, start, end)
    pair = sentinels_for(text[start:end]) if spans else None
    if format == SourceFormat.TEXT:
        return _text_html(text, start, end, spans, pair)
    references = references_in(text)
    if pair is None:
        return clean(markdown_html(text[start:end], references))
    page = MarkdownPage(text, start, end, references, pair)
    return wrapped(page.with_marks(spans), pair)


def _text_html(
    text: str, start: int, end: int, spans: Sequence[Span], pair: tuple[str, str] | None
) -> str:
    def words_of(block: Block) -> str:
        if pair is None:
            return block.plain
        inside = [each for span in spans if (each := shrunk([block], span))]
        return visible(with_sentinels(block.prose, block.body, inside, pair))

    blocks = blocks_of(text, start, end, SourceFormat.TEXT)
    html = clean(text_html(blocks, words_of))
    return html if pair is None else wrapped(html, pair)


def _with_indent(text: str, start: int) -> int:
    """`start`, or the start of its line when only an indent lies between.

    Lists and listings need it; an item deep inside a list would look like a listing with it.
    """
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    is_deep = len(before.expandtabs(4)) > _WIDEST_INDENT and _MARKER.match(text, start)
    return line if before.isspace() and not is_deep else start


def _is_same(heading: str, title: str) -> bool:
    return " ".join(heading.split()).casefold().rstrip(":") == " ".join(title.split()).casefold()


def _visible_between(block: Block, start: int, end: int) -> bool:
    return bool(visible(block.prose[max(0, start - block.body) : max(0, end - block.body)]))


def _whole_table(blocks: Sequence[Block], first: int, last: int) -> tuple[int, int]:
    """A table is shown whole: a row alone says nothing."""
    while blocks[first].kind is BlockKind.ROW and first and blocks[first - 1].kind is BlockKind.ROW:
        first -= 1
    while blocks[last].kind is BlockKind.ROW and (
        last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.ROW
    ):
        last += 1
    return first, last


def _neighbour(block: Block, which: int) -> str:
    """The first or last sentence of a paragraph or item, as a paragraph without mark-up."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return ""
    spans = list(spans_in(block.prose))
    if not spans:
        return ""
    first, last = spans[which]
    return clean(f"<p>{escape(visible(block.prose[first:last]), quote=False)}</p>\n")
