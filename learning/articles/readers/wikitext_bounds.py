"""Refuses wikitext that opens and never closes: its parser would try again for minutes."""

from __future__ import annotations

import re
from collections import Counter

from learning.errors import RuleBroken

_DEEPEST = 100  # open at once, of one kind
_MOST_MARKS = 200  # list marks at the start of one line
_MOST_QUOTES = 1000  # in one line, or lines in which one is never closed
_TOKEN = re.compile(
    r"(?P<open>\{\{|\[\[|\{\||\[(?=[a-z/]))|(?P<close>\}\}|\]\]|\|\}|\])"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,20})(?P<rest>[^<>]{0,300})"
)
_CLOSES = {"}}": "{{", "]]": "[[", "|}": "{|", "]": "["}
_NEVER_CLOSED = ("br", "hr", "wbr", "li", "dt", "dd", "td", "th", "tr", "img", "meta", "link")
_MARKS = 200  # list marks at the start of one line
_MOST_QUOTES = 1000  # in one line, or lines in which one is never closed
_TOKEN = re.compile(
    r"(?P<open>\{\{|\[\[|\{\||\[(?=[a-z/]))|(?P<close>\}\}|\]\]|\|\}|\])"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,20})(?P<rest>[^<>]{0,300})"
)
_CLOSES = {"}}": "{{", "]]": "[[", "|}": "{|", "]": "["}
_MANY_MARKS = re.compile(rf"^[*#:;]{{{_MOST_MARKS}}}", re.MULTILINE)


def refuse_what_nests_beyond_reason(source: str) -> None:
    """Raises RuleBroken "article-nesting" where a hundred things of one kind are open at once."""
    quotes = [line.count("''") for line in source.split("\n")]
    unclosed = sum(count % 2 for count in quotes)
    if _MANY_MARKS.search(source) or max(quotes) > _MOST_QUOTES or unclosed > _MOST_QUOTES:
        raise RuleBroken("article-nesting")
    open_now: Counter[str] = Counter()
    for found in _TOKEN.finditer(source):
        opened, closed = _what(found)
        if opened:
            open_now[opened] += 1
            if open_now[opened] > _DEEPEST:
                raise RuleBroken("article-nesting")
        elif closed and open_now[closed]:
            open_now[closed] -= 1


def _what(found: re.Match[str]) -> tuple[str, str]:
    """What a token opens or closes."""
    if found["open"]:
        return found["open"], ""
    if found["close"]:
        return "", _CLOSES[found["close"]]
    name = found["tag"].lower()
    if name in _NEVER_CLOSED or found["rest"].endswith("/"):
        return "", ""
    return ("", name) if found["end"] else (name, "")
