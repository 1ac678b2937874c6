"""What stands around an article's text: front matter, title, byline, the page's own lines."""

from __future__ import annotations

from collections.abc import Sequence

from learning.articles.below_titles import below_title
from learning.articles.blocks import Block, BlockKind
from learning.articles.closings import Closing
from learning.articles.leftovers import is_byline, is_leftover_line
from learning.articles.letterheads import letterhead
from learning.articles.pieces import (
    BYLINE,
    FRONT_MATTER,
    LETTERHEAD,
    NAVIGATION,
    TITLE,
    TITLE_AGAIN,
    Piece,
)
from learning.articles.titles import centred_title, front_matter_title, is_title

_FIRST_LINES = 4  # among which a centred title may stand below a letterhead


def opening_of(blocks: Sequence[Block]) -> tuple[list[Piece], str, int]:
    """What is dropped before the text, the title, and the block where the text begins."""
    pieces: list[Piece] = []
    title = ""
    position = 0
    while position < len(blocks):
        whys = _whys_dropped(blocks, position, title, {piece.why for piece in pieces})
        if not whys:
            break
        for at, why in enumerate(whys, start=position):
            if why == FRONT_MATTER:
                title = front_matter_title(blocks[at].prose)
            elif why == TITLE:
                title = title or blocks[at].plain.removesuffix(":")
            pieces.append(Piece(at, None, why=why))
        position += len(whys)
    title = title or centred_title(blocks[position : position + _FIRST_LINES])
    while pieces and blocks[position - 1].kind is BlockKind.DIVIDER and position == len(blocks):
        position -= 1
        pieces.pop()
    return pieces, title, position


def without_tails(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[Piece]:
    """Cut the page's own lines off the ends of sections, where copying left them."""
    closing = Closing(blocks, pieces[0].first if pieces else 0)
    last = max((at for at, piece in enumerate(pieces) if piece.kind is not None), default=0)
    done: list[Piece] = []
    for at, piece in enumerate(pieces):
        done.append(piece)
        if piece.kind is None:
            continue
        end = pieces[at + 1].first if at + 1 < len(pieces) else len(blocks)
        whys = closing.of_section(piece.first + 1, end, is_last=at == last)
        done += [Piece(start, None, why=why) for start, why in sorted(whys.items())]
    return done


def _whys_dropped(
    blocks: Sequence[Block], position: int, title: str, before: set[str]
) -> list[str]:
    """Why this block, and perhaps some after it, are no text; empty when the text begins."""
    if not before & {TITLE, LETTERHEAD} and (lines := letterhead(blocks, position)):
        return [LETTERHEAD] * lines + [TITLE]
    why = _why_dropped(blocks, position, title, before)
    if why is not None and (why != BYLINE or TITLE not in before):
        return [why]
    return (below_title(blocks, position) if TITLE in before else []) or ([why] if why else [])


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
    if is_byline(block.plain):
        return BYLINE
    return NAVIGATION if is_leftover_line(block.plain) else None
