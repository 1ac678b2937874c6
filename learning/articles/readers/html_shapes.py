"""Which tables, lists and figures of a page hold data, and which only arrange it: one pass."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from learning.articles.readers.elements import HEADINGS, Element, tag_of

_IN_NO_CELL = HEADINGS | {"table", "blockquote", "pre", "hr", "dl", "figure", "section", "article"}
_LONGEST_CELL = 60  # words, on average; longer "cells" are columns of a page
_LONGEST_EXPLANATION = 80  # words, on average; longer ones are the article's text
_MOST_PARAGRAPHS = 3  # in one cell


@dataclass
class _Table:
    rows: int = 0
    cells: int = 0
    most_columns: int = 0
    columns: int = 0
    words: int = 0
    paragraphs: int = 0
    has_heads: bool = False
    is_layout: bool = False

    def is_data(self) -> bool:
        if self.is_layout or self.most_columns < 2 or (self.rows < 2 and not self.has_heads):
            return False
        return self.words <= self.cells * _LONGEST_CELL


@dataclass
class Shapes:
    """What was found out about the elements of one tree."""

    data_tables: set[Element] = field(default_factory=set)
    lists_of_headings: set[Element] = field(default_factory=set)
    short_term_lists: set[Element] = field(default_factory=set)
    unquoted_figures: set[Element] = field(default_factory=set)


class _Pass:
    """The tables, lists and figures that are open, innermost last."""

    def __init__(self) -> None:
        self.shapes = Shapes()
        self.tables: list[_Table] = []
        self.lists: list[Element] = []
        self.terms: list[list[int]] = []  # words and explanations
        self.figures: list[Element] = []

    def start(self, element: Element, tag: str) -> None:
        if self.tables:
            self._count(self.tables[-1], element, tag)
        if tag in HEADINGS and self.lists:
            self.shapes.lists_of_headings.add(self.lists[-1])
        if tag in ("table", "pre", "blockquote", "ul", "ol", "p") and self.figures:
            self.shapes.unquoted_figures.add(self.figures[-1])
        if tag == "table":
            is_layout = element.get("role", "") in ("presentation", "none")
            self.tables.append(_Table(is_layout=is_layout))
        elif tag in ("ul", "ol"):
            self.lists.append(element)
        elif tag == "dl":
            self.terms.append([0, 0])
        elif tag == "figure":
            self.figures.append(element)
        elif tag == "dd" and self.terms:
            self.terms[-1][1] += 1

    def _count(self, table: _Table, element: Element, tag: str) -> None:
        if tag in _IN_NO_CELL:
            table.is_layout = True
        elif tag == "tr":
            table.rows += 1
            table.columns = 0
        elif tag in ("td", "th"):
            table.cells += 1
            table.columns += 1
            table.paragraphs = 0
            table.most_columns = max(table.most_columns, table.columns)
            table.has_heads = table.has_heads or tag == "th"
        elif tag == "p":
            table.paragraphs += 1
            table.is_layout = table.is_layout or table.paragraphs > _MOST_PARAGRAPHS

    def text(self, text: str) -> None:
        if not self.tables and not self.terms:
            return
        words = len(text.split())
        if self.tables:
            self.tables[-1].words += words
        if self.terms:
            self.terms[-1][0] += words

    def end(self, element: Element, tag: str) -> None:
        if tag == "table" and self.tables:
            if self.tables.pop().is_data():
                self.shapes.data_tables.add(element)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "figure" and self.figures:
            self.figures.pop()
        elif tag == "dl" and self.terms:
            words, explanations = self.terms.pop()
            if words <= explanations * _LONGEST_EXPLANATION:
                self.shapes.short_term_lists.add(element)


def shapes_of(root: Element) -> Shapes:
    """Look at the whole tree once, whatever its depth."""
    looking = _Pass()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = tag_of(element)
        if event == "start":
            looking.start(element, tag)
            looking.text(element.text or "")
        else:
            looking.end(element, tag)
            looking.text(element.tail or "")
    return looking.shapes
