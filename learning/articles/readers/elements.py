"""What HTML elements are: their tag, their class words, their style, the text they show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_WORD_BREAKS = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _listed(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


# Never shown, or shown only instead of something else: nothing in them is text of the page.
SILENT = _listed(
    """
    script style template head title meta link base noscript iframe object embed applet audio video
    canvas map datalist noframes param source track colgroup col
    """
)
BLOCKS = _listed(
    """
    address article aside blockquote body center details dialog dd div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p
    pre section summary table tbody td tfoot th thead tr ul caption search listing xmp dir
    """
)
_APART = BLOCKS | {"br", "button", "textarea", "select", "option", "label"}
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def tag_of(element: Element) -> str:
    """The tag in small letters without a namespace; empty for comments and the like."""
    tag: object = element.tag  # a function for comments
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def class_words(element: Element) -> frozenset[str]:
    """The words that class names are made of."""
    return frozenset(words_in_name(element.get("class") or ""))


def words_in_name(name: str) -> list[str]:
    """ "shareBar-top" is share, bar, top."""
    return [word for word in _WORD_BREAKS.split(_CAMEL.sub("-", name[:2000]).lower()) if word]


def heading_level(element: Element) -> int:
    """1 to 6 for a heading, by its tag or its role; 0 for anything else."""
    tag = tag_of(element)
    if tag in HEADINGS:
        return int(tag[1])
    # A comment or a processing instruction has no attributes, whatever default one asks with.
    if not tag or (element.get("role") or "").strip().lower() != "heading":
        return 0
    level = element.get("aria-level", "").strip()
    return min(6, max(1, int(level))) if level.isdecimal() and len(level) < 3 else 2


def texts_in(element: Element) -> Iterator[str]:
    """The pieces of text inside `element` that a page shows, blocks apart by a space."""
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walk:
        if event == "start":
            tag = tag_of(each)
            if tag in SILENT:
                walk.skip_subtree()
                continue
            yield " " if tag in _APART else ""
            if each.text:
                yield each.text
            continue
        if event == "end" and tag_of(each) in _APART:
            yield " "
        if each is not element and each.tail:
            yield each.tail


def listing_in(element: Element) -> Iterator[str]:
    """The text of a listing, white space and line breaks as they are."""
    for event, each in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            if tag_of(each) == "br":
                yield "\n"
            yield each.text or ""
        elif each is not element:
            yield each.tail or ""


def text_of(element: Element) -> str:
    """The text that a page shows of `element`, on one line."""
    return " ".join("".join(texts_in(element)).split())


def short_text_of(element: Element, most: int) -> str:
    """The text of a small element; empty when it has more than `most` characters or is large."""
    pieces = []
    length = 0
    for number, piece in enumerate(texts_in(element)):
        pieces.append(piece)
        length += len(piece)
        if length > most * 2 or number > most:
            return ""
    words = " ".join("".join(pieces).split())
    return words if len(words) <= most else ""
