"""Turns an HTML element tree into canonical Markdown, and says what it left out and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from learning.articles.blocks import LeftOut
from learning.articles.readers.credits import CREDIT, take_credit
from learning.articles.readers.elements import (
    BLOCKS,
    SILENT,
    Element,
    heading_level,
    listing_in,
    short_text_of,
    tag_of,
    text_of,
)
from learning.articles.readers.flow_writing import FlowWriter
from learning.articles.readers.flows import Flow, FlowKind, markdown_text
from learning.articles.readers.footnote_marks import reason_in_text
from learning.articles.readers.html_shapes import Shapes, shapes_of
from learning.articles.readers.html_tables import captions_of, rows_of
from learning.articles.readers.invisible import Sieve
from learning.articles.readers.runs import Run, safe_address

NO_WORDS = "A picture without a description"

LeaveOut = Callable[[Element], str | None]

_BOLD = frozenset(["b", "strong", "summary", "legend"])
_ITALIC = frozenset(["i", "em", "cite", "dfn", "var"])
_STRUCK = frozenset(["s", "strike", "del"])
_CODE = frozenset(["code", "kbd", "samp", "tt"])
_QUOTES = frozenset(["blockquote", "figure", "aside"])
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_PREFORMATTED = frozenset(["pre", "listing", "xmp"])
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_RAISED = re.compile(r"[+\-−]?[0-9n]{1,6}")


@dataclass(frozen=True)
class Converted:
    """The Markdown of a tree, and what of its text is not in there."""

    text: str
    left_out: tuple[LeftOut, ...]


def markdown_of(root: Element, leave_out: LeaveOut = lambda _: None) -> Converted:
    """The content of `root` as Markdown; `root`'s tail doesn't belong to it.

    `leave_out` gives the reason why an element (with all in it) is not part of the article, or
    None. Nesting of any depth is fine: nothing here recurses.
    """
    walk = _Walk(root, leave_out, shapes_of(root))
    text = markdown_text(walk.flows())
    return Converted(text, (*walk.left_out, *walk.sieve.left_out()))


class _Walk:
    """One pass over the tree, in the order of the page."""

    def __init__(self, root: Element, leave_out: LeaveOut, shapes: Shapes) -> None:
        self.root = root
        self.leave_out = leave_out
        self.shapes = shapes
        self.left_out: list[LeftOut] = []
        self.out = FlowWriter()
        self.sieve = Sieve()

    def flows(self) -> list[Flow]:
        """The blocks of the whole tree."""
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                self._start(element, walk)
                continue
            if event == "end":
                self._end(tag_of(element))
            if element is not self.root and element.tail:
                self.out.add(self.sieve.visible(element.tail))
        return self.out.finished()

    def _start(self, element: Element, walk: etree.iterwalk) -> None:
        tag = tag_of(element)
        self.out.enter(is_block=tag in BLOCKS or heading_level(element) > 0)
        if element is not self.root and self._is_taken(element, tag):
            walk.skip_subtree()
            return
        if tag == "figcaption" and (credit := take_credit(element)):
            self.left_out.append(LeftOut(credit, CREDIT))
        self._open(element, tag)
        if element.text:
            self.out.add(self.sieve.visible(element.text))

    def _end(self, tag: str) -> None:
        if tag == "q":
            self.out.add("”")
        elif tag == "dt":
            self.out.close_term()
        self.out.leave()

    def _is_taken(self, element: Element, tag: str) -> bool:
        """Whether all of `element` is dealt with: left out, a listing, a table, a picture."""
        if tag in SILENT:
            return True
        reason = self.leave_out(element) or reason_in_text(element, self.out.text_before())
        if reason is not None:
            if words := text_of(element):
                self.left_out.append(LeftOut(words, reason))
        elif tag in _PREFORMATTED:
            self.out.add_block(
                FlowKind.CODE, [Run(self.sieve.visible("".join(listing_in(element))))]
            )
        elif element in self.shapes.data_tables:
            self._add_table(element)
        elif tag == "img":
            self._add_image(element)
        elif tag == "sup" and _RAISED.fullmatch(words := short_text_of(element, 10)):
            self.out.add(words.translate(_SUPERSCRIPTS))
        else:
            return False
        return True

    def _open(self, element: Element, tag: str) -> None:
        out = self.out
        if tag == "br":
            out.add_break()
        elif tag == "hr":
            out.add_block(FlowKind.RULE)
        elif level := heading_level(element):
            out.open_heading(level)
        elif tag in _QUOTES and element not in self.shapes.unquoted_figures:
            out.open_quote()
        elif tag in _LISTS and element not in self.shapes.lists_of_headings:
            out.open_list(is_ordered=tag == "ol", start=_number(element, "start") or 1)
        elif tag == "li" and element.getparent() not in self.shapes.lists_of_headings:
            out.open_item(_number(element, "value"))
        elif tag == "dl":
            out.open_terms(is_list=element in self.shapes.short_term_lists)
        elif tag == "dt":
            out.open_term()
        elif tag == "dd":
            out.open_explanation()
        elif tag == "q":
            out.add("“")
        else:
            out.style(_styled(out.state.style, element, tag))

    def _add_image(self, element: Element) -> None:
        words = " ".join(self.sieve.visible(element.get("alt") or "").split())
        if words:
            self.out.add_image(words)
        else:
            name = (element.get("src") or "").rpartition("/")[2][:100]
            self.left_out.append(LeftOut(name, NO_WORDS))

    def _add_table(self, table: Element) -> None:
        for caption in captions_of(table):
            self.out.enter(is_block=True)
            for run in self._runs_in(caption):
                self.out.add(run.text)
            self.out.leave()
        self.out.add_table(rows_of(table, self._runs_in))

    def _runs_in(self, cell: Element) -> list[Run]:
        """The words of a cell, its blocks one after the other on one line."""
        walk = _Walk(cell, self.leave_out, self.shapes)
        walk.sieve = self.sieve
        runs: list[Run] = []
        for flow in walk.flows():
            runs += [Run(" "), *flow.runs]
        self.left_out += walk.left_out
        return runs


def _number(element: Element, name: str) -> int | None:
    """A list number as stated, if Markdown can state it too."""
    stated = (element.get(name) or "").strip()
    return int(stated) if stated.isdecimal() and len(stated) < 9 else None


def _styled(style: Run, element: Element, tag: str) -> Run:
    """`style` with what `element` adds to it."""
    if tag in _BOLD or _BOLD_STYLE.search(element.get("style") or ""):
        style = style._replace(bold=True)
    elif tag in _ITALIC:
        style = style._replace(italic=True)
    elif tag in _STRUCK:
        style = style._replace(struck=True)
    elif tag in _CODE:
        style = style._replace(code=True)
    elif tag == "a" and safe_address(element.get("href") or ""):
        style = style._replace(href=element.get("href") or "")
    return style
