"""Finds the article on a page, and gives every element outside of it the reason why."""

from __future__ import annotations

from lxml import etree

from learning.articles.readers.elements import BLOCKS, SILENT, Element, heading_level, tag_of
from learning.articles.readers.hidden_elements import HIDDEN, Styles
from learning.articles.readers.page_parts import Measure, Part, part_of

_SENTENCE = 5  # words in a block that make it prose rather than a label
_IN_MAIN = 0.8  # of the page's prose; an <article> with less is one of several
_IN_BOX = 0.92  # the same for a box that no tag marks as the article
_MARKED = ("article", "main")
_MARKED_IDS = frozenset(["mw-content-text", "bodyContent", "article-body", "articleBody"])

Reasons = dict[Element, str]
Measures = dict[Element, Measure]


class _Tally:
    """Words counted inside one open element."""

    __slots__ = ("inner_links", "linked", "links", "own", "own_linked", "prose", "words")

    def __init__(self) -> None:
        self.words = self.linked = self.prose = self.links = self.inner_links = 0
        self.own = self.own_linked = 0  # in no block further inside


def reasons_for(body: Element, styles: Styles) -> tuple[Element, Reasons]:
    """The element that holds the article, and why each part of the page is left out."""
    reasons: Reasons = {}
    measures = _measured(body, reasons, styles)
    _find_parts(body, measures, reasons)
    root = _root_of(body, _measured(body, reasons, styles), reasons)
    _leave_out_surroundings(body, root, reasons)
    return root, reasons


def _measured(body: Element, reasons: Reasons, styles: Styles) -> Measures:
    """Words of every element that is no left-out part; the first time finds what is hidden."""
    measures: Measures = {}
    open_tallies = [_Tally()]
    open_links = 0
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = tag_of(element)
        if event == "start":
            open_tallies.append(_Tally())
            if tag not in SILENT and element is not body and styles.hide(element):
                reasons.setdefault(element, HIDDEN)
            if tag in SILENT or element in reasons:
                walk.skip_subtree()
                continue
            open_links += tag == "a"
            _count(open_tallies[-1], element.text, open_links)
            continue
        if event == "end":
            is_in = tag not in SILENT and element not in reasons
            open_links -= tag == "a" and is_in
            tally = open_tallies.pop()
            measures[element] = _closed(tally, open_tallies[-1], element, tag)
        if element is not body:
            _count(open_tallies[-1], element.tail, open_links)
    return measures


def _count(tally: _Tally, text: str | None, open_links: int) -> None:
    if text:
        words = len(text.split())
        tally.own += words
        if open_links:
            tally.own_linked += words


def _closed(tally: _Tally, around: _Tally, element: Element, tag: str) -> Measure:
    """What was counted in `element`, and handed on to the element around it."""
    if tag == "a" and element.get("href"):
        tally.links += 1
        tally.inner_links += (element.get("href") or "").startswith("#")
    if tag in BLOCKS:
        if (
            tally.own >= _SENTENCE
            and tally.own_linked * 2 < tally.own
            and not heading_level(element)
        ):
            tally.prose += tally.own
        tally.words += tally.own
        tally.linked += tally.own_linked
    else:
        around.own += tally.own
        around.own_linked += tally.own_linked
    around.words += tally.words
    around.linked += tally.linked
    around.prose += tally.prose
    around.links += tally.links
    around.inner_links += tally.inner_links
    extra, linked = (0, 0) if tag in BLOCKS else (tally.own, tally.own_linked)
    return Measure(
        tally.words + extra, tally.linked + linked, tally.prose, tally.links, tally.inner_links
    )


def _find_parts(body: Element, measures: Measures, reasons: Reasons) -> None:
    all_prose = measures[body].prose
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element in reasons or tag_of(element) in SILENT:
            walk.skip_subtree()
        elif element is not body:
            part = part_of(element, measures[element], all_prose)
            if part is not None:
                reasons[element] = part.value
                walk.skip_subtree()


def _root_of(body: Element, measures: Measures, reasons: Reasons) -> Element:
    """The innermost marked element with nearly all prose, and in it the box with all of it."""
    wanted = measures[body].prose * _IN_MAIN
    root = body
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element in reasons or tag_of(element) in SILENT:
            walk.skip_subtree()
        elif _is_marked(element) and measures[element].prose >= wanted:
            root = element
    return root if root is not body else _box_in(body, measures, reasons)


def _is_marked(element: Element) -> bool:
    return (
        tag_of(element) in _MARKED
        or element.get("role") in _MARKED
        or element.get("id") in _MARKED_IDS
        or "articleBody" in (element.get("itemprop") or "").split()
    )


def _box_in(body: Element, measures: Measures, reasons: Reasons) -> Element:
    """Go down while one box holds nearly all prose, and no paragraph or list stands beside it."""
    box = body
    while True:
        inside = [
            each for each in box.iterchildren()
            if tag_of(each) and tag_of(each) not in SILENT and each not in reasons
        ]  # fmt: skip
        largest = max(inside, key=lambda each: measures[each].prose, default=None)
        if largest is None or tag_of(largest) not in BLOCKS or heading_level(largest):
            return box
        if measures[largest].prose < max(1, measures[box].prose * _IN_BOX):
            return box
        if any(_is_text(each, measures[each]) for each in inside if each is not largest):
            return box
        if tag_of(largest) in ("p", "ul", "ol", "dl", "pre", "table", "blockquote", "tr", "tbody"):
            return box
        box = largest


def _is_text(element: Element, measure: Measure) -> bool:
    """Whether something beside the largest box reads like a piece of the article."""
    return tag_of(element) in ("p", "ul", "ol", "dl", "table", "blockquote") and measure.prose > 0


def _leave_out_surroundings(body: Element, root: Element, reasons: Reasons) -> None:
    inner = root
    while inner is not body:
        around = inner.getparent()
        if around is None:
            return
        _wrap_loose_text(around)
        for each in around.iterchildren():
            if each is not inner and tag_of(each) and each not in reasons:
                reasons[each] = _surrounding(each).value
        inner = around


def _surrounding(element: Element) -> Part:
    tag = tag_of(element)
    if tag == "aside":
        return Part.SIDEBAR
    return Part.HEADER if tag == "header" else Part.OUTSIDE


def _wrap_loose_text(element: Element) -> None:
    """Put text that stands directly in `element` into elements, which can have a reason."""
    if (element.text or "").strip():
        first = etree.Element("span")
        first.text, element.text = element.text, None
        element.insert(0, first)
    for child in list(element):
        if (child.tail or "").strip():
            span = etree.Element("span")
            span.text, child.tail = child.tail, None
            child.addnext(span)
