"""What may head a section: a block, the family of its style, and where the text begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONG_ENOUGH = 12  # words of text that make the line above it, or the words before it, a heading


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
