"""Reads web pages: finds the article, and lists everything else with the reason."""

from __future__ import annotations

import re
from html import entities

from lxml import etree

from learning.articles.blocks import Reading, SourceFormat
from learning.articles.readers.elements import Element, tag_of
from learning.articles.readers.from_html import Converted, markdown_of
from learning.articles.readers.hidden_elements import HIDDEN, Styles, styles_in
from learning.articles.readers.html_decoding import decode_page
from learning.articles.readers.main_content import reasons_for
from learning.articles.readers.page_titles import settle_title
from learning.errors import RuleBroken
from learning.foreign.decoding import canonical

_XHTML = re.compile(r"\s{0,99}<(?:\?xml|html[^>]{0,500}xmlns\s*=)")
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,500}>")  # its encoding is not that any more
_ENTITY = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31});")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TOO_DEEP = "Excessive depth"


def read_page(content: bytes) -> Reading:
    """The article of a web page as Markdown, and all other text of the page as left out.

    Raises RuleBroken "article-empty", "article-binary", "article-encoding" or "article-nesting".
    """
    page = parsed(canonical(decode_page(content)))
    body = next((each for each in page.iterchildren() if tag_of(each) == "body"), page)
    styles = _styles_of(page)
    root, reasons = reasons_for(body, styles)
    settle_title(page, body, root, reasons)
    found = markdown_of(body, reasons.get)
    if all(line.startswith("#") for line in found.text.split("\n") if line):
        found = _whole(content, styles)
    return Reading(SourceFormat.HTML, canonical(found.text), found.left_out)


def parsed(text: str) -> Element:
    """The <html> element. XHTML is parsed as XML if it is; the rest as browsers do."""
    if _XHTML.match(text) and "<!ENTITY" not in text:
        page = _parsed_as_xml(text)
        if page is not None:
            return page
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        page = etree.fromstring(_DECLARATION.sub("", _CONTROLS.sub(" ", text), 1).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise RuleBroken("article-empty") from error
    # Beyond some 2,000 levels the parser stops, and what follows would be lost.
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise RuleBroken("article-nesting")
    if page is None:
        raise RuleBroken("article-empty")
    return page


def _parsed_as_xml(text: str) -> Element | None:
    bare = _DECLARATION.sub("", text, 1)
    named = _ENTITY.sub(lambda found: _character(found[1], found[0]), bare)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(named.encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _character(name: str, whole: str) -> str:
    return whole if name in _XML_ENTITIES else entities.html5.get(f"{name};", whole)


def _styles_of(page: Element) -> Styles:
    sheets = [
        each.text or ""
        for _, each in etree.iterwalk(page, events=("start",))
        if tag_of(each) == "style"
    ]
    return styles_in("\n".join(sheets))


def _whole(content: bytes, styles: Styles) -> Converted:
    """Everything a page shows, when nothing on it looks like an article."""
    page = parsed(canonical(decode_page(content)))
    return markdown_of(page, lambda each: HIDDEN if styles.hide(each) else None)
