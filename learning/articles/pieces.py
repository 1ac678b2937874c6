"""What an article falls into: sections of a kind, and what is dropped, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from learning.articles.kinds import SectionKind

NAVIGATION = "Looks like site navigation"
TITLE = "The article’s title"
TITLE_AGAIN = "The article’s title, repeated"
BYLINE = "Looks like a byline or a date"
FRONT_MATTER = "Front matter: settings, not text"
CONTENTS = "The table of contents"
SUBTITLE = "The article’s subtitle"
LETTERHEAD = "Who publishes it: a letterhead"
TEASERS = "Points to other articles"
INVITATION = "An invitation to comment, subscribe or support"
ABOUT_AUTHOR = "About the author"
IMPRINT = "The publisher’s details"
NOTHING = "Nothing to read"


@dataclass(frozen=True)
class Piece:
    """A stretch of blocks from `first` to the next piece: a section, or (no kind) dropped."""

    first: int  # block
    kind: SectionKind | None
    title: str = ""
    level: int = 2
    why: str = ""  # the evidence, or the reason for dropping
    body: int | None = None  # where the text begins inside the first block; None: with the block
