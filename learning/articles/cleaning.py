"""The last word on HTML made from an article: an allowlist, whatever came before."""

from __future__ import annotations

import nh3

_TAGS = frozenset(
    ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em",
     "strong", "s", "a", "br", "hr", "table", "thead", "tbody", "tr", "th", "td"]
)  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "ol": {"start", "type"},
    "li": {"value"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
LINK_STARTS = ("https://", "http://", "mailto:", "#")


def clean(html: str) -> str:
    """`html` with everything removed that isn't known to be harmless."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"https", "http", "mailto"},
        link_rel=None,  # set where links are made, on external ones only
        clean_content_tags=set(),
    )
