"""Which family of headings cuts the article: candidates compete by style, not one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import LONG_ENOUGH, Candidate, Family
from learning.articles.consistency import alike, in_capitals
from learning.articles.headings import is_all_bold
from learning.articles.kinds import SectionKind, is_introduction, kind_of_title
from learning.articles.leftovers import is_leftover_heading

_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=\S)")
_UNMARKED = (Family.NUMBERED, Family.BOLD, Family.COLON, Family.CAPITALS, Family.SHORT,
             Family.STOPPED)  # fmt: skip
_WEAK_SHARE = 0.25  # of the paragraphs begin like this: then it is a style
_STOPPED_SHARE = 0.75
_LEAST_COUNTDOWN = 3
_MOST_REPEATS = 0.15  # of a family's titles; more are speakers, not headings


def winners(candidates: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """The candidates that head sections, in order; empty when nothing does."""
    real = [each for each in candidates if not is_leftover_heading(each.title)]
    marked = _modules([each for each in real if each.family is Family.MARKED])
    teaching = sum(_teaches(each) for each in marked)
    if teaching >= 2:
        return _without_numbers(marked)
    listed = _modules([each for each in real if each.family is Family.LISTED])
    if sum(map(_teaches, listed)) >= 2:
        return _without_numbers(listed)
    others = _with_alike(_best_unmarked(real, blocks), real, blocks)
    if teaching and len(others) < 3:
        return marked
    return sorted({*marked, *others}, key=lambda each: each.index)


def _with_alike(
    heads: list[Candidate], candidates: Sequence[Candidate], blocks: Sequence[Block]
) -> list[Candidate]:
    """Numbered lines that are all in bold bring along the bold line that has no number."""
    if not heads or not all(
        each.family is Family.NUMBERED and is_all_bold(blocks[each.index]) for each in heads
    ):
        return heads
    lines = [each for each in candidates if each.family is Family.BOLD and not each.is_run_in]
    return sorted([*heads, *lines], key=lambda each: each.index)


def _without_numbers(heads: Sequence[Candidate]) -> list[Candidate]:
    """Titles without "1", "2", "3", where these count the headings ("7 habits" doesn't)."""
    found = [_BARE_NUMBER.match(each.title) for each in heads]
    numbers = [int(number[1]) for number in found if number]
    if len(numbers) < 2 or numbers not in (
        list(range(start, start + len(numbers))) for start in (0, 1)
    ):
        return list(heads)
    return [
        replace(each, title=each.title[number.end() :]) if number else each
        for each, number in zip(heads, found, strict=True)
    ]


def evidence_for(blocks: Sequence[Block], heads: Sequence[Candidate]) -> list[str]:
    """Why each of the heads is one, as sentences for people."""
    like = Counter((each.family, each.level) for each in heads)
    return [_evidence(each, blocks[each.index], like[each.family, each.level]) for each in heads]


def _evidence(heading: Candidate, block: Block, like: int) -> str:
    style = _style(heading, block)
    if heading.family in (Family.MARKED, Family.LISTED):
        return f"{style} ({like} at this level)"
    if like == 1 and not _teaches(heading):
        return f"“{heading.title}” is a usual heading"
    return f"{style} ({like} in this style)"


def _style(heading: Candidate, block: Block) -> str:
    match heading.family:
        case Family.MARKED if block.marker[0] in "#":
            return f"Marked as a heading “{block.marker} …”"
        case Family.MARKED:
            return "Underlined heading" if len(block.marker) == 1 else "Marked as a heading"
        case Family.LISTED:
            return "Listed in the table of contents"
        case Family.NUMBERED:
            return "Numbered heading"
        case Family.BOLD:
            return "Run-in heading in bold “…”" if heading.is_run_in else "Line in bold"
        case Family.COLON if heading.is_run_in:
            return "Run-in heading “…:”"
        case Family.COLON:
            return "Heading “…:” on a line of its own"
        case Family.CAPITALS:
            return "Line in capitals"
        case Family.STOPPED:
            return "First words “….” of a paragraph"
    return "Short line above a paragraph"


def _teaches(candidate: Candidate) -> bool:
    return kind_of_title(candidate.title) is SectionKind.TEACH and not is_introduction(
        candidate.title
    )


def _modules(family: Sequence[Candidate]) -> list[Candidate]:
    """The shallowest level with two teaching members, and what stands above it."""
    levels = sorted({each.level for each in family})
    for level in levels:
        if sum(each.level == level and _teaches(each) for each in family) >= 2:
            return [each for each in family if each.level <= level]
    return [each for each in family if each.level == levels[0]] if levels else []


def _best_unmarked(candidates: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    found = [
        members
        for family in _UNMARKED
        if (members := _viable([each for each in candidates if each.family is family], blocks))
    ]
    for least in (2, 1):  # a lone heading and a "Conclusion" only when nothing else is there
        families = [each for each in found if sum(map(_teaches, each)) >= least]
        for strong, family in enumerate(families):
            if not any(_contains(other, family) for other in families[strong + 1 :]):
                return family
    return []


def _viable(family: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """The family's members if it is one: two or more, no refrain, numbers in sequence."""
    members = _without_weak(family, blocks)
    if members and members[0].family is Family.NUMBERED:
        members = in_usual_style(members)
        members = _modules(members) if is_sequence(members) else []
    if members and members[0].family is Family.BOLD:
        members = _in_one_style(members)
        members = [] if _is_emphasis(members, blocks) else members
    if members and members[0].family is Family.SHORT:
        members = alike(members, blocks)
    if members and members[0].family is Family.COLON:
        members = in_capitals(members)
    titles = {each.title.casefold() for each in members}
    if len(members) < 2 or len(members) - len(titles) > len(members) * _MOST_REPEATS:
        return []
    return members


def _in_one_style(members: Sequence[Candidate]) -> list[Candidate]:
    """Bold lines over run-in bold words, when there are several of both."""
    lines = [each for each in members if not each.is_run_in]
    run_ins = len(members) - len(lines)
    return lines if len(lines) >= 2 and run_ins >= 2 and _contains(lines, [
        each for each in members if each.is_run_in
    ]) else list(members)  # fmt: skip


def _is_emphasis(members: Sequence[Candidate], blocks: Sequence[Block]) -> bool:
    """Two paragraphs among many that begin in bold: stressed words, not a style of heading."""
    if len(members) > 2 or not all(each.is_run_in for each in members):
        return False
    return len(members) * 2 < _paragraphs(blocks)


def _paragraphs(blocks: Sequence[Block]) -> int:
    return sum(
        block.kind is BlockKind.PARAGRAPH and block.word_count >= LONG_ENOUGH for block in blocks
    )


def _without_weak(family: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """Weak members count when there are three and many paragraphs are built like them."""
    strong = [each for each in family if not each.is_weak]
    if len(strong) == len(family):
        return strong
    paragraphs = _paragraphs(blocks)
    if family[0].family is Family.SHORT:
        return list(family) if len(strong) >= 2 or len(family) >= 3 else strong
    run_ins = sum(each.is_run_in for each in family)
    share = _STOPPED_SHARE if family[0].family is Family.STOPPED else _WEAK_SHARE
    return list(family) if len(family) >= 3 and run_ins >= paragraphs * share else strong


def in_usual_style(members: Sequence[Candidate]) -> list[Candidate]:
    """The members with the style of number that most of them have ("1.", "A.", "Step 1")."""
    [(style, _)] = Counter(each.style for each in members).most_common(1)
    return [each for each in members if each.style == style]


def is_sequence(members: Sequence[Candidate]) -> bool:
    """Whether top numbers start at 0 or 1 and go up one by one, perhaps again; or count down."""
    numbers = [each.number[0] for each in members if each.number]
    if len(numbers) >= _LEAST_COUNTDOWN and numbers == list(range(len(numbers), 0, -1)):
        return True
    if not numbers or numbers[0] > 1:
        return False
    return all(after in (before, before + 1, 1) for before, after in pairwise(numbers))


def _contains(outer: Sequence[Candidate], inner: Sequence[Candidate]) -> bool:
    """Whether `inner` only divides parts of `outer`: it has a parent, or stays in one interval."""
    places = [each.index for each in outer]
    inside = {each.index for each in inner}
    parents = sum(place + 1 in inside for place in places)
    above = {each.index + 1 for each in inner if not each.is_run_in}
    if parents and not above & set(places):
        return True
    first, last = min(inside), max(inside)
    return (
        len(outer) >= 3 and not any(first < place < last for place in places) and places[0] < first
    )
