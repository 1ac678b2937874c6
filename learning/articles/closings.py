"""What stands at the end of an article without being part of it, with the reason for each line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.leftovers import (
    is_announcement,
    is_byline,
    is_credit_line,
    is_date_line,
    is_invitation,
    is_leftover_heading,
    is_leftover_line,
    is_read_more,
)
from learning.articles.pieces import (
    ABOUT_AUTHOR,
    BYLINE,
    IMPRINT,
    INVITATION,
    NAVIGATION,
    TEASERS,
)

# Of an article's words, and in one block: more below "Related News" is no list of teasers.
_LARGEST_TAIL = 0.3
_LONGEST_TEASER = 45
_LONGEST_HEADLINE = 16  # words
_LONGEST_BIO = 60
_LONGEST_LINE = 15  # words of a line of an imprint
_MOST_LINES = 12  # of an imprint; also how far from the end a bio may stand
_BIO = re.compile(
    r"(?P<first>[^\W\d_][\w’'.-]{0,30}) (?:[^\W\d_][\w’'.-]{0,30} ){0,2}?"
    r"(?P<last>[^\W\d_][\w’'-]{1,30})(?:,| (?:is|was|writes|works|teaches|lives|runs|covers|reports"
    r"|studies|blogs|has (?:been|written)))\s"
)
_FOOT = re.compile(
    r"©|\(c\) ?(?:[12]\d{3}|[A-Z])|\A(?i:copyright) (?:\(c\)|[12]\d{3}|by\b|[A-Z])"
    r"|\A(?i:registered (?:office|charity|company|in)) ?(?:no|number|[:\dA-Z])"
    r"|(?i:\bpage \d{1,3} of \d{1,3}\b)"
)
_PRINTED = re.compile(r"printed (?:in|by|copies|on)\b", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://|www\.)\S{3,200}\Z", re.IGNORECASE)


class Closing:
    """The ends of an article's sections; `first` is the block where its text begins."""

    def __init__(self, blocks: Sequence[Block], first: int) -> None:
        self.blocks = blocks
        self.first = first
        self.total = sum(block.word_count for block in blocks)

    def of_section(self, first: int, end: int, is_last: bool) -> dict[int, str]:
        """Why each of the blocks at the end of a section is none of its text."""
        whys = self._run(first, end, is_last)
        if is_last:
            start = min(whys, default=end)
            teasers = self._teasers(first, start)
            whys.update(teasers)
            whys.update(self._run(first, min(whys, default=end), is_last))
        start = min(whys, default=end)
        while first < start < end and self.blocks[start - 1].kind is BlockKind.DIVIDER:
            start -= 1
            whys[start] = whys[start + 1]
        return whys if any(self.blocks[at].plain for at in whys) else {}

    def _run(self, first: int, end: int, is_last: bool) -> dict[int, str]:
        """The unbroken run of such lines that ends at `end`."""
        whys: dict[int, str] = {}
        at = end
        while at > first:
            imprint = self._imprint(first, at) if is_last else at
            if imprint < at:
                whys.update(dict.fromkeys(range(imprint, at), IMPRINT))
                at = imprint
                continue
            why = self._why(at - 1, is_last)
            if why is None:
                break
            at -= 1
            whys[at] = why
        return whys

    def _why(self, at: int, is_last: bool) -> str | None:
        block = self.blocks[at]
        if block.kind is BlockKind.ITEM:
            return None
        if is_last and is_invitation(block.plain):
            return INVITATION
        if block.kind is BlockKind.DIVIDER or is_leftover_line(block.plain):
            return NAVIGATION
        if block.kind is not BlockKind.PARAGRAPH:
            return None
        if is_date_line(block.plain):
            return BYLINE
        if not is_last or block.depth or block.quoted:
            return None
        if is_credit_line(block.plain):
            return BYLINE
        if is_announcement(block.plain):
            return TEASERS
        return ABOUT_AUTHOR if self._is_about_author(at) else None

    def _is_about_author(self, at: int) -> bool:
        """Whether a paragraph set apart says who somebody is whom the text doesn't mention."""
        block = self.blocks[at]
        named = _BIO.match(block.plain)
        if named is None or block.word_count > _LONGEST_BIO or at <= self.first:
            return False
        if at < len(self.blocks) - _MOST_LINES:
            return False
        if not (named["first"][0].isupper() and named["last"][0].isupper()):
            return False
        name = named["last"]
        is_signed = any(
            name in each.plain and is_byline(each.plain) for each in self.blocks[: self.first]
        )
        is_apart = block.italic or self.blocks[at - 1].kind is BlockKind.DIVIDER
        return (is_signed or is_apart) and not any(
            name in each.plain for each in self.blocks[self.first : at]
        )

    def _imprint(self, first: int, end: int) -> int:
        """Where a block of lines begins that states the publisher, a number, a copyright."""
        start = end
        while start > max(first, end - _MOST_LINES) and self._is_foot_line(start - 1):
            start -= 1
            if self.blocks[start].gap:
                break
        if start < end and not self.blocks[start].gap:  # a text without blank lines
            start = next((at for at in range(start, end) if self._is_data(at)), end)
        lines = [self.blocks[at] for at in range(start, end)]
        is_site = len(lines) == 1 and lines[0].lines > 1 and _SITE.search(lines[0].plain)
        return start if is_site or any(_FOOT.search(each.plain) for each in lines) else end

    def _is_foot_line(self, at: int) -> bool:
        block = self.blocks[at]
        if block.kind is not BlockKind.PARAGRAPH or block.depth or block.quoted:
            return False
        is_brief = 0 < block.word_count <= _LONGEST_LINE
        return is_brief and (not block.plain.endswith((".", "!", "?")) or self._is_data(at))

    def _is_data(self, at: int) -> bool:
        """Whether a line by itself tells that it is a publisher's."""
        line = self.blocks[at].plain
        return bool(_FOOT.search(line) or _PRINTED.match(line)) or is_byline(line)

    def _teasers(self, first: int, end: int) -> dict[int, str]:
        """Where "Related News" stands above a list of other articles at the very end."""
        start, why = end, ""
        words, are_headlines = 0, True
        for at in range(end - 1, first - 1, -1):
            block = self.blocks[at]
            words += block.word_count
            if words > self.total * _LARGEST_TAIL or block.word_count > _LONGEST_TEASER:
                break
            if block.kind is not BlockKind.ITEM and is_leftover_heading(block.plain):
                start, why = at, NAVIGATION
            elif are_headlines and at + 1 < end and is_read_more(block.plain):
                start, why = at, TEASERS
            are_headlines = are_headlines and _is_headline(block)
        return dict.fromkeys(range(start, end), why)


def _is_headline(block: Block) -> bool:
    is_line = block.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH)
    return is_line and block.word_count <= _LONGEST_HEADLINE and not block.plain.endswith(".")
