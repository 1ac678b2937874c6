"""From paragraphs to a tree of HTML elements, which other code turns into Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from learning.articles.readers.pages.paragraphs import Paragraph, Shape

_LISTS = {Shape.BULLET: "ul", Shape.NUMBER: "ol"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INDENT = 6  # points by which an item of a list inside a list stands further right


def tree_of(paragraphs: Sequence[Paragraph], levels: Sequence[int]) -> etree._Element:
    """The paragraphs in order, as headings, lists, tables and text."""
    root = etree.Element("div")
    items: list[_Open] = []
    for paragraph, level in zip(paragraphs, levels, strict=True):
        if level or paragraph.shape not in _LISTS:
            if not level and items and _is_part_of_item(paragraph, items[-1]):
                _write(etree.SubElement(items[-1].item, "p"), paragraph)
                continue
            items = []
            _add_block(root, paragraph, level)
        else:
            _add_item(root, paragraph, items)
    return root


class _Open:
    """A list that may go on, and its last item."""

    def __init__(self, element: etree._Element, paragraph: Paragraph) -> None:
        self.element = element
        self.item = element
        self.left = paragraph.left
        self.shape = paragraph.shape
        self.page = paragraph.page
        self.number = 0


def _add_item(root: etree._Element, paragraph: Paragraph, items: list[_Open]) -> None:
    while len(items) > 1 and items[-1].left > paragraph.left + _INDENT:
        items.pop()
    last = items[-1] if items else None
    is_deeper = last is not None and last.left < paragraph.left - _INDENT
    if last is None or is_deeper or not _is_next(last, paragraph):
        parent = last.item if last is not None and is_deeper else root
        if last is not None and not is_deeper:
            items.pop()
            parent = items[-1].item if items else root
        start = {"start": paragraph.number} if paragraph.number else {}
        last = _Open(etree.SubElement(parent, _LISTS[paragraph.shape], start), paragraph)
        items.append(last)
    last.item = etree.SubElement(last.element, "li")
    last.number = int(paragraph.number or 0)
    last.left, last.page = paragraph.left, paragraph.page
    _write(last.item, paragraph)


def _is_next(last: _Open, paragraph: Paragraph) -> bool:
    if last.shape is not paragraph.shape:
        return False
    return paragraph.shape is Shape.BULLET or int(paragraph.number) == last.number + 1


def _is_part_of_item(paragraph: Paragraph, last: _Open) -> bool:
    """Whether a paragraph without a marker stands under an item's words, not under its marker."""
    if paragraph.shape is not Shape.TEXT or paragraph.page != last.page:
        return False
    return paragraph.left > last.left + _INDENT


def _add_block(root: etree._Element, paragraph: Paragraph, level: int) -> None:
    if level:
        heading = etree.SubElement(root, f"h{level}")
        heading.text = _clean(paragraph.words)
    elif paragraph.shape is Shape.TABLE:
        table = etree.SubElement(root, "table")
        for at, row in enumerate(paragraph.rows):
            line = etree.SubElement(table, "tr")
            for cell in row:
                etree.SubElement(line, "td" if at else "th").text = _clean(cell)
    else:
        _write(etree.SubElement(root, "p"), paragraph)


def _write(element: etree._Element, paragraph: Paragraph) -> None:
    """The words; those at the start that are bold stay so, for they may be a heading."""
    words, bold = paragraph.text, paragraph.bold
    runs = [(is_bold, len(list(run))) for is_bold, run in groupby(bold)]
    if not runs or not runs[0][0]:
        element.text = _clean(words)
        return
    strong = etree.SubElement(element, "strong")
    strong.text = _clean(words[: runs[0][1]])
    strong.tail = _clean(words[runs[0][1] :])


def _clean(text: str) -> str:
    """`text` without the characters that XML can't hold."""
    return _NOT_XML.sub("", text)
