"""Whether a page hides an element from its readers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from learning.articles.readers.elements import Element, class_words, tag_of

HIDDEN = "Hidden on the page"

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*0*\.?0*(?:px|em|rem|pt|%)?\s*(?:!important\s*)?(?:;|$)"
    r"|opacity\s*:\s*0?\.?0+\s*(?:!important\s*)?(?:;|$)"
    r"|color\s*:\s*transparent|text-indent\s*:\s*-\d{3,}"
    r"|(?:left|top|right|margin-left)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]{1,40})", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;]{1,40})", re.IGNORECASE)
_ZERO = re.compile(r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_FOR_SCREEN_READERS = (
    {"sr", "only"}, {"visually", "hidden"}, {"visuallyhidden"}, {"screen", "reader", "text"},
    {"assistive", "text"}, {"d", "none"}, {"is", "hidden"}, {"nodisplay"},
)  # fmt: skip
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])(-?[_a-zA-Z][\w-]*)")
_MEDIA = re.compile(
    r"@[a-z-]+[^{};]{0,500}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,500}[^{}]{0,500}\}"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Styles:
    """Classes and ids that the page's own style sheet hides."""

    classes: frozenset[str]
    ids: frozenset[str]

    def hide(self, element: Element) -> bool:
        """Whether `element` is hidden: by attribute, by style, by a class that says so."""
        if element.get("hidden") is not None and element.get("hidden") != "until-found":
            return True
        style = element.get("style")
        if style and _is_hidden_by(style[:2000]):
            return True
        if tag_of(element) == "dialog" and element.get("open") is None:
            return True
        if element.get("id") in self.ids:
            return True
        names = element.get("class")
        if not names:
            return False
        words = class_words(element)
        return bool(self.classes.intersection(names.split())) or any(
            hiding <= words for hiding in _FOR_SCREEN_READERS
        )


def styles_in(sheets: str) -> Styles:
    """What simple rules (one class or id) of style sheets hide, outside of @media."""
    classes: set[str] = set()
    ids: set[str] = set()
    sheets = _MEDIA.sub(" ", _COMMENT.sub(" ", sheets))
    for selectors, body in _RULE.findall(sheets):
        if not _is_hidden_by(body):
            continue
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found is not None:
                (classes if found[1] == "." else ids).add(found[2])
    return Styles(frozenset(classes), frozenset(ids))


def _is_hidden_by(style: str) -> bool:
    if _HIDING.search(style) or (_ZERO.search(style) and _CLIPPED.search(style)):
        return True
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    return bool(colour and ground and colour[1].strip().lower() == ground[1].strip().lower())
