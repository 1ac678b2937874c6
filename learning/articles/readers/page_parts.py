"""Which parts of a page are not its article, by their tag, role and names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.articles.leftovers import is_leftover_heading
from learning.articles.readers.elements import (
    Element,
    heading_level,
    tag_of,
    text_of,
    words_in_name,
)


class Part(StrEnum):
    """What a part is, in words for the person who sees what was left out."""

    NAVIGATION = "Site navigation"
    CONTENTS = "The page’s own table of contents"
    COOKIES = "A cookie notice"
    SHARING = "Buttons for sharing"
    RELATED = "Links to other pages"
    COMMENTS = "Readers’ comments"
    SUBSCRIBING = "An invitation to subscribe"
    ADVERT = "Advertising"
    SIDEBAR = "A box beside the article"
    HEADER = "The page’s header"
    FOOTER = "The page’s footer"
    FORM = "A form"
    CONTROL = "A button or a field of a form"
    WINDOW = "A window over the page"
    FEEDBACK = "A question about the page"
    FOOTNOTES = "Footnotes"
    DRAWING = "A drawing"
    OUTSIDE = "Outside the article"


@dataclass(frozen=True)
class Measure:
    """Words in an element, those of them in links, and those in sentences rather than labels."""

    words: int
    linked: int
    prose: int
    links: int
    inner_links: int = 0  # to places on the page

    @property
    def is_mostly_links(self) -> bool:
        return self.linked * 5 >= self.words * 2

    @property
    def is_contents(self) -> bool:
        """Whether all links lead to places on the page."""
        return self.links >= 2 and self.inner_links == self.links


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CONTROLS = _words("button input select textarea option optgroup output progress meter")
_ROLES = {
    "navigation": Part.NAVIGATION, "search": Part.FORM, "contentinfo": Part.FOOTER,
    "banner": Part.HEADER, "complementary": Part.SIDEBAR, "dialog": Part.WINDOW,
    "alertdialog": Part.WINDOW, "menu": Part.NAVIGATION, "menubar": Part.NAVIGATION,
    "toolbar": Part.NAVIGATION, "tablist": Part.NAVIGATION,
    "doc-endnotes": Part.FOOTNOTES, "doc-toc": Part.CONTENTS, "directory": Part.CONTENTS,
}  # fmt: skip
# Names that settle it, whatever the part looks like.
_CERTAIN = (
    (
        Part.COOKIES,
        _words("cookie cookies gdpr onetrust ccpa cookiebar cookiebanner cookieconsent"),
    ),
    (Part.COMMENTS, _words("comments commentlist disqus respond commentform livefyre")),
    (
        Part.ADVERT,
        _words("advert adverts advertisement adsense adsbygoogle sponsored adbox adunit"),
    ),
    (Part.WINDOW, _words("modal popup lightbox paywall offcanvas")),
    (Part.FOOTNOTES, _words("footnotes endnotes")),
    (Part.CONTENTS, _words("toc tableofcontents")),
)
# Names that need a look: the part has to be short or full of links as well.
_LIKELY = (
    (Part.COOKIES, _words("consent")),
    (Part.COMMENTS, _words("comment")),
    (Part.NAVIGATION, _words(
        "nav navbar navigation navbox menu submenu breadcrumb breadcrumbs pagination pager skip"
        " skiplink sitemap topbar navi mainmenu sitenav"
    )),
    (Part.SHARING, _words("share sharing social addthis sharedaddy sharebar sharethis socials")),
    (Part.RELATED, _words(
        "related recommended recommendations recirc outbrain taboola teaser teasers trending"
        " popular upnext readmore morefrom suggested"
    )),
    (Part.SUBSCRIBING, _words("newsletter subscribe subscription signup promo promotion cta")),
    (Part.ADVERT, _words("ad ads banner sponsor promoted")),
    (Part.FEEDBACK, _words("feedback helpful survey rating")),
    (Part.SIDEBAR, _words("sidebar widget widgets aside rail sidecolumn")),
    (Part.FOOTER, _words("footer colophon copyright")),
    (Part.HEADER, _words("masthead siteheader logo")),
)  # fmt: skip
_NOT_SO = _words("no has with without non not")
_SHORT = 60  # words
_LONGEST_NOTICE = 400
_LARGEST_PART = 0.3  # of the page's prose; what is larger is no part of the frame


def part_of(element: Element, measure: Measure, all_prose: int) -> Part | None:
    """What part of the page's frame `element` is; None for what may be article.

    `all_prose` are the words of sentences on the whole page: what holds much of them stays.
    """
    tag = tag_of(element)
    if tag in _CONTROLS or element.get("role") == "button":
        return None if _opens_a_part(element) else Part.CONTROL
    if tag == "svg":
        return Part.DRAWING
    part = _by_tag(element, tag, measure) or _by_names(element, tag, measure)
    if part is None or (measure.prose <= all_prose * _LARGEST_PART or measure.prose < 10):
        return part
    rest = all_prose - measure.prose
    return part if part is Part.COMMENTS and rest >= 100 else None


def _opens_a_part(element: Element) -> bool:
    """Whether a button is the heading of a part that it unfolds."""
    if element.get("aria-expanded") is not None:
        return True
    parent = element.getparent()
    return parent is not None and heading_level(parent) > 0


def _by_tag(element: Element, tag: str, measure: Measure) -> Part | None:
    role = _ROLES.get((element.get("role") or "").strip().lower())
    if role is not None:
        return role
    if element.get("aria-modal") == "true":
        return Part.WINDOW
    if tag in ("nav", "menu"):
        return Part.CONTENTS if measure.is_contents else Part.NAVIGATION
    if tag in ("form", "search"):
        return Part.FORM
    if tag == "footer":
        parent = element.getparent()
        is_citation = parent is not None and tag_of(parent) == "blockquote"
        return None if is_citation else Part.FOOTER
    if tag == "aside" and measure.is_mostly_links:
        return Part.RELATED
    if measure.links >= 3 and measure.linked >= measure.words * 0.9:
        if tag in ("ul", "ol", "div") and measure.is_contents:
            return Part.CONTENTS
        if tag == "td" and measure.words <= _SHORT:  # the menu of a page laid out as a table
            return Part.NAVIGATION
    return None


def _by_names(element: Element, tag: str, measure: Measure) -> Part | None:
    if tag in ("html", "body", "main", "article") or heading_level(element):
        return None
    names = _names_of(element)
    if not names:
        return None
    for part, certain in _CERTAIN:
        if names & certain and measure.words <= _limit(part):
            return part
    is_slight = measure.words <= _SHORT and not measure.prose
    for part, likely in _LIKELY:
        if names & likely and (is_slight or measure.is_mostly_links or _is_headed_so(element)):
            return part
        if part is Part.SUBSCRIBING and names & likely and _asks_for_address(element, measure):
            return part
    return None


def _asks_for_address(element: Element, measure: Measure) -> bool:
    """Whether a small part has a form to fill in."""
    return measure.words <= _SHORT and next(element.iter("{*}form", "{*}input"), None) is not None


def _names_of(element: Element) -> set[str]:
    """The words of class names and id, but not of names such as "no-sidebar"."""
    names = (element.get("class") or "").split()
    if element.get("id") and not _is_named_for_heading(element):
        names.append(element.get("id") or "")
    words: set[str] = set()
    for name in names:
        in_name = words_in_name(name)
        if not _NOT_SO.intersection(in_name):
            words.update(in_name)
    return words


def _limit(part: Part) -> int:
    return 10**9 if part in (Part.COMMENTS, Part.FOOTNOTES) else _LONGEST_NOTICE


def _first_heading(element: Element) -> Element | None:
    return next((each for each in element.iterchildren() if heading_level(each)), None)


def _is_headed_so(element: Element) -> bool:
    """Whether a part begins with "Related articles" or the like."""
    heading = _first_heading(element)
    return heading is not None and is_leftover_heading(text_of(heading))


def _is_named_for_heading(element: Element) -> bool:
    """Whether the id only repeats the heading, as in <section id="cookies"><h2>Cookies</h2>."""
    heading = _first_heading(element)
    if heading is None:
        return False
    return not set(words_in_name(text_of(heading))).isdisjoint(
        words_in_name(element.get("id") or "")
    )
