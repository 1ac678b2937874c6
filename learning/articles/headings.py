"""Candidates for section headings, each with its family; families.py decides which ones count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.articles.blocks import HIDDEN, Block, BlockKind, count_words, visible
from learning.articles.heading_words import (
    LONGEST_HEADING,
    is_lead_in,
    is_title_case,
    numbered,
    run_in,
    stopped,
    without_edit_link,
    without_number,
)
from learning.articles.kinds import is_call_out
from learning.articles.leftovers import is_byline, is_leftover_line

LONG_ENOUGH = 12  # words of text that make the line above it, or the words before it, a heading

_LONGEST_QUOTE = 8  # words
_CAPTION = re.compile(
    r"(?:(?:image|picture|photo|media) )?(?:caption|source|credit)[,:]?|(?:image|photo|picture):?"
    r"|(?:image|photo|picture) (?:source|credit|caption).{0,60}",
    re.IGNORECASE,
)
_LONGEST_STATED = 6  # words of a heading that ends in a full stop
_BOLD_STOP = re.compile(r"[.!?:：–—-]*[*_\0]*[.:：–—-]*\s*")
_CALLS_TO_ACT = re.compile(
    r"(?:explore|download|subscribe|sign up|read|learn more|click|watch|listen|shop|buy|join|follow"
    r"|share|today on|continue|register|contact us|book a|try our|see (?:all|more|our)"
    r"|get (?:the|our|your)|order)\b",
    re.IGNORECASE,
)


class Family(StrEnum):
    """Styles of heading, in the order in which they are believed."""

    MARKED = "marked"
    LISTED = "listed"  # in the article's table of contents
    NUMBERED = "numbered"
    BOLD = "bold"
    COLON = "colon"
    CAPITALS = "capitals"
    SHORT = "short"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Candidate:
    """A block that may head a section, or begin with the words that do."""

    index: int  # of the block
    family: Family
    title: str
    body: int  # offset where the section's own text begins; the block's end if it is all heading
    is_run_in: bool = False
    level: int = 2
    number: tuple[int, ...] = ()
    style: str = ""  # of the number: "1", "I", "A", "#", "chapter"
    is_weak: bool = False  # counts only when the article is full of its kind


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
            or _capitals(index, block, following)
            or _short(index, block, following)
            or _stopped(index, block)
        )
        if found is None or _is_subtitle(found, block, last) or _is_caption(found, blocks):
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
    if named is None or not _is_short_line(block, 14) or not following:
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
        is_alone = bool(following) and not _is_all_bold(following[0])
        return Candidate(index, Family.BOLD, title, block.end) if is_alone else None
    is_stopped = bold[-1] in ".:?!：" or (stop is not None and stop[0].strip(f" \n{HIDDEN}*_"))
    if not is_stopped or count_words(after) < 3:
        return None
    return Candidate(index, Family.BOLD, title, block.end - len(after), is_run_in=True)


def _is_all_bold(block: Block) -> bool:
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


def _capitals(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    if block.kind is not BlockKind.PARAGRAPH or block.depth or not block.plain.isupper():
        return None
    letters = sum(map(str.isalpha, block.plain[:200]))
    if letters < 3 or not _is_short_line(block, LONGEST_HEADING) or not following:
        return None
    if is_leftover_line(block.plain) or following[0].plain.isupper():
        return None
    return Candidate(index, Family.CAPITALS, block.plain, block.end)


def _short(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A short line without a full stop, above a paragraph or a list."""
    title = block.plain
    if (
        block.kind is not BlockKind.PARAGRAPH
        or block.depth
        or not _is_short_line(block, LONGEST_HEADING)
    ):
        return None
    is_quote = title[0] in "\"“'‘«" and title[-1] in "\"”'’»" and _is_quoted_heading(title)
    if not (title[0].isupper() or title[0].isdigit() or is_quote):
        return None
    if title[-1] in '.,;:…—–-!"”' and not is_quote:
        return None
    if is_leftover_line(title) or is_byline(title) or _CALLS_TO_ACT.match(title) or "://" in title:
        return None
    if run_in(block) or not _has_text_below(following) or _goes_on_in_list(title, following[0]):
        return None
    return Candidate(index, Family.SHORT, without_edit_link(title), block.end)


def _stopped(index: int, block: Block) -> Candidate | None:
    """A paragraph that begins with a few words and a full stop, as if they had been bold once."""
    found = stopped(block) if not block.depth else None
    if found is None or block.word_count < LONG_ENOUGH:
        return None
    title, body = found
    return Candidate(index, Family.STOPPED, title, body, is_run_in=True, is_weak=True)


def _is_quoted_heading(title: str) -> bool:
    """A question in quotes, or a quote too short to be one that was set large for decoration."""
    return title.rstrip("\"”'’»").endswith("?") or len(title.split()) <= _LONGEST_QUOTE


def _is_caption(found: Candidate, blocks: Sequence[Block]) -> bool:
    """Whether the line above says that this one belongs to a picture."""
    return found.index > 0 and _CAPTION.fullmatch(blocks[found.index - 1].plain[:80]) is not None


def _goes_on_in_list(title: str, below: Block) -> bool:
    """Whether a list ends the sentence that the line above it began."""
    if below.kind is not BlockKind.ITEM or not below.plain[:1].islower():
        return False
    return is_lead_in(title) or title.split()[0].lower() in ("a", "an", "the")


def _is_subtitle(found: Candidate, block: Block, last: Candidate | None) -> bool:
    """Whether a short line is stacked right under another: a role under a name, say."""
    if last is None or last.index + 1 != found.index or block.gap:
        return False
    return found.family is last.family is Family.SHORT


def _is_short_line(block: Block, longest: int) -> bool:
    return (
        block.lines == 1
        and len(block.prose) <= 200
        and len(block.plain.split()) <= longest
        and (not block.plain.endswith((".", ",", ";")))
    )


def _has_text_below(following: Sequence[Block]) -> bool:
    """A paragraph or a list, perhaps under a second stacked line (a role, a subtitle)."""
    for distance, below in enumerate(following[:2]):
        if below.kind is BlockKind.ITEM and distance == 0:
            return True
        if below.plain.endswith(":") and distance == 0 and len(following) > 1:
            return following[1].kind is BlockKind.ITEM
        if (
            below.kind is BlockKind.PARAGRAPH
            and below.word_count >= LONG_ENOUGH
            and not below.depth
        ):
            return True
        if below.gap or distance:
            return False
    return False
