"""Lines above an article's title that name who publishes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.articles.blocks import Block, BlockKind
from learning.articles.candidates import LONG_ENOUGH
from learning.articles.heading_words import is_title_case
from learning.articles.titles import looks_like_title

_MOST_LINES = 3
_LONGEST_NAME = 8  # words
_LEGAL_FORM = r"(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|GmbH|AG|KG|e\.?V|S\.?A|B\.?V|Oy|AB|Pty)"
_ORGANISATION = re.compile(
    rf".*\b(?:{_LEGAL_FORM}\.?|plc|Corporation|Company|Group|Council|Borough|University|College"
    r"|School|Academy|Hospitals?|Infirmary|Clinic|Trust|Foundation|Institute|Ministry|Department"
    r"|Dept\.?|Directorate|Division|Agency|Authority|Commission|Committee|Association|Society"
    r"|Federation|Union|Services|Office|Bureau|Library|Museum)"
    r"|(?:University|College|Ministry|Department|Office|Institute|Society|City|Bank) (?:of|for) .*",
    re.IGNORECASE,
)

_DOCUMENT = re.compile(
    r"\b(?:policy|procedure|guidelines?|guidance|handbook|manual|leaflet|code of|regulations|rules"
    r"|plan|report|strategy|protocol|standard|fact ?sheet|newsletter|charter|statement|notice)\b",
    re.IGNORECASE,
)


def letterhead(blocks: Sequence[Block], first: int) -> int:
    """How many lines from `first` on name the publisher, with the title right below them."""
    at = first
    while at + 2 < len(blocks) and at - first < _MOST_LINES and _is_publisher(blocks, at):
        at += 1
    if at == first or blocks[at].kind is not blocks[first].kind:
        return 0
    title, below = blocks[at], blocks[at + 1]
    if title.kind is BlockKind.HEADING:
        is_longer = title.word_count > blocks[first].word_count
        return at - first if is_longer and title.level > blocks[first].level else 0
    if not looks_like_title(title) or not _is_certain(blocks, first, at):
        return 0
    is_text = below.word_count >= LONG_ENOUGH and below.plain.endswith((".", "!", "?"))
    is_stacked = not title.gap and below.gap > 0
    return 0 if is_text and not is_stacked else at - first


def _is_certain(blocks: Sequence[Block], first: int, title: int) -> bool:
    """Whether more than one word says so: "Life at the Office" is a title."""
    name = blocks[first].plain
    if title - first > 1 or re.search(rf"\b(?:{_LEGAL_FORM}|plc)\.?\Z", name, re.IGNORECASE):
        return True
    return _DOCUMENT.search(blocks[title].plain) is not None or _signs(blocks[-1].plain, name)


def _is_publisher(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    name = block.plain
    if len(name.split()) > _LONGEST_NAME or block.depth or block.quoted:
        return False
    if block.kind is BlockKind.HEADING:  # may be the subject, unless the foot of the page names it
        return _signs(blocks[-1].plain, name)
    is_name = block.kind is BlockKind.PARAGRAPH and (name.isupper() or is_title_case(name))
    return is_name and _ORGANISATION.fullmatch(name) is not None


def _signs(line: str, name: str) -> bool:
    """Whether the last line of a text is the publisher's address, or their copyright."""
    if line.endswith((".", "!", "?")) or len(line) > 200:
        return False
    named = (
        rf"(?:©|\(c\)|copyright)[\s\d]*{re.escape(name)}\b|\b{re.escape(name)},? {_LEGAL_FORM}\b"
    )
    return re.search(named, line, re.IGNORECASE) is not None
