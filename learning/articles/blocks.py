"""What every reader emits: a stream of blocks with offsets into the canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

# Stands in `Block.prose` for a character of mark-up. Not white space, so that it never looks like
# a word break; a NUL can't come from an article, since those are refused.
HIDDEN = "\0"
_BROKEN_WORD = re.compile(r"(?<=\w)-\n[ \t]{0,80}(?=\w)")


class SourceFormat(StrEnum):
    """What a file is; the names are those of the `articles outline` JSON."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    WIKITEXT = "wikitext"


class BlockKind(StrEnum):
    """The shapes a block of text can have."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    DIVIDER = "divider"
    FRONT_MATTER = "front-matter"


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item's own words, a heading, a table row ...

    `start`-`end` spans the block with its markers, `body` is where its words begin, and `prose` is
    as long as `text[body:end]`: the same characters, with mark-up replaced by HIDDEN, so that one
    splitter and one set of heading rules serve every format.
    """

    kind: BlockKind
    start: int
    end: int
    body: int
    prose: str
    level: int = 0  # of a marked-up heading, 1-6
    depth: int = 0  # of list nesting; a paragraph inside an item has the item's depth
    marker: str = ""  # "1.", "-", "##", "=": how the item or heading is marked
    gap: int = 0  # blank lines before
    indent: int = 0
    lines: int = 1
    bold: int = 0  # how many characters of `prose`, from its start, are bold
    quoted: bool = False
    italic: bool = False  # as a whole

    @cached_property
    def plain(self) -> str:
        """The words as a reader sees them, on one line."""
        return visible(self.prose)

    @cached_property
    def word_count(self) -> int:
        """How many words the block has."""
        return count_words(self.prose)


def visible(prose: str) -> str:
    """`prose` without mark-up, white space collapsed; "well-" and "known" on two lines rejoin."""
    words = prose.replace(HIDDEN, "")
    if "-\n" in words:
        words = _BROKEN_WORD.sub("-", words)
    return " ".join(words.split())


def count_words(prose: str) -> int:
    """How many of the pieces between white space hold a letter or a digit."""
    return sum(any(map(str.isalnum, piece)) for piece in visible(prose).split())


@dataclass(frozen=True)
class LeftOut:
    """What a reader removed before the canonical text was made, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """A file as read: its format and its canonical text."""

    format: SourceFormat
    text: str
    left_out: tuple[LeftOut, ...] = ()
