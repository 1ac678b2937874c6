"""Hides Markdown's inline mark-up, character for character, so that offsets stay what they are."""

from __future__ import annotations

import html
import re
from collections.abc import Container

from learning.articles.blocks import HIDDEN

# Every quantifier is bounded: no input makes this slower than a constant times its length.
_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,20})(?!`)[^`](?:[^`]|`(?!(?P=ticks))){0,500}?(?P=ticks)(?!`))"
    r"|<(?P<auto>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\](?P<target>"
    r"\([ \t]{0,9}(?:<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)"
    r"(?:\s{1,9}(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s{0,9}\)|\[[^\[\]]{0,999}\])?)"
    r"|(?P<emphasis>\*{1,20}|_{1,20}|~~)"
)


def hide_markup(raw: str, references: Container[str]) -> str:
    """`raw` with emphasis marks, link targets, escapes and ticks replaced by HIDDEN."""
    if not any(mark in raw for mark in "\\`<&[*_~"):
        return raw
    letters = list(raw)
    opened: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(raw):
        kind = found.lastgroup if found.lastgroup != "target" else "close"
        if kind == "open":
            opened.append(found.span())
        elif found["close"] is not None:
            _close(letters, raw, found, opened, references)
        elif found["auto"] is not None:
            _hide(letters, found.start(), found.start("auto"))
            _hide(letters, found.end("auto"), found.end())
        elif found["emphasis"] is not None:
            if _is_delimiter(raw, found):
                _hide(letters, *found.span())
        else:
            _hide_literal(letters, found)
    return "".join(letters)


def _hide(letters: list[str], start: int, end: int) -> None:
    letters[start:end] = HIDDEN * (end - start)


def _hide_literal(letters: list[str], found: re.Match[str]) -> None:
    start, end = found.span()
    if found["escape"] is not None:
        _hide(letters, start, start + 1)
    elif found["code"] is not None:
        ticks = len(found["ticks"])
        _hide(letters, start, start + ticks)
        _hide(letters, end - ticks, end)
    elif found["entity"] is not None:
        meant = html.unescape(found["entity"])
        if len(meant) < end - start and HIDDEN not in meant:
            letters[start:end] = meant + HIDDEN * (end - start - len(meant))


def _close(
    letters: list[str],
    raw: str,
    found: re.Match[str],
    opened: list[tuple[int, int]],
    references: Container[str],
) -> None:
    """A closing bracket: with a target it hides both brackets and the target, not the words."""
    if not opened:
        return
    start, end = opened.pop()
    target = found["target"] or ""
    label = target[1:-1] if target.startswith("[") and len(target) > 2 else ""
    if not target.startswith("("):
        label = label or raw[end : min(found.start(), end + 1000)]
        if " ".join(label.split()).upper() not in references:
            return
    _hide(letters, start, end)
    _hide(letters, *found.span())


def _is_delimiter(raw: str, found: re.Match[str]) -> bool:
    """Whether a run of asterisks or underscores is mark-up: it touches a word on one side."""
    before = raw[found.start() - 1] if found.start() else " "
    after = raw[found.end()] if found.end() < len(raw) else " "
    if before.isspace() and after.isspace():
        return False
    return found[0][0] != "_" or not (before.isalnum() and after.isalnum())
