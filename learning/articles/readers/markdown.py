"""Reads Markdown: the parser finds the blocks, this gives them offsets and hides their mark-up."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import accumulate

from markdown_it.token import Token

from learning.articles.blocks import HIDDEN, Block, BlockKind, count_words
from learning.articles.readers.inline_markup import hide_markup
from learning.articles.readers.markdown_parser import parse, references_in
from learning.articles.readers.note_marks import hide_note_marks, uses_note_marks

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[A-Za-z_][^\n]{0,1000}\n|[ \t#-][^\n]{0,1000}\n){1,200}---[ \t]*(?:\n|\Z)"
)
_BOLD = re.compile(
    r"(?P<mark>\*\*|__)(?=\S)(?P<words>[^*_\n]{1,300}(?:\n[^*_\n]{1,200})?)(?P=mark)"
)
_ITALIC = re.compile(r"(?P<mark>[*_])(?=[^\s*_])[^*_]{1,1000}(?P=mark)")
_PICTURES = ("![", "[![")
_LONGEST_CAPTION = 40  # words
_BACKSLASH = "\\"
_HARD_BREAK = re.compile(r" {2,}$|\\$")


def blocks_of(text: str, start: int, end: int) -> list[Block]:
    """The blocks of `text[start:end]`, with offsets into the whole `text`."""
    matter = _FRONT_MATTER.match(text, start, end) if start == 0 else None
    blocks = []
    if matter is not None:
        raw = matter[0].rstrip()
        blocks.append(Block(BlockKind.FRONT_MATTER, 0, len(raw), 0, raw))
        start = matter.end()
    return blocks + _Reader(text, start, end).blocks()


class _Reader:
    """Walks the parser's tokens once, keeping what is open around the current one."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.source = text[start:end]
        self.lines = self.source.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=start))
        self.references: Container[str] = references_in(text)
        self.has_notes = uses_note_marks(text)
        self.found: list[Block] = []
        self.previous_end = start
        self.previous_line = 0
        self.markers: list[str] = []
        self.quotes = 0
        self.fresh_item = False
        self.heading: Token | None = None

    def blocks(self) -> list[Block]:
        for token in parse(self.source):
            self._take(token)
        return self.found

    def _take(self, token: Token) -> None:
        match token.type:
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "list_item_open":
                self.markers.append(f"{token.info}{token.markup}")
                self.fresh_item = True
            case "list_item_close":
                self.markers.pop()
                self.fresh_item = False
            case "heading_open" | "heading_close":
                self.heading = token if token.nesting == 1 else None
            case "fence" | "code_block":
                self._add_code(token)
            case "hr":
                self._add(BlockKind.DIVIDER, token, prose=None)
            case "tr_open":
                self._add_row(token)
            case "inline" if token.map and not self._in_row(token):
                self._add_words(token)

    def _in_row(self, token: Token) -> bool:
        last = self.found[-1] if self.found else None
        return bool(
            last
            and last.kind is BlockKind.ROW
            and token.map
            and self.starts[token.map[0]] < last.end
        )

    def _add_words(self, token: Token) -> None:
        outer = self.heading or token
        body, prose = self._prose(token, outer)
        if self.heading is not None:
            level = int(self.heading.tag[1])
            self._add(BlockKind.HEADING, outer, (body, prose), level, self.heading.markup)
        elif self.fresh_item and not self.quotes:
            self._add(BlockKind.ITEM, outer, (body, prose), marker=self.markers[-1])
        else:
            self._add(BlockKind.PARAGRAPH, outer, (body, prose))
        self.fresh_item = False

    def _add_row(self, token: Token) -> None:
        first, last = self._rows(token)
        if last < len(self.lines) and _is_table_rule(self.lines[last]):
            last += 1
        start, end = self._span(first, last)
        raw = self.text[start:end]
        head, newline, rule = raw.partition("\n")
        prose = hide_markup(head, self.references).replace("|", HIDDEN)
        self._add(BlockKind.ROW, token, (start, prose + newline + HIDDEN * len(rule)), last=last)

    def _add_code(self, token: Token) -> None:
        first, last = self._rows(token)
        start, end = self._span(first, last)
        raw = self.text[start:end]
        if token.type == "fence":
            opening, newline, rest = raw.partition("\n")
            code, last_newline, closing = rest.rpartition("\n")
            if closing.strip(" \t>") != token.markup[0] * len(closing.strip(" \t>")):
                code, last_newline, closing = rest, "", ""
            raw = f"{HIDDEN * len(opening)}{newline}{code}{last_newline}{HIDDEN * len(closing)}"
        self._add(BlockKind.CODE, token, (start, raw))
        self.fresh_item = False

    def _add(
        self,
        kind: BlockKind,
        token: Token,
        prose: tuple[int, str] | None,
        level: int = 0,
        marker: str = "",
        last: int | None = None,
    ) -> None:
        first, token_last = self._rows(token)
        start, end = self._span(first, token_last if last is None else last)
        body, words = prose or (start, HIDDEN * (end - start))
        end = max(end, body + len(words))
        indent = len(self.lines[first]) - len(self.lines[first].lstrip())
        self.found.append(
            Block(
                kind,
                start,
                end,
                body,
                words,
                level=level,
                depth=len(self.markers),
                marker=marker,
                gap=max(0, first - self.previous_line),
                indent=indent,
                lines=words.count("\n") + 1,
                bold=_bold(self.text, body, end),
                quoted=self.quotes > 0
                or (kind is BlockKind.PARAGRAPH and self._is_picture(body, words)),
                italic=_ITALIC.fullmatch(self.text, body, end) is not None,
            )
        )
        self.previous_end, self.previous_line = end, token_last if last is None else last

    def _is_picture(self, body: int, words: str) -> bool:
        """Whether a paragraph is a picture, perhaps with its caption."""
        return self.text.startswith(_PICTURES, body) and count_words(words) <= _LONGEST_CAPTION

    def _rows(self, token: Token) -> tuple[int, int]:
        assert token.map is not None
        return token.map[0], max(token.map[0] + 1, min(token.map[1], len(self.lines)))

    def _span(self, first: int, last: int) -> tuple[int, int]:
        """Where lines `first` to `last` begin and end, without white space around them."""
        while last > first + 1 and not self.lines[last - 1].strip():
            last -= 1
        end = self.starts[last - 1] + len(self.lines[last - 1].rstrip())
        start = max(self.previous_end, self.starts[first])
        while start < end and self.text[start].isspace():
            start += 1
        return start, end

    def _prose(self, token: Token, outer: Token) -> tuple[int, str]:
        """Where the words of an inline token begin, and the words, each where the source has it."""
        first, last = self._rows(outer)
        _, end = self._span(first, last)
        pieces: list[str] = []
        body = position = -1
        contents = token.content.split("\n")
        while first < last - 1 and contents[0].strip() not in self.lines[first]:
            first += 1  # a line of nothing but unusual white space, which the parser cut off
        for number, content in zip(range(first, last), contents, strict=False):
            at = self.starts[number] + _column(self.lines[number], content.strip())
            if body < 0:
                body = position = at
            pieces.append(_filler(self.text[position:at]))
            words = content.strip()
            position = at + len(words)
            if number - first < len(contents) - 1 and _HARD_BREAK.search(content):
                words = f"{words.removesuffix(_BACKSLASH):{HIDDEN}<{len(words)}}" + "\v"
                position += 1
            pieces.append(words)
        pieces.append(HIDDEN * (end - position))
        prose = hide_markup("".join(pieces), self.references)
        return body, hide_note_marks(prose) if self.has_notes else prose


def _column(line: str, words: str) -> int:
    """Where in a source line the words stand, after quote and list marks."""
    stripped = line.rstrip()
    if stripped.endswith(words):
        return len(stripped) - len(words)
    return max(0, line.rfind(words))


def _filler(raw: str) -> str:
    """Line breaks and indents between lines of one paragraph, quote marks blanked."""
    return re.sub(r"[^\n]", " ", raw)


def _bold(text: str, body: int, end: int) -> int:
    found = _BOLD.match(text, body, end)
    return found.end() - body if found else 0


def _is_table_rule(line: str) -> bool:
    return "-" in line and not line.strip(" \t|:->")
