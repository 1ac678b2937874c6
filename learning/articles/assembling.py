"""Puts an outline together: spans for the pieces that were cut, their sentences, their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.articles.blocks import Block, BlockKind, visible
from learning.articles.pieces import NOTHING, Piece
from learning.articles.sentences import spans_in

_WITHOUT_SENTENCES = (BlockKind.HEADING, BlockKind.DIVIDER, BlockKind.FRONT_MATTER)
_WHOLE = (BlockKind.ROW, BlockKind.CODE)  # a table row or a listing is one sentence


@dataclass(frozen=True)
class Stretch:
    """A piece with the span of text it holds and the blocks inside."""

    piece: Piece
    start: int
    end: int
    blocks: Sequence[Block]


def stretches(text: str, blocks: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[Stretch]:
    """One stretch per piece; together they hold every character that isn't white space.

    That holds by construction: each runs to the next, whatever lies between their blocks.
    """
    merged = _merged(pieces) or [Piece(0, None, why=NOTHING)]
    starts = [blocks[piece.first].start if blocks else 0 for piece in merged]
    starts[0] = 0
    ends = [*(piece.first for piece in merged[1:]), len(blocks)]
    for number, piece in enumerate(merged):
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        yield Stretch(piece, start, end, blocks[piece.first : ends[number]])


def prose_of(stretch: Stretch) -> Iterator[tuple[Block, int, str]]:
    """The blocks that hold sentences: the block, where its sentences begin, and their prose."""
    for number, block in enumerate(stretch.blocks):
        body = stretch.piece.body if number == 0 else None
        if block.kind in _WITHOUT_SENTENCES or (body is not None and body >= block.end):
            continue
        start = block.body if body is None else body
        yield block, start, block.prose[start - block.body :]


def sentence_spans(stretch: Stretch) -> Iterator[tuple[int, int, str]]:
    """The sentences of a stretch: start, end, prose without mark-up."""
    for block, start, prose in prose_of(stretch):
        spans = _whole(prose) if block.kind in _WHOLE else spans_in(prose)
        for first, last in spans:
            yield start + first, start + last, prose[first:last]


def items_of(stretch: Stretch) -> tuple[str, ...]:
    """Whole texts of the list items, a further paragraph of an item included."""
    items: list[str] = []
    for block, _, prose in prose_of(stretch):
        if block.kind is BlockKind.ITEM:
            items.append(visible(prose))
        elif block.depth and items and block.kind is BlockKind.PARAGRAPH and not block.quoted:
            items[-1] = f"{items[-1]} {visible(prose)}"
    return tuple(items)


def _whole(prose: str) -> Iterator[tuple[int, int]]:
    if visible(prose):
        words = prose.rstrip()
        yield len(prose) - len(prose.lstrip()), len(words)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Dropped neighbours with one reason become one."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and piece.kind is None and last.kind is None and piece.why == last.why:
            continue
        merged.append(piece)
    return merged
