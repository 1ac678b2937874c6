"""Where a stretch of an article can be split: before a paragraph or a heading, never inside one."""

from __future__ import annotations

from dataclasses import dataclass

from learning.articles.blocks import Block, BlockKind
from learning.articles.outline import Outline
from learning.articles.readers.reading import blocks_of
from learning.articles.rendering import body_start

_WITHOUT_WORDS = (BlockKind.HEADING, BlockKind.DIVIDER, BlockKind.FRONT_MATTER)
_SHOWN = 60  # characters


@dataclass(frozen=True)
class SplitPlace:
    """A place in the text, the heading that stands there ("" at a paragraph), the words behind."""

    at: int
    title: str
    words: str


def split_places(outline: Outline, start: int, end: int) -> tuple[SplitPlace, ...]:
    """The places inside `text[start:end]` where it can be split, with something to read on both
    sides of each."""
    text, format = outline.text, outline.source.format
    titles = {section.start: section.title for section in outline.sections}
    begins = body_start(text, start, end, format, titles.get(start, ""))
    blocks = [block for block in blocks_of(text, begins, end, format) if block.plain]
    return tuple(
        SplitPlace(block.start, titles.get(block.start) or _heading(block), block.plain[:_SHOWN])
        for n, block in enumerate(blocks)
        if _may_begin(block) and _reads(blocks[:n]) and _reads(blocks[n:])
    )


def _may_begin(block: Block) -> bool:
    is_whole = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return is_whole and block.depth == 0 and not block.quoted


def _reads(blocks: list[Block]) -> bool:
    return any(block.kind not in _WITHOUT_WORDS for block in blocks)


def _heading(block: Block) -> str:
    return block.plain if block.kind is BlockKind.HEADING else ""
