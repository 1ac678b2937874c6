"""The title of a page's article: which heading it is, or what the page states it to be."""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree

from learning.articles.readers.elements import SILENT, Element, heading_level, tag_of, text_of

_BETWEEN = re.compile(r"\s+[|–—·•»«:›-]{1,2}\s+|\s*\|\s*")
_SAYS_NOTHING = re.compile(
    r"(?:untitled|home(?: ?page)?|index|document|new page|blank|welcome|page)(?:[ -]?\d{1,3})?"
    r"|[\w-]+\.x?html?",
    re.IGNORECASE,
)
_STATING = ("og:title", "twitter:title", "dc.title", "citation_title")


def settle_title(html: Element, body: Element, root: Element, left_out: Container[Element]) -> None:
    """Make the article's title the only level-one heading of `root`, and its first block.

    It is the heading that says what <title> says, or else the only level-one heading, or else
    <title> itself. Further level-one headings, which head sections, go down one level.
    """
    stated, site = _stated(html)
    inside = _headings(root, left_out)
    outside = [each for each in _headings(body, ()) if each not in inside]
    title = _title_among(inside, stated)
    if title is None:
        title = _title_among(outside, stated)
    firsts = [each for each in inside if heading_level(each) == 1]
    if title is None and len(firsts) == 1:
        title = firsts[0]
    if title is None and not firsts and not stated:
        title = next((each for each in outside if _may_be_title(each, site)), None)
    if title is None and stated:
        title = etree.Element("h1")
        title.text = stated[-1]
    if title is None:
        return
    if any(each is not title for each in firsts):
        _lower([each for each in inside if each is not title])
    if title not in inside:
        _move_to_start(title, root)
    title.tag = "h1"
    title.attrib.pop("aria-level", "")


def _stated(html: Element) -> tuple[list[str], str]:
    """What the page calls its article, most telling last, and the site's name."""
    names: dict[str, str] = {}
    titles: list[str] = []
    for _, element in etree.iterwalk(html, events=("start",)):
        tag = tag_of(element)
        if tag == "meta":
            name = (element.get("property") or element.get("name") or "").lower()
            names.setdefault(name, " ".join((element.get("content") or "").split()))
        elif tag == "title" and not titles:
            titles.append(" ".join("".join(element.itertext()).split()))
        elif tag == "body":
            break
    site = names.get("og:site_name") or names.get("application-name") or ""
    whole = titles[0] if titles else ""
    parts = [each for each in _BETWEEN.split(whole) if each]
    main = next((each for each in parts if _key(each) != _key(site)), "")
    found = [whole, *parts[::-1], main, *(names.get(name, "") for name in reversed(_STATING))]
    usable = [each[:300] for each in found if each and not _SAYS_NOTHING.fullmatch(each)]
    return [each for each in usable if _key(each) != _key(site)], site


def _headings(root: Element, left_out: Container[Element]) -> list[Element]:
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if tag_of(element) in SILENT or (element is not root and element in left_out):
            walk.skip_subtree()
        elif heading_level(element):
            found.append(element)
    return found


def _title_among(headings: list[Element], stated: list[str]) -> Element | None:
    keys = {_key(each) for each in stated}
    named = [each for each in headings if _key(text_of(each)) in keys]
    return min(named, key=heading_level, default=None)


def _may_be_title(heading: Element, site: str) -> bool:
    words = text_of(heading)
    return heading_level(heading) == 1 and bool(words) and _key(words) != _key(site)


def _lower(headings: list[Element]) -> None:
    for each in headings:
        level = heading_level(each)
        each.tag = f"h{min(6, level + 1)}"
        each.attrib.pop("role", "")


def _move_to_start(title: Element, root: Element) -> None:
    parent = title.getparent()
    if parent is not None:
        if title.tail:  # stays where it was
            rest = etree.Element("span")
            rest.text, title.tail = title.tail, None
            title.addnext(rest)
        parent.remove(title)
    title.tail, root.text = root.text, None
    root.insert(0, title)


def _key(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
