"""The neutral form of the corpus's articles: who writes one says what is what, line by line.

`= title`, `byline: `, `== kind: section title`, `=== sub-heading`, `- item`, `+ step`,
`: term | explanation`, `|cell|cell`, `> quote`, `junk: line below the article`; all other lines
are paragraphs, those above the first section the lead. A file whose name begins with `edge-` was
written to be hard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"


class Kind(StrEnum):
    """What a line of an article is."""

    PARAGRAPH = "paragraph"
    SUB = "sub-heading"
    ITEM = "item"
    STEP = "step"
    TERM = "term"
    ROW = "row"
    QUOTE = "quote"


_MARKS = {
    "=== ": Kind.SUB,
    "- ": Kind.ITEM,
    "+ ": Kind.STEP,
    ": ": Kind.TERM,
    "|": Kind.ROW,
    "> ": Kind.QUOTE,
}


@dataclass(frozen=True)
class Node:
    """A paragraph, an item, a row ...: its kind and its words."""

    kind: Kind
    words: str

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.words.split("|")]


@dataclass(frozen=True)
class Part:
    """A section: its kind ("teach", ...), its title (blank for the lead) and what stands in it."""

    kind: str
    title: str
    nodes: tuple[Node, ...]

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.nodes if each.kind in (Kind.ITEM, Kind.STEP))

    @property
    def has_terms(self) -> bool:
        """Whether it has a definition list, which only some formats can mark as a list."""
        return any(each.kind is Kind.TERM for each in self.nodes)

    def runs(self) -> Iterator[tuple[Kind, list[Node]]]:
        """Neighbours of one kind together: a list, a table."""
        for kind, run in groupby(self.nodes, key=lambda node: node.kind):
            yield kind, list(run)


@dataclass(frozen=True)
class Article:
    """An article; the lead is None when it has none."""

    name: str
    title: str
    bylines: tuple[str, ...]
    lead: Part | None
    parts: tuple[Part, ...]
    junk: tuple[str, ...]

    @property
    def has_headings(self) -> bool:
        return bool(self.parts)


def article(name: str) -> Article:
    """One of the articles, by the name of its file."""
    return parsed(name, (ARTICLES / f"{name}.txt").read_text("utf-8"))


def parsed(name: str, text: str) -> Article:
    """The article that `text` writes down."""
    title, bylines, junk = "", [], []
    heads: list[tuple[str, str]] = [("overview", "")]
    nodes: list[list[Node]] = [[]]
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("= "):
            title = line[2:]
        elif line.startswith("byline: "):
            bylines.append(line[8:])
        elif line.startswith("junk: "):
            junk.append(line[6:])
        elif line.startswith("== "):
            kind, _, head = line[3:].partition(": ")
            heads.append((kind, head))
            nodes.append([])
        else:
            nodes[-1].append(_node(line))
    parts = [Part(kind, head, tuple(each)) for (kind, head), each in zip(heads, nodes, strict=True)]
    lead = parts[0] if parts[0].nodes else None
    return Article(name, title, tuple(bylines), lead, tuple(parts[1:]), tuple(junk))


def _node(line: str) -> Node:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Node(kind, line.removeprefix(mark))
    return Node(Kind.PARAGRAPH, line)
