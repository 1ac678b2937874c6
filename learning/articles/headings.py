"""Candidates for section headings, each with its family; families.py decides which ones count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from learning.articles.blocks import HIDDEN, Block, BlockKind, count_words, visible
from learning.articles.candidates import LONG_ENOUGH, Candidate, Family
from learning.articles.heading_words import (
    LONGEST_HEADING,
    is_lead_in,
    is_title_case,
    numbered,
    run_in,
    without_edit_link,
    without_number,
)
from learning.articles.kinds import is_call_out
from learning.articles.short_lines import (
    capitals,
    is_caption,
    is_short_line,
    is_subtitle,
    short_line,
    stopped_words,
)

_LONGEST_STATED = 6  # words of a heading that ends in a full stop
_BOLD_STOP = re.compile(r"[.!?:：–—-]*[*_\0]*[.:：–—-]*\s*")


def candidates_in(blocks: Sequence[Block], first: int) -> Iterator[Candidate]:
    """Every candidate from block `first` on, the strongest reading of each block."""
    last: Candidate | None = None
    for index in range(first, len(blocks)):
        block = blocks[index]
        if not block.plain or block.quoted or block.kind in (BlockKind.ROW, BlockKind.CODE):
            continue
        following = blocks[index + 1 : index + 4]
        found = (
            _marked(index, block)
            or _numbered(index, block, following)
            or _bold(index, block, following)
            or _colon(index, block, following)
            or capitals(index, block, following)
            or short_line(index, block, following)
            or stopped_words(index, block)
        )
        if found is None or is_subtitle(found, block, last) or is_caption(found, blocks):
            continue
        yield found
        last = found


def _marked(index: int, block: Block) -> Candidate | None:
    if block.kind is not BlockKind.HEADING:
        return None
    title = without_number(without_edit_link(block.plain)).removesuffix(":")
    return Candidate(index, Family.MARKED, title, block.end, level=block.level)


def _numbered(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A short line with a number and text below it."""
    named = numbered(block)
    if named is None or not is_short_line(block, 14) or not following:
        return None
    if following[0].kind is BlockKind.ROW:
        return None
    if block.kind is BlockKind.ITEM and _goes_on(named.number[0], following[0]):
        return None
    title = without_edit_link(named.title).removesuffix(":")
    level = 1 + len(named.number)
    return Candidate(
        index, Family.NUMBERED, title, block.end, False, level, named.number, named.style
    )


def _goes_on(number: int, below: Block) -> bool:
    """Whether a numbered line is an item: the next item, or more of its own text, is below."""
    if below.kind is BlockKind.ITEM:
        return below.marker[:-1].isdecimal() and int(below.marker[:-1]) > number
    return below.kind is not BlockKind.PARAGRAPH or below.depth > 0


def _bold(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A line that is all bold, or a paragraph that begins with bold words and a stop."""
    if block.kind is not BlockKind.PARAGRAPH or block.depth or not block.bold:
        return None
    bold = visible(block.prose[: block.bold])
    rest = block.prose[block.bold :]
    stop = _BOLD_STOP.match(rest)
    after = rest[stop.end() :] if stop else rest
    title = bold.rstrip(".:： ")
    if not title or is_call_out(title) or len(title.split()) > LONGEST_HEADING + 2:
        return None
    if not visible(after):
        if bold.endswith(".") and len(title.split()) > _LONGEST_STATED:
            return None  # a sentence that is stressed
        is_alone = bool(following) and not is_all_bold(following[0])
        return Candidate(index, Family.BOLD, title, block.end) if is_alone else None
    is_stopped = bold[-1] in ".:?!：" or (stop is not None and stop[0].strip(f" \n{HIDDEN}*_"))
    if not is_stopped or count_words(after) < 3:
        return None
    return Candidate(index, Family.BOLD, title, block.end - len(after), is_run_in=True)


def is_all_bold(block: Block) -> bool:
    """Whether every word of a block is bold."""
    return block.bold > 0 and not visible(block.prose[block.bold :])


def _colon(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A paragraph that begins "Heading: ...", or "Heading:" on a line of its own."""
    found = run_in(block) if not block.depth else None
    if found is None:
        return None
    title, body = found
    text = block.prose[body - block.body :].lstrip()
    words = count_words(text)
    if is_call_out(title) or (not words and not following) or 0 < words < LONG_ENOUGH:
        return None
    is_weak = not is_title_case(title)
    if is_weak and (not title[0].isupper() or len(title.split()) > 8):
        return None
    if is_weak and not words and is_lead_in(title):
        return None
    start = block.end - len(text) if words else block.end
    return Candidate(index, Family.COLON, title, start, words > 0, is_weak=is_weak)
