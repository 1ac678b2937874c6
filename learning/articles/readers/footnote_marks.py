"""What stands in running text without being part of it: footnote marks, [edit], link signs."""

from __future__ import annotations

import re

from lxml import etree

from learning.articles.readers.elements import (
    Element,
    class_words,
    heading_level,
    short_text_of,
    tag_of,
)

FOOTNOTE = "The mark of a footnote"
EDIT = "A link for editing the page"
PERMALINK = "A link to the place itself"
BACK = "A link back to where a footnote stands"

_LONGEST = 40  # characters
_MARK = re.compile(
    r"[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[*†‡§¶]{1,3}|(?:note|nb|n|fn)\.? ?\d{1,3})"
    r"(?: ?[,–-] ?\d{1,3}){0,9}[\])]?"
)
_NUMBERS = re.compile(r"[\[(]?\d{1,3}(?: ?[,–-] ?\d{1,3}){0,9}[\])]?")
_NOTE = re.compile(r"\[(?:citation needed|clarification needed|note \d{1,3}|\d{1,3})\]", re.I)
_EDIT = re.compile(r"\[? ?edit(?: source)?(?: ?\| ?edit source)? ?\]?", re.IGNORECASE)
_SIGNS = frozenset("¶#§🔗⚓⌗∞")
_BACK = frozenset("↩↑^⏎↵⇑⤴\ufe0e\ufe0f")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?)”’\"])$")


def reason_in_text(element: Element, before: str) -> str | None:
    """Why `element` doesn't belong in the text; `before` is the text it follows. None if it does.

    Only small elements are ever left out here.
    """
    tag = tag_of(element)
    if tag not in ("sup", "a", "span", "small"):
        return None
    classes = class_words(element)
    if "editsection" in classes or {"edit", "section"} <= classes:
        return EDIT
    if tag in ("span", "small") and not classes & {"noprint", "reference", "footnote", "edit"}:
        return None
    words = short_text_of(element, _LONGEST)
    if not words:
        return None
    if tag == "sup":
        return _reason_of_sup(element, words, classes, before)
    return _reason_of_link(element, words, classes)


def _reason_of_sup(
    element: Element, words: str, classes: frozenset[str], before: str
) -> str | None:
    is_link = any(
        tag_of(each) == "a" and (each.get("href") or "").startswith("#")
        for _, each in etree.iterwalk(element, events=("start",))
    )
    if is_link or classes & {"reference", "footnote", "footnoteref", "noteref", "cite"}:
        return FOOTNOTE
    if _NOTE.fullmatch(words):
        return FOOTNOTE
    if _NUMBERS.fullmatch(words) and _WORD_BEFORE.search(before.rstrip(" ")):
        return FOOTNOTE
    return None


def _reason_of_link(element: Element, words: str, classes: frozenset[str]) -> str | None:
    letters = {character for character in words if not character.isspace()}
    is_within = element.get("href", "").startswith("#")
    if _EDIT.fullmatch(words) and (words.startswith("[") or _is_in_heading(element)):
        return EDIT
    if letters <= _SIGNS and (is_within or classes & {"anchor", "headerlink", "permalink"}):
        return PERMALINK
    if letters <= _BACK and (is_within or not element.get("href")):
        return BACK
    is_named = bool(classes & {"footnote", "footnoteref", "noteref", "reference"})
    is_named = is_named or "noteref" in element.get("role", "") + element.get("epub:type", "")
    if (is_within or is_named) and (is_named or words[0] in "[(*†‡§") and _MARK.fullmatch(words):
        return FOOTNOTE
    return None


def _is_in_heading(element: Element) -> bool:
    parent = element.getparent()
    for _ in range(3):
        if parent is None:
            return False
        if heading_level(parent):
            return True
        parent = parent.getparent()
    return False
