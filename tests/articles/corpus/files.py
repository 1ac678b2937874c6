"""Every file of the corpus: an article in a layout, and the outline that it should give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tests.articles.corpus.documents import RUNNING_HEAD, paper, word
from tests.articles.corpus.marked import markdown, wikitext
from tests.articles.corpus.pages import AROUND, page
from tests.articles.corpus.plain import BREAKING, plain, title_in
from tests.articles.corpus.source import Article, article

NAMES = ("clean-hands", "phishing", "ladders", "allergens", "extinguishers", "data-protection",
         "heat", "onboarding")  # fmt: skip
# Styles of heading that suit each article; a question can't stand before a colon, say.
STYLES = {
    "clean-hands": ("short", "hashes"),
    "phishing": ("numbered", "underlined"),
    "ladders": ("capitals", "run-in"),
    "allergens": ("short", "run-in"),
    "extinguishers": ("underlined", "hashes"),
    "data-protection": ("counted", "numbered"),
    "heat": ("short",),
    "onboarding": ("numbered", "run-in"),
}
_MARKDOWN = ("ATX", "setext", "bold lines", "bold run-in", "ATX of level one")
_PAGES = ("clean", "saved", "divisions", "bold paragraphs", "bold run-in", "encyclopedia")
_WORD = ("heading styles", "levels from one", "bold paragraphs", "bold run-in")
_PAPER = ("outline", "outline, two columns", "larger headings", "bold headings", "bold run-in")
_WIKI = ("plain", "furnished")


@dataclass(frozen=True)
class File:
    """A file to be made, and what should come out of it."""

    article: Article
    format: str
    style: str
    ending: str
    make: Callable[[], bytes]
    foreign: tuple[str, ...] = ()  # what stands around the article and may be in no section

    @property
    def name(self) -> str:
        return f"{self.article.name}, {self.format}, {self.style}"

    @property
    def is_marked(self) -> bool:
        """Whether the format itself says what is a heading."""
        if self.format == "text":
            return self.style.startswith(("underlined", "hashes"))
        return self.format != "pdf" and not self.style.startswith("bold")


def files(names: tuple[str, ...] = NAMES) -> Iterator[File]:
    """All of them, format by format."""
    for name in names:
        source = article(name)
        yield from _texts(source, STYLES.get(name, ("short",)))
        yield from _each(source, "markdown", ".md", markdown, _MARKDOWN, source.junk)
        yield from _each(source, "html", ".html", page, _PAGES, AROUND)
        yield from _each(source, "docx", ".docx", word, _WORD, source.junk)
        yield from _each(source, "pdf", ".pdf", paper, _PAPER, (*source.junk, RUNNING_HEAD))
        yield from _each(source, "wikitext", ".wiki", wikitext, _WIKI, ("Infobox", "Category"))


def _texts(source: Article, styles: tuple[str, ...]) -> Iterator[File]:
    for style in styles:
        shown = replace(
            source,
            title=source.title.upper() if style == "capitals" else source.title,
            parts=tuple(
                replace(part, title=title_in(style, part.title, number))
                for number, part in enumerate(source.parts, start=1)
            ),
        )
        lines = plain(source, style)
        for breaking, broken in BREAKING.items():
            yield File(
                shown, "text", f"{style}, {breaking}", ".txt", partial(broken, lines), source.junk
            )


def _each(
    source: Article,
    format: str,
    ending: str,
    make: Callable[[Article, str], bytes],
    styles: tuple[str, ...],
    foreign: tuple[str, ...],
) -> Iterator[File]:
    for style in styles if source.has_headings else styles[:2]:
        yield File(source, format, style, ending, partial(make, source, style), foreign)
