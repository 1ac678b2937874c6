"""Candidates that nothing marks but their form: capitals, a short line, a few first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import LONG_ENOUGH, Candidate, Family
from learning.articles.heading_words import (
    LONGEST_HEADING,
    is_lead_in,
    run_in,
    stopped,
    without_edit_link,
)
from learning.articles.leftovers import is_byline, is_leftover_line

_LONGEST_QUOTE = 8  # words
_CAPTION = re.compile(
    r"(?:(?:image|picture|photo|media) )?(?:caption|source|credit)[,:]?|(?:image|photo|picture):?"
    r"|(?:image|photo|picture) (?:source|credit|caption).{0,60}",
    re.IGNORECASE,
)
_CALLS_TO_ACT = re.compile(
    r"(?:explore|download|subscribe|sign up|read|learn more|click|watch|listen|shop|buy|join|follow"
    r"|share|today on|continue|register|contact us|book a|try our|see (?:all|more|our)"
    r"|get (?:the|our|your)|order)\b",
    re.IGNORECASE,
)


def capitals(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    if block.kind is not BlockKind.PARAGRAPH or block.depth or not block.plain.isupper():
        return None
    letters = sum(map(str.isalpha, block.plain[:200]))
    if letters < 3 or not is_short_line(block, LONGEST_HEADING) or not following:
        return None
    if is_leftover_line(block.plain) or following[0].plain.isupper():
        return None
    return Candidate(index, Family.CAPITALS, block.plain, block.end)


def short_line(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A short line without a full stop, above a paragraph or a list."""
    title = block.plain
    if (
        block.kind is not BlockKind.PARAGRAPH
        or block.depth
        or not is_short_line(block, LONGEST_HEADING)
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


def stopped_words(index: int, block: Block) -> Candidate | None:
    """A paragraph that begins with a few words and a full stop, as if they had been bold once."""
    found = stopped(block) if not block.depth else None
    if found is None or block.word_count < LONG_ENOUGH:
        return None
    title, body = found
    return Candidate(index, Family.STOPPED, title, body, is_run_in=True, is_weak=True)


def is_subtitle(found: Candidate, block: Block, last: Candidate | None) -> bool:
    """Whether a short line is stacked right under another: a role under a name, say."""
    if last is None or last.index + 1 != found.index or block.gap:
        return False
    return found.family is last.family is Family.SHORT


def is_caption(found: Candidate, blocks: Sequence[Block]) -> bool:
    """Whether the line above says that this one belongs to a picture."""
    return found.index > 0 and _CAPTION.fullmatch(blocks[found.index - 1].plain[:80]) is not None


def is_short_line(block: Block, longest: int) -> bool:
    return (
        block.lines == 1
        and len(block.prose) <= 200
        and len(block.plain.split()) <= longest
        and (not block.plain.endswith((".", ",", ";")))
    )


def _is_quoted_heading(title: str) -> bool:
    """A question in quotes, or a quote too short to be one that was set large for decoration."""
    return title.rstrip("\"”'’»").endswith("?") or len(title.split()) <= _LONGEST_QUOTE


def _goes_on_in_list(title: str, below: Block) -> bool:
    """Whether a list ends the sentence that the line above it began."""
    if below.kind is not BlockKind.ITEM or not below.plain[:1].islower():
        return False
    return is_lead_in(title) or title.split()[0].lower() in ("a", "an", "the")


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
