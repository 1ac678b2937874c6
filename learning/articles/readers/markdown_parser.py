"""The one Markdown parser, for reading and for showing: CommonMark, tables, no HTML."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MOST_BRACKETS = 50  # open at once
_BRACKET = re.compile(r"[\[\]]")
_DEEPEST = 90  # containers; below this the parser would leave words out
_OPTIONS = {"html": False, "maxNesting": 100}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", _OPTIONS).enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _parse_inline)
    return parser


def _keep_surplus_cells(state: StateCore) -> None:
    """A row with more cells than its table's head: the words stay, in the last cell."""
    columns = 0
    lines: list[str] = []
    for at, token in enumerate(state.tokens):
        if token.type == "table_open":
            columns = 0
            lines = lines or state.src.split("\n")
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_close" and state.tokens[at - 1].type == "td_close":
            last = state.tokens[at - 2]
            surplus = _cells(lines[last.map[0]])[columns:] if last.map else []
            last.content = " ".join([last.content, *surplus]).strip()


def _cells(row: str) -> list[str]:
    cells = [cell.strip() for cell in escapedSplit(row.lstrip(" \t>"))]
    return cells[1:] if cells and not cells[0] else cells


def _parse_inline(state: StateCore) -> None:
    """The parser's own rule, but for paragraphs whose brackets it would search again and again."""
    _keep_surplus_cells(state)
    for token in state.tokens:
        if token.type != "inline":
            continue
        if _nests_beyond_reason(token.content):
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _nests_beyond_reason(words: str) -> bool:
    if words.count("[") <= _MOST_BRACKETS:
        return False
    open_now = deepest = 0
    for bracket in _BRACKET.findall(words):
        open_now = max(0, open_now + (1 if bracket == "[" else -1))
        deepest = max(deepest, open_now)
    return deepest > _MOST_BRACKETS


_NESTED = _parser()
_FLAT = _parser().disable(["list", "blockquote"])


def parse(markdown: str, references: dict[str, Any] | None = None) -> list[Token]:
    """Tokens of `markdown`; lists and quotes nested beyond reason are read as plain paragraphs."""
    env: MutableMapping[str, Any] = {"references": dict(references or {})}
    tokens = _NESTED.parse(markdown, env)
    if any(token.level >= _DEEPEST for token in tokens):
        tokens = _FLAT.parse(markdown, {"references": dict(references or {})})
    return tokens


def references_in(markdown: str) -> dict[str, Any]:
    """The link targets a text defines (`[name]: address`), by normalised name."""
    if "]:" not in markdown:
        return {}
    env: MutableMapping[str, Any] = {}
    _NESTED.parse(markdown, env)
    found: dict[str, Any] = env.get("references", {})
    return found


def render(tokens: list[Token]) -> str:
    """HTML of tokens; not yet cleaned."""
    html: str = _NESTED.renderer.render(tokens, _NESTED.options, {})
    return html
