"""An article without headings: where to cut it into parts of a few minutes, at paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind

_WANTED = 325  # words in a part; up to 400 stay together
_MOST = 400


def parts_of(blocks: Sequence[Block], first: int, end: int) -> list[tuple[int, str]]:
    """The first block of each part, with the evidence shown for it."""
    words = sum(blocks[index].word_count for index in range(first, end))
    count = 1 if words <= _MOST else round(words / _WANTED)
    if count <= 1:
        return [(first, "No headings found: the whole text is one part")]
    wanted = words / count
    starts = [first]
    passed = 0
    for index in range(first, end):
        size = blocks[index].word_count
        is_due = passed + size / 2 > wanted * len(starts) and len(starts) < count
        if is_due and index > starts[-1] and _may_begin(blocks, index):
            starts.append(index)
        passed += size
    why = f"No headings found: cut at a paragraph, about {round(wanted, -1):.0f} words a part"
    return [(start, why) for start in starts]


def _may_begin(blocks: Sequence[Block], index: int) -> bool:
    """A part begins with a paragraph, and not with what the line above announces."""
    block, above = blocks[index], blocks[index - 1]
    is_opening = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and not block.depth
    return is_opening and not block.quoted and not above.plain.endswith((":", ","))
