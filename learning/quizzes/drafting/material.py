"""An article as drafters see it: sections with their sentences in plain words, lists and tables."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from learning.articles.outline import Outline, Section, Sentence
from learning.quizzes.drafting.words import words_in

_PLACEHOLDER = re.compile(r"Part \d+")
FOOTNOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|edit|citation needed|note \d+)\]")


@dataclass(frozen=True)
class Passage:
    """A sentence with the words a reader sees, and what kind of block it stands in."""

    sentence: Sentence
    words: str
    block: int
    in_list: bool
    quoted: bool


@dataclass(frozen=True)
class Item:
    """A list item, or a paragraph that opens with a term in bold."""

    passages: tuple[Passage, ...]
    words: str
    bold: str = ""  # the words in bold it opens with


@dataclass(frozen=True)
class Listing:
    """List items that belong together, and what introduces them."""

    lead: Passage | None
    heading: str
    items: tuple[Item, ...]
    is_numbered: bool
    is_nested: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first row being the heading."""

    heading: str
    rows: tuple[tuple[str, ...], ...]
    passages: tuple[Passage, ...]


# Compared by identity, so that what is worked out about one can be kept beside it.
@dataclass(frozen=True, eq=False)
class SectionText:
    """A teaching section."""

    section: Section
    passages: tuple[Passage, ...]
    listings: tuple[Listing, ...]
    run_ins: tuple[Item, ...]
    tables: tuple[Table, ...]
    headings: dict[int, str] = field(default_factory=dict, hash=False)  # by number of block

    @property
    def name(self) -> str:
        """How a stem may call it; empty where the title is no title."""
        title = " ".join(FOOTNOTE.sub("", self.section.title).split()).rstrip(".:")
        if title.isupper() and " " in title:
            title = title.capitalize()
        return "" if _PLACEHOLDER.fullmatch(title) else title

    def heading_of(self, passage: Passage) -> str:
        """The headings and the lead-in that a sentence stands under, the section's title first."""
        return f"{self.name} {self.headings.get(passage.block, '')}"

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Its whole sentences in paragraphs."""
        return tuple(p for p in self.passages if not p.in_list and not p.quoted)


@dataclass(frozen=True, eq=False)
class Article:
    """The whole: the outline and its teaching sections."""

    outline: Outline
    sections: tuple[SectionText, ...]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the article as it stands, other sections included."""
        return tuple(
            sentence.text for section in self.outline.sections for sentence in section.sentences
        )

    @cached_property
    def text(self) -> str:
        """All of its sentences in one."""
        return " ".join(self.sentences)

    @cached_property
    def vocabulary(self) -> str:
        """Every word of the article once: where rivals of a typed answer are looked for."""
        return " ".join(
            sorted({word for sentence in self.sentences for word in words_in(sentence)})
        )
