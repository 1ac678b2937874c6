"""What stands around an article's text: front matter, title, byline, the page's own lines."""

from __future__ import annotations

from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.leftovers import (
    is_byline,
    is_date_line,
    is_leftover_heading,
    is_leftover_line,
)
from learning.articles.pieces import BYLINE, FRONT_MATTER, NAVIGATION, TITLE, TITLE_AGAIN, Piece
from learning.articles.titles import centred_title, front_matter_title, is_title

# Of an article's words, and in one block: more below "Related News" is no list of teasers.
_LARGEST_TAIL = 0.3
_FIRST_LINES = 4  # among which a centred title may stand below a letterhead
_LONGEST_TEASER = 45


def opening_of(blocks: Sequence[Block]) -> tuple[list[Piece], str, int]:
    """What is dropped before the text, the title, and the block where the text begins."""
    pieces: list[Piece] = []
    title = ""
    position = 0
    while position < len(blocks):
        block = blocks[position]
        why = _why_dropped(blocks, position, title, {piece.why for piece in pieces})
        if why is None:
            break
        if why == FRONT_MATTER:
            title = front_matter_title(block.prose)
        elif why == TITLE:
            title = title or block.plain.removesuffix(":")
        pieces.append(Piece(position, None, why=why))
        position += 1
    title = title or centred_title(blocks[position : position + _FIRST_LINES])
    while pieces and blocks[position - 1].kind is BlockKind.DIVIDER and position == len(blocks):
        position -= 1
        pieces.pop()
    return pieces, title, position


def without_tails(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[Piece]:
    """Cut the page's own lines off the ends of sections, where copying left them."""
    total = sum(block.word_count for block in blocks)
    done: list[Piece] = []
    for piece, following in zip(pieces, [*pieces, None][1:], strict=True):
        done.append(piece)
        if piece.kind is None:
            continue
        end = following.first if following else len(blocks)
        start = _tail(blocks, piece.first + 1, end)
        if following is None:
            start = _tail(blocks, piece.first + 1, _teasers(blocks, piece.first + 1, start, total))
        while piece.first + 1 < start < end and blocks[start - 1].kind is BlockKind.DIVIDER:
            start -= 1
        lines = [blocks[at].plain for at in range(start, end) if blocks[at].plain]
        if lines:
            done.append(
                Piece(start, None, why=BYLINE if all(map(is_date_line, lines)) else NAVIGATION)
            )
    return done


def _why_dropped(
    blocks: Sequence[Block], position: int, title: str, before: set[str]
) -> str | None:
    block = blocks[position]
    if block.kind is BlockKind.FRONT_MATTER:
        return FRONT_MATTER
    if TITLE not in before and is_title(blocks, position):
        return TITLE
    if title and block.plain.casefold() == title.casefold():
        return TITLE if TITLE not in before else TITLE_AGAIN
    if block.kind is BlockKind.DIVIDER:
        return NAVIGATION
    if block.kind is BlockKind.HEADING or position + 1 == len(blocks):
        return None
    if is_leftover_line(block.plain):
        return NAVIGATION
    return BYLINE if is_byline(block.plain) else None


def _tail(blocks: Sequence[Block], first: int, end: int) -> int:
    """Where the unbroken run of the page's own lines at the end of a section begins."""
    start = end
    while start > first and _is_leftover(blocks[start - 1]):
        start -= 1
    return start


def _is_leftover(block: Block) -> bool:
    if block.kind is BlockKind.ITEM:
        return False
    if block.kind is BlockKind.DIVIDER or is_leftover_line(block.plain):
        return True
    return block.kind is BlockKind.PARAGRAPH and is_date_line(block.plain)


def _teasers(blocks: Sequence[Block], first: int, end: int, total: int) -> int:
    """Where "Related News" stands above a list of other articles at the very end."""
    start = end
    words = 0
    for at in range(end - 1, first - 1, -1):
        words += blocks[at].word_count
        if words > total * _LARGEST_TAIL or blocks[at].word_count > _LONGEST_TEASER:
            break
        if blocks[at].kind is not BlockKind.ITEM and is_leftover_heading(blocks[at].plain):
            start = at
    return start
