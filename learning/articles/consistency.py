"""Short lines that look like the other headings: captions, quotes and list items mostly don't."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from learning.articles.blocks import Block
from learning.articles.candidates import Candidate
from learning.articles.heading_words import is_title_case

_LEAST = 4  # members; fewer have no style of their own
_MOST = 0.75  # of the members set the style
_REFRAINS = ("myth", "fact", "mistake", "step", "rule", "tip", "case", "lesson", "reason")
_SHORT_STYLE = 4  # words in the usual heading ...
_LONG_LINE = 9  # ... beside which a line of so many is a caption


def alike(members: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """The members that share the family's room above, its capitals and its length."""
    kept = _without_speakers(members)
    if len(kept) >= _LEAST:
        kept = _with_room(kept, blocks)
    # A single word tells nothing of how several would be written.
    telling = [each for each in kept if _length(each) > 1]
    capitals = sum(is_title_case(each.title) for each in telling)
    if len(kept) >= _LEAST and len(telling) >= 2 and capitals >= len(telling) * _MOST:
        kept = [each for each in kept if is_title_case(each.title)]
    if len(kept) >= _LEAST and median(_length(each) for each in kept) <= _SHORT_STYLE:
        kept = [each for each in kept if _length(each) < _LONG_LINE or each.title.endswith("?")]
    return kept


def _without_speakers(members: Sequence[Candidate]) -> list[Candidate]:
    """Without "Ann: Why?" and "Ann: Since when?"; "Myth: ..." may come again."""
    names = [each.title.partition(":")[0] if ":" in each.title else "" for each in members]
    return [
        each
        for each, name in zip(members, names, strict=True)
        if not name or names.count(name) == 1 or name.lower() in _REFRAINS
    ]


def _with_room(members: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """Those with as many blank lines above as most of them have; the first may stand anywhere."""
    gaps = sorted(blocks[each.index].gap for each in members)
    usual = gaps[int(len(gaps) * (1 - _MOST))]
    return [each for at, each in enumerate(members) if at == 0 or blocks[each.index].gap >= usual]


def _length(candidate: Candidate) -> int:
    return len(candidate.title.split())


def in_capitals(members: Sequence[Candidate]) -> list[Candidate]:
    """Those in capitals, when the first and others are; what isn’t stands inside their sections."""
    capitals = [each for each in members if each.title.isupper()]
    is_style = len(capitals) >= 2 and members[0].title.isupper()
    return capitals if is_style else list(members)
