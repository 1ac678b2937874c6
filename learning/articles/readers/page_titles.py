"""The title of a page's article: which heading it is, or what the page states it to be."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import urlsplit

from lxml import etree

from learning.articles.readers.elements import (
    SILENT,
    Element,
    heading_level,
    tag_of,
    text_of,
    words_in_name,
)
from learning.articles.readers.page_parts import Part

_BETWEEN = re.compile(r"\s+[|–—·•»«:›-]{1,2}\s+|\s*\|\s*")
_SAYS_NOTHING = re.compile(
    r"(?:untitled|home(?: ?page)?|index|document|new page|blank|welcome|page)(?:[ -]?\d{1,3})?"
    r"|[\w-]+\.x?html?",
    re.IGNORECASE,
)
_LONG = 4  # spaces; what follows a colon in less is no title of its own
_HOME = frozenset(["", "/", "./", "index.html", "/index.html"])
_NAMES_SITE = frozenset(
    ["site-title", "site-name", "sitetitle", "sitename", "blog-title", "masthead", "logo"]
)
_NAMES_HEADER = frozenset(["masthead", "header", "siteheader", "branding", "logo"])
_LONGEST_BOX = 40  # words
_STATING = ("og:title", "twitter:title", "dc.title", "citation_title")


def settle_title(html: Element, body: Element, root: Element, left_out: dict[Element, str]) -> None:
    """Make the article's title the only level-one heading of `root`, and its first block.

    It is the heading that says what <title> says, or else the only level-one heading, or else
    <title> itself. A site's name above it is left out. Further level-one headings, which head
    sections, go down one level.
    """
    stated, site = _stated(html)
    inside = _headings(root, left_out)
    names = [each for each in inside if _is_site_name(each)]
    if names and _title_among([each for each in inside if each not in names], stated) is not None:
        left_out.update((_site_box(each, root, inside), Part.HEADER.value) for each in names)
        inside = [each for each in inside if each not in names]
    # A heading that was never closed may hold the whole article; it can't be moved into it.
    not_outside = {*inside, *root.iterancestors()}
    outside = [each for each in _headings(body, ()) if each not in not_outside]
    title = _title_among(inside, stated)
    if title is None:
        others = [each for each in outside if not _is_site_name(each)]
        title = _title_among(others, stated)
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
        left_out.pop(title, None)
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
    keys.update(_key(each.partition(": ")[2]) for each in stated if each.count(" ") >= _LONG)
    keys.discard("")
    named = [each for each in headings if _key(text_of(each)) in keys]
    return min(named, key=heading_level, default=None)


def _is_site_name(heading: Element) -> bool:
    """Whether a level-one heading names the site: it says so, or leads to the first page."""
    if heading_level(heading) != 1:
        return False
    links = [urlsplit(each.get("href") or "") for each in heading.iter("{*}a")]
    around = heading.getparent()
    boxes = [heading] if around is None else [heading, around]
    return any(not _NAMES_SITE.isdisjoint(_names_of(each)) for each in boxes) or any(
        link.path in _HOME and bool(link.path or link.netloc) for link in links
    )


def _site_box(name: Element, root: Element, headings: list[Element]) -> Element:
    """The box that holds a site's name and perhaps its motto, but no other heading."""
    box = name.getparent()
    if box is None or box is root or _NAMES_HEADER.isdisjoint(_names_of(box)):
        return name
    is_alone = all(each is name or box not in each.iterancestors() for each in headings)
    return box if is_alone and len(text_of(box).split()) <= _LONGEST_BOX else name


def _names_of(element: Element) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {names_in for name in names.split() for names_in in (name.lower(), *words_in_name(name))}


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
