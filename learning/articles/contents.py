"""A table of contents inside an article: no text to read, but the best witness to its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.articles.blocks import Block, BlockKind
from learning.articles.heading_words import bare_title
from learning.articles.phrases import Phrases

_LABELS = Phrases(
    r"""
    (table of )?contents
    (in|on) this (article|page|guide|section|leaflet|document|post)
    (article|page|quick) (contents|navigation)|jump to( a section)?
    what[’']s in this (article|guide|document)
    """
)
# "Terms . . . . 2", "Terms......2": dots lead the eye to a page number.
LEADER = re.compile(r"(?:\s?[.·…]){3,}\s*(?:\d{1,4}|[ivxl]{1,6})?\s*\Z|\t+\d{1,4}\s*\Z")
_DEPTH = re.compile(r"\d{1,2}((?:\.\d{1,2}){0,3})\.?\s")
_LONGEST_ENTRY = 14  # words
_LEAST = 3  # entries
_SHARE = 0.7  # of the entries that have to come back as lines of their own


@dataclass(frozen=True)
class Contents:
    """The blocks `first` to `end` (not included), and the headings listed there by their level."""

    first: int
    end: int
    levels: dict[str, int]

    def level_of(self, block: Block) -> int | None:
        """The level at which a line below is listed, if it is."""
        return self.levels.get(_key(block.plain)) if len(block.plain) <= 200 else None


def contents_of(blocks: Sequence[Block], first: int) -> Contents | None:
    """The article's table of contents, if it has one."""
    later = _last_places(blocks)
    for at in range(first, len(blocks)):
        is_label = _LABELS.matches(blocks[at].plain)
        if not is_label and not LEADER.search(blocks[at].prose[:300]):
            continue
        begin = at + is_label
        end = _end_of_entries(blocks, begin, later)
        listed = [block for block in blocks[begin:end] if later.get(_key(block.plain), 0) >= end]
        if len(listed) >= max(_LEAST, (end - begin) * _SHARE):
            return Contents(at, end, _levels(listed))
    return None


def _end_of_entries(blocks: Sequence[Block], begin: int, later: dict[str, int]) -> int:
    """Up to the first line that is no entry: too long, met again, or not met below."""
    seen: set[str] = set()
    end = begin
    for at in range(begin, len(blocks)):
        block = blocks[at]
        key = _key(block.plain)
        is_listed = later.get(key, 0) > at or LEADER.search(block.prose[:300]) is not None
        if block.word_count > _LONGEST_ENTRY * 3 or key in seen:
            break
        if not is_listed and at > end + 1:
            break
        if is_listed:
            seen.add(key)
            end = at + 1
    return end


def _last_places(blocks: Sequence[Block]) -> dict[str, int]:
    """The last block of each wording that is short enough for a heading."""
    return {
        _key(block.plain): at
        for at, block in enumerate(blocks)
        if block.plain and len(block.plain) <= 200
    }


def _levels(listed: Sequence[Block]) -> dict[str, int]:
    depths = [_depth(block) for block in listed]
    ranks = {depth: rank for rank, depth in enumerate(sorted(set(depths)), start=2)}
    return {_key(block.plain): ranks[depth] for block, depth in zip(listed, depths, strict=True)}


def _depth(block: Block) -> tuple[int, int]:
    """How deep an entry is: by its number, else by its place in a list or its indent."""
    found = _DEPTH.match(block.plain)
    if found or block.marker[:1].isdecimal():
        return (found[1].count(".") if found else 0, 0)
    return (block.depth - 1 if block.kind is BlockKind.ITEM else 0, block.indent)


def _key(line: str) -> str:
    words = bare_title(LEADER.sub("", line.strip()))
    return " ".join(words.casefold().split()).rstrip(".:")


def listed_blocks(blocks: Sequence[Block], contents: Contents) -> Iterator[tuple[int, int]]:
    """Which blocks below are headings by the table's word, each with its level."""
    for at in range(contents.end, len(blocks)):
        block = blocks[at]
        is_line = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) or (
            block.kind is BlockKind.ITEM and block.marker[:1].isdecimal()
        )
        level = contents.level_of(block) if is_line else None
        if level is not None and block.lines == 1 and not block.quoted:
            yield at, level
