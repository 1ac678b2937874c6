"""Cuts a stream of blocks into sections of a kind, each with its evidence, and what is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import Candidate, Family
from learning.articles.closings import Closing
from learning.articles.contents import Contents, contents_of, listed_blocks
from learning.articles.edges import opening_of, without_tails
from learning.articles.families import evidence_for, winners
from learning.articles.heading_words import run_in, without_edit_link, without_number
from learning.articles.headings import candidates_in
from learning.articles.kinds import SectionKind, is_introduction, kind_of_title
from learning.articles.leftovers import is_leftover_heading, is_leftover_line
from learning.articles.parts import parts_of
from learning.articles.pieces import CONTENTS, NAVIGATION, TEASERS, Piece

_LARGEST_END = 0.15  # of an article's words: its sources, its contacts
_SMALL = 15  # words; a section this small under "Share" or "Comments" is the page's own


@dataclass(frozen=True)
class Cut:
    """The article's title and its pieces, in order; together they hold every block."""

    title: str
    pieces: tuple[Piece, ...]


def cut(blocks: Sequence[Block]) -> Cut:
    """Where the article is cut, and why there."""
    opening, title, first = opening_of(blocks)
    contents = contents_of(blocks, first)
    heads = _heads(blocks, first, contents)
    ends = [*(head.index for head in heads), len(blocks)][1:]
    whys = evidence_for(blocks, heads)
    sections = [
        _section(head, blocks, end, why) for head, end, why in zip(heads, ends, whys, strict=True)
    ]
    pieces = [*_lead(blocks, first, heads, sections), *_with_fitting_kinds(sections)]
    if contents is not None:
        pieces = _without(contents, pieces, len(blocks))
    return Cut(title, (*opening, *without_tails(pieces, blocks)))


def _without(contents: Contents, pieces: Sequence[Piece], end: int) -> list[Piece]:
    """The pieces with the table of contents dropped where it parts nothing that belongs together.

    In the middle of a text it stays: a section can't have a hole.
    """
    at = contents.first
    before = [each for each in pieces if each.first < at]
    after = [each for each in pieces if each.first >= contents.end]
    on = next((each for each in pieces if each.first == at), None)
    if on is not None and contents.end < end and not any(p.first == contents.end for p in after):
        after.insert(0, replace(on, first=contents.end))  # it opened the section: the rest stays
    elif on is None and not any(each.first == contents.end for each in after):
        return list(pieces)
    return [*before, Piece(at, None, why=CONTENTS), *after]


def _candidates(blocks: Sequence[Block], first: int, contents: Contents | None) -> list[Candidate]:
    whys = Closing(blocks, first).of_section(first, len(blocks), is_last=True)
    found = [each for each in candidates_in(blocks, first) if whys.get(each.index) != TEASERS]
    if contents is None:
        return found
    outside = [each for each in found if not contents.first <= each.index < contents.end]
    known = {each.index: each for each in outside}
    for index, level in listed_blocks(blocks, contents):
        if index not in known or known[index].family is not Family.MARKED:
            title = without_number(without_edit_link(blocks[index].plain)).removesuffix(":")
            known[index] = Candidate(index, Family.LISTED, title, blocks[index].end, level=level)
    return [known[index] for index in sorted(known)]


def _heads(blocks: Sequence[Block], first: int, contents: Contents | None) -> list[Candidate]:
    """The headings that win, and usual ones such as "Conclusion" in whatever style they come."""
    candidates = _candidates(blocks, first, contents)
    chosen = {each.index: each for each in _without_umbrella(winners(candidates, blocks))}
    half = _half(blocks, first)
    for each in candidates:
        is_usual = each.index >= half and kind_of_title(each.title) is not SectionKind.TEACH
        is_usual = is_usual and each.family is not Family.MARKED
        if is_usual or is_leftover_heading(each.title):
            chosen.setdefault(each.index, each)
    for each in list(_closing_references(candidates, chosen, blocks, half)):
        chosen[each.index] = each
    start = min(chosen, default=first)
    for index in range(first, start):
        if is_introduction(blocks[index].plain) and index + 1 < start:
            chosen.setdefault(index, _line(index, blocks[index]))
    end = _after_teaching(chosen.values(), blocks)
    for index in range(half, len(blocks)):
        usual = _usual(index, blocks[index], index >= end, index + 1 == len(blocks))
        if usual is not None:
            chosen.setdefault(index, usual)
    return [chosen[index] for index in sorted(chosen) if index >= first]


def _half(blocks: Sequence[Block], first: int) -> int:
    """The block where the second half begins, by blocks or by words: long lists end articles."""
    total = sum(block.word_count for block in blocks[first:])
    passed = 0
    for index in range(first, (first + len(blocks)) // 2):
        passed += blocks[index].word_count
        if passed * 2 > total:
            return index + 1
    return (first + len(blocks)) // 2


def _closing_references(
    candidates: Sequence[Candidate],
    chosen: Mapping[int, Candidate],
    blocks: Sequence[Block],
    half: int,
) -> Iterator[Candidate]:
    """Marked "Further reading" of a deeper level, below which nothing but references follows."""
    marked = [each for each in candidates if each.family is Family.MARKED]
    while marked and marked[-1].index >= half:
        head = marked.pop()
        if not _is_reference(head):
            return
        if head.index in chosen or head.index + 1 >= len(blocks):
            continue
        above = max((index for index in chosen if index < head.index), default=head.index)
        is_divided = any(each.index > above and each.level == head.level for each in marked)
        is_list = blocks[head.index + 1].kind is BlockKind.ITEM
        in_references = above in chosen and _is_reference(chosen[above])
        if not in_references and (is_list or not is_divided):
            yield head


def _is_reference(head: Candidate) -> bool:
    return kind_of_title(head.title) is SectionKind.REFERENCE


def _without_umbrella(heads: list[Candidate]) -> list[Candidate]:
    """Without a first heading that stands above all others: a second title, its text the lead."""
    levels = [each.level for each in heads]
    is_umbrella = len(heads) >= 3 and levels[0] < min(levels[1:])
    return heads[1:] if is_umbrella and heads[0].family is Family.MARKED else heads


def _after_teaching(chosen: Iterable[Candidate], blocks: Sequence[Block]) -> int:
    """The block from which on "Sources: ..." closes the article; none while it still teaches."""
    last = max((each.index for each in chosen), default=len(blocks))
    total = sum(block.word_count for block in blocks)
    left, end = 0, len(blocks)
    while end > last + 1 and left + blocks[end - 1].word_count <= total * _LARGEST_END:
        end -= 1
        left += blocks[end].word_count
    return end


def _usual(index: int, block: Block, is_end: bool, is_last: bool) -> Candidate | None:
    """ "Conclusion: ..." however short, "Contact: ..." at the end, "References" on its own line."""
    if block.kind is not BlockKind.PARAGRAPH or block.depth or block.quoted:
        return None
    named = run_in(block)
    kind = kind_of_title(named[0]) if named else SectionKind.TEACH
    if named and (kind is SectionKind.CONCLUSION or (kind is SectionKind.REFERENCE and is_end)):
        family = Family.BOLD if block.bold else Family.COLON
        return Candidate(index, family, named[0], named[1], is_run_in=True)
    if is_last or kind_of_title(block.plain) is SectionKind.TEACH:
        return None
    return _line(index, block)


def _line(index: int, block: Block) -> Candidate:
    return Candidate(index, Family.SHORT, block.plain.rstrip(":.…!"), block.end)


def _section(head: Candidate, blocks: Sequence[Block], end: int, why: str) -> Piece:
    words = sum(block.word_count for block in blocks[head.index + 1 : end])
    is_small = words < _SMALL and not head.is_run_in
    if is_leftover_heading(head.title) or (is_small and is_leftover_line(head.title)):
        return Piece(head.index, None, why=NAVIGATION)
    return Piece(head.index, kind_of_title(head.title), head.title, head.level, why, head.body)


def _lead(
    blocks: Sequence[Block], first: int, heads: Sequence[Candidate], sections: Sequence[Piece]
) -> list[Piece]:
    """Text above the first heading: the overview; without headings, parts to be named."""
    end = heads[0].index if heads else len(blocks)
    if first >= end:
        return []
    if any(section.kind is SectionKind.TEACH for section in sections):
        return [Piece(first, SectionKind.OVERVIEW, why="Text before the first heading")]
    return [
        Piece(start, SectionKind.TEACH, f"Part {number}", why=why)
        for number, (start, why) in enumerate(parts_of(blocks, first, end), start=1)
    ]


def _with_fitting_kinds(sections: Sequence[Piece]) -> list[Piece]:
    """A kind has its place: introductions come first, conclusions and references late."""
    kept = [at for at, section in enumerate(sections) if section.kind is not None]
    done = list(sections)
    for place, at in enumerate(kept):
        if place == 0 and len(kept) > 1 and is_introduction(done[at].title):
            done[at] = replace(done[at], kind=SectionKind.OVERVIEW)
        elif (place + 1) * 2 <= len(kept):
            done[at] = replace(done[at], kind=SectionKind.TEACH)
    return done
