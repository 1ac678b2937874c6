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
from learning.articles.kinds import is_call_out
from learning.articles.leftovers import is_byline, is_leftover_line

_LONGEST_QUESTION = 20  # words; a question on a line of its own is hardly anything else
_SENTENCE = 4  # words of a short paragraph that may stand under a heading
_OPENING = "\"“'‘«([{*_<>|/\\"
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
    if is_leftover_line(block.plain) or following[0].plain.isupper() or is_call_out(block.plain):
        return None
    return Candidate(index, Family.CAPITALS, block.plain, block.end)


def short_line(index: int, block: Block, following: Sequence[Block]) -> Candidate | None:
    """A short line without a full stop, above a paragraph or a list."""
    title = block.plain
    if block.kind is not BlockKind.PARAGRAPH or block.depth or not _is_line(block):
        return None
    if is_leftover_line(title) or is_byline(title) or _CALLS_TO_ACT.match(title) or "://" in title:
        return None
    named = run_in(block)
    if (named and is_call_out(named[0])) or not following:
        return None
    strength = _text_below(following)
    if not strength or _goes_on_in_list(title, following[0]) or is_byline(following[0].plain):
        return None
    is_weak = strength == 1 or named is not None or title.endswith("!")
    return Candidate(index, Family.SHORT, without_edit_link(title), block.end, is_weak=is_weak)


def _is_line(block: Block) -> bool:
    """Whether the words of a block look like a heading's: how many, how they begin and end."""
    title = block.plain
    longest = _LONGEST_QUESTION if title.endswith("?") else LONGEST_HEADING
    if not is_short_line(block, longest):
        return False
    if title[0] in "\"“'‘«" and title[-1] in "\"”'’»" and _is_quoted_heading(title):
        return True
    first = next((each for each in title if each.isalnum()), "")
    if first.islower() or (title[0].isalnum() is False and title[0] in _OPENING):
        return False
    return bool(first) and title[-1] not in '.,;:…—–-"”'


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
        (block.lines == 1 or (block.lines == 2 and block.gap > 0))
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


def _text_below(following: Sequence[Block]) -> int:
    """2: a paragraph or a list, perhaps under a second stacked line; 1: a short sentence."""
    for distance, below in enumerate(following[:2]):
        is_paragraph = below.kind is BlockKind.PARAGRAPH and not below.depth
        if below.kind is BlockKind.ITEM and distance == 0:
            return 2
        if below.plain.endswith(":") and distance == 0 and len(following) > 1:
            return 2 if following[1].kind is BlockKind.ITEM else 0
        if is_paragraph and below.word_count >= LONG_ENOUGH:
            return 2
        if is_paragraph and distance == 0 and below.plain.rstrip("\"”'’").endswith((".", "!", "?")):
            is_text = below.word_count >= _SENTENCE and not is_leftover_line(below.plain)
            return 1 if is_text else 0
        if below.gap or distance:
            return 0
    return 0
