"""Markdown to HTML, not yet cleaned: headings shifted, pictures as words, links only outwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token

from learning.articles.cleaning import LINK_STARTS
from learning.articles.readers.markdown_parser import parse, render
from learning.articles.slugs import Slugs


def markdown_html(markdown: str, references: dict[str, Any]) -> str:
    """HTML of a stretch of Markdown; `references` are the link targets of the whole text."""
    tokens = parse(markdown, references)
    ids = _shift_headings(tokens)
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.children:
            token.children = _safe_children(token.children, ids)
    return render(tokens)


def _shift_headings(tokens: Sequence[Token]) -> set[str]:
    """Make the shallowest heading an h2, and give each an id."""
    opened = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    shallowest = min((int(tokens[number].tag[1]) for number in opened), default=2)
    slugs = Slugs()
    ids = set()
    for number in opened:
        tag = f"h{min(6, int(tokens[number].tag[1]) - shallowest + 2)}"
        slug = slugs.slug_for(_words(tokens[number + 1]))
        tokens[number].tag = tokens[number + 2].tag = tag
        tokens[number].attrSet("id", slug)
        ids.add(slug)
    return ids


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [])


def _safe_children(children: Sequence[Token], ids: set[str]) -> list[Token]:
    """Pictures become their description; links within the site the text came from lose the link."""
    kept = []
    opened: list[bool] = []
    for token in children:
        if token.type == "image":
            kept.append(Token("text", "", 0, content=_description(token)))
        elif token.type == "link_open":
            opened.append(_keeps(token, ids))
            if opened[-1]:
                kept.append(token)
        elif token.type != "link_close" or opened.pop():
            kept.append(token)
    return kept


def _description(image: Token) -> str:
    return "".join(
        _description(child) if child.type == "image" else child.content
        for child in image.children or []
    )


def _keeps(link: Token, ids: set[str]) -> bool:
    """Whether a link leads outwards or to a heading of this page; marks it as external if so."""
    address = str(link.attrGet("href") or "")
    if not address.lower().startswith(LINK_STARTS):
        return False
    if address.startswith("#"):
        return address[1:] in ids
    link.attrSet("rel", "noopener noreferrer")
    return True
