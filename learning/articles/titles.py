"""Whether the first line of an article is its title, or already its first section's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import Candidate, Family
from learning.articles.families import in_usual_style, is_sequence
from learning.articles.headings import candidates_in
from learning.articles.kinds import SectionKind, is_introduction, kind_of_title
from learning.articles.leftovers import is_byline, is_leftover_line

_LONGEST_TITLE = 60  # words
_CENTRED = 8  # columns of white space before a line
_LONGER = 1.25  # times as many words as headings have on average
_FIELD = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE)


def is_title(blocks: Sequence[Block], first: int) -> bool:
    """Whether block `first`, the first of the text, is the article's title."""
    block = blocks[first]
    if block.kind is BlockKind.HEADING:
        return _is_marked_title(blocks, first)
    if not looks_like_title(block) or first + 1 >= len(blocks):
        return False
    return not _is_first_heading(blocks, first)


def front_matter_title(matter: str) -> str:
    """The title that front matter states, or nothing."""
    found = _FIELD.search(matter)
    return " ".join(found["title"].split()) if found else ""


def centred_title(lines: Sequence[Block]) -> str:
    """The one line among the first that stands in the middle, if there is one."""
    centred = [each.plain for each in lines if each.indent >= _CENTRED and looks_like_title(each)]
    return centred[0] if len(centred) == 1 else ""


def looks_like_title(block: Block) -> bool:
    """Whether a paragraph has the form of a title."""
    title = block.plain
    if block.kind is not BlockKind.PARAGRAPH or block.quoted or block.depth or block.lines > 2:
        return False
    if not title or len(title) > 500 or len(title.split()) > _LONGEST_TITLE:
        return False
    if title.endswith((".", ",", ";", ":")) or _is_usual(title) or is_byline(title):
        return False
    return not is_leftover_line(title) and not title[0].islower()


def _is_marked_title(blocks: Sequence[Block], first: int) -> bool:
    """The only heading of its level or above; or one with another such heading right below."""
    block = blocks[first]
    if not block.plain or _is_usual(block.plain) or first + 1 >= len(blocks):
        return False
    headings = [each for each in blocks[first + 1 :] if each.kind is BlockKind.HEADING]
    rivals = [each for each in headings if each.level <= block.level]
    if not rivals:
        return block.level == 1 or bool(headings)
    if rivals[0] is blocks[first + 1] and len(headings) >= 2:
        return True
    names = [each.plain for each in rivals if each.level == 1]
    return len(names) == len(rivals) >= 2 and _is_longest(block.plain, names)


def _is_usual(title: str) -> bool:
    return is_introduction(title) or kind_of_title(title) is not SectionKind.TEACH


def _is_first_heading(blocks: Sequence[Block], first: int) -> bool:
    """Whether the first line is one of a family of headings that tells itself from a title."""
    candidates = list(candidates_in(blocks, first))
    head = candidates[0] if candidates and candidates[0].index == first else None
    if head is None or head.family in (Family.MARKED, Family.SHORT):
        return False
    family = [each for each in candidates if each.family is head.family]
    if head.family is Family.NUMBERED:
        family = in_usual_style(family)
        return head in family and len(family) >= 2 and is_sequence(family)
    siblings = family[1:]
    if head.family is Family.CAPITALS:
        return bool(siblings) and not _stands_out(blocks, head, siblings)
    return len(siblings) >= 1 if head.family is not Family.BOLD else head.is_run_in


def _stands_out(blocks: Sequence[Block], head: Candidate, siblings: Sequence[Candidate]) -> bool:
    """A title in capitals above headings in capitals: longer, or with more room below."""
    if siblings[0].index == head.index + 1 or is_byline(blocks[head.index + 1].plain):
        return True
    longest = max(len(each.title.split()) for each in siblings)
    if _is_longest(head.title, [each.title for each in siblings]):
        return True
    room = max(
        (blocks[each.index + 1].gap for each in siblings if each.index + 1 < len(blocks)), default=0
    )
    return len(head.title.split()) > longest or blocks[head.index + 1].gap > room


def _is_longest(title: str, headings: Sequence[str]) -> bool:
    """Whether a first line has as many words as the longest heading, and more than most."""
    lengths = [len(each.split()) for each in headings]
    longest = max(lengths)
    return len(title.split()) >= max(longest, _LONGER * sum(lengths) / len(lengths))
