"""What stands between an article's title and its text: a subtitle, who wrote it, when."""

from __future__ import annotations

from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import LONG_ENOUGH
from learning.articles.heading_words import is_title_case
from learning.articles.leftovers import is_byline, is_leftover_line, is_usual_subtitle
from learning.articles.pieces import BYLINE, NAVIGATION, SUBTITLE

_LONGEST_DECK = 45  # words of what stands between a title and a byline
_MOST_DECKS = 2  # paragraphs
_MOST_LINES = 12  # of a byline
_LONGEST_NAME = 4
_LONGEST_LINE = 8  # words of a line that stands in one block with a byline
_STOPS = (".", "!", "?", ":", ";", ",")


def below_title(blocks: Sequence[Block], first: int) -> list[str]:
    """A reason for each of the blocks from `first` on that belong to the title; perhaps none."""
    if stack := _byline_stack(blocks, first):
        return stack
    for length in range(1, _MOST_DECKS + 1):
        decks = blocks[first : first + length]
        if not all(map(_is_deck, decks)) or sum(b.word_count for b in decks) > _LONGEST_DECK:
            break
        if stack := _byline_stack(blocks, first + length):
            return [SUBTITLE] * length + stack
    if first + 1 >= len(blocks) or not _is_deck(blocks[first]):
        return []
    block, below = blocks[first], blocks[first + 1]
    if is_usual_subtitle(block.plain):
        return [SUBTITLE]
    is_text = below.kind is BlockKind.PARAGRAPH and below.word_count >= LONG_ENOUGH
    return [SUBTITLE] if block.italic and is_text and not below.italic else []


def _byline_stack(blocks: Sequence[Block], first: int) -> list[str]:
    """A byline with the short lines right above and below it, without a blank line between."""
    end = first
    last = min(len(blocks), first + _MOST_LINES)
    while end < last and _is_stacked(blocks[end], end == first):
        end += 1
    known = [at for at in range(first, end) if _is_frame(blocks[at])]
    if not any(is_byline(blocks[at].plain) for at in known):
        return []
    if end == len(blocks) or not blocks[end].gap:
        end = known[-1] + 1  # what is below it heads the text, for all we know
    if end == len(blocks):
        return []
    return [_why(blocks[at], is_above=at < known[0]) for at in range(first, end)]


def _why(block: Block, *, is_above: bool) -> str:
    if is_above and not (is_title_case(block.plain) and block.word_count <= _LONGEST_NAME):
        return SUBTITLE
    is_navigation = is_leftover_line(block.plain) and not is_byline(block.plain)
    return NAVIGATION if is_navigation else BYLINE


def _is_stacked(block: Block, is_first: bool) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or block.depth or (block.gap and not is_first):
        return False
    is_short = block.word_count <= _LONGEST_LINE and not block.plain.endswith(_STOPS)
    is_field = ":" in block.plain  # "Present: ..." may be of interest
    return _is_frame(block) or (is_short and not is_field and not is_usual_subtitle(block.plain))


def _is_frame(block: Block) -> bool:
    return is_byline(block.plain) or is_leftover_line(block.plain)


def _is_deck(block: Block) -> bool:
    is_plain = block.kind is BlockKind.PARAGRAPH and not block.depth and not block.quoted
    return is_plain and 0 < block.word_count <= _LONGEST_DECK and not block.plain.endswith(":")
