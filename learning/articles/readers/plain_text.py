"""Reads plain text: paragraphs, wrapped lines, list items, underlined and hash-marked headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learning.articles.blocks import HIDDEN, Block, BlockKind
from learning.articles.contents import LEADER
from learning.articles.leftovers import is_byline
from learning.articles.readers.note_marks import hide_note_marks, uses_note_marks
from learning.articles.readers.wrapping import Line, Wrapping, lines_of, wrapping_of

_ITEM = re.compile(
    r"(?P<marker>[-*+•‣◦·▪●○–]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\([ivx]{1,5}\)|[ivx]{1,5}[.)]|[a-h]\."
    r"|o(?=  ))"
    r"[ \t\u00a0]+(?=\S)"
)
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_EQUALS = re.compile(r"(={2,6})[ \t]*(?=[^=\s]).*?[^=\s][ \t]*\1\s*$")
_UNDERLINE = re.compile(r"([=\-~^])\1{2,}\s*$")
_UNDERLINE_LEVELS = {"=": 1, "-": 2, "~": 3, "^": 4}
_LONGEST_HEADING = 200  # characters; an underline under more than this is a divider


def blocks_of(text: str, start: int, end: int) -> list[Block]:
    """The blocks of `text[start:end]`; how lines wrap is judged on the whole `text`."""
    reader = _Reader(text, wrapping_of(text))
    for line in lines_of(text, start, end):
        reader.take(line)
    return list(reader.finish())


@dataclass
class _Draft:
    """A block that may still grow by further lines."""

    block: Block
    last: Line


class _Reader:
    def __init__(self, text: str, wrapping: Wrapping) -> None:
        self.text = text
        self.wrapping = wrapping
        self.drafts: list[_Draft] = []
        self.gap = 0
        self.items: list[tuple[int, int]] = []  # open items: indent of marker, indent of words

    def take(self, line: Line) -> None:
        if line.is_blank:
            self.gap += 1
            return
        if not self._take_underline(line) and not self._continue(line):
            self.drafts.append(_Draft(self._block(line), line))
        self.gap = 0

    def finish(self) -> Iterator[Block]:
        has_overlines = any(draft.block.lines == 3 for draft in self._underlined())
        for draft in self._underlined():
            if has_overlines and draft.block.lines == 2:  # these stand above the others
                draft.block = replace(draft.block, level=draft.block.level + 1)
        has_notes = uses_note_marks(self.text)
        for draft in self.drafts:
            block = draft.block
            if block.kind is BlockKind.HEADING:
                yield replace(block, prose=_heading_prose(self.text[block.body : block.end]))
            else:
                prose = self.text[block.body : block.end]
                yield replace(block, prose=hide_note_marks(prose) if has_notes else prose)

    def _underlined(self) -> Iterator[_Draft]:
        return (
            draft
            for draft in self.drafts
            if draft.block.kind is BlockKind.HEADING and draft.block.lines > 1
        )

    def _take_underline(self, line: Line) -> bool:
        """Turn the line above into a heading when this one underlines it."""
        mark = _UNDERLINE.match(line.words)
        if mark is None or self.gap or not self.drafts:
            return False
        above = self.drafts[-1]
        block = above.block
        if block.kind is not BlockKind.PARAGRAPH or block.lines > 1 or block.depth:
            return False
        if len(above.last.words) > _LONGEST_HEADING or len(line.words) * 2 < len(above.last.words):
            return False
        level = _UNDERLINE_LEVELS[mark[1]]
        block = replace(
            block, kind=BlockKind.HEADING, end=line.end, level=level, marker=mark[1], lines=2
        )
        over = self.drafts[-2] if len(self.drafts) > 1 and not block.gap else None
        if over and over.block.kind is BlockKind.DIVIDER and over.last.words[0] == mark[1]:
            self.drafts.pop(-2)
            block = replace(block, start=over.block.start, gap=over.block.gap, lines=3)
        above.block = block
        return True

    def _continue(self, line: Line) -> bool:
        """Join `line` to the block above when it only goes on there."""
        if self.gap or not self.drafts:
            return False
        above = self.drafts[-1]
        block = above.block
        if LEADER.search(line.words) or LEADER.search(above.last.words):
            return False  # a line of a table of contents
        if len(self.drafts) == 1 and is_byline(line.words):
            return False  # below a title, whatever the width
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or self._is_marked(line, block):
            return False
        hangs = block.kind is BlockKind.ITEM and line.indent > block.indent
        if not hangs and not self.wrapping.joins(above.last, line):
            return False
        above.block = replace(block, end=line.end, lines=block.lines + 1)
        above.last = line
        return True

    def _is_marked(self, line: Line, above: Block) -> bool:
        """Whether `line` starts a block by its own mark, rather than by chance of wrapping."""
        if _heading_mark(line.words) or _is_divider(line.words):
            return True
        item = _ITEM.match(line.words)
        if item is None:
            return False
        by_chance = self.wrapping.is_wrapped and above.kind is BlockKind.PARAGRAPH
        return not by_chance or item["marker"] in ("-", "*", "•", "1.", "1)", "(1)", "a)", "(a)")

    def _block(self, line: Line) -> Block:
        marked = _heading_mark(line.words)
        if marked is not None:
            self.items.clear()
            body = line.start + (marked.end() if marked[1][0] == "#" else len(marked[1]))
            level = len(marked[1])
            return self._new(BlockKind.HEADING, line, body=body, level=level, marker=marked[1])
        if _is_divider(line.words):
            return self._new(BlockKind.DIVIDER, line)
        item = _ITEM.match(line.words)
        if item is not None:
            return self._item(line, item)
        while self.items and line.indent < self.items[-1][1]:
            self.items.pop()
        return self._new(BlockKind.PARAGRAPH, line, depth=len(self.items))

    def _item(self, line: Line, found: re.Match[str]) -> Block:
        while self.items and line.indent <= self.items[-1][0]:
            self.items.pop()
        self.items.append((line.indent, line.indent + found.end()))
        body = line.start + found.end()
        depth = len(self.items)
        return self._new(BlockKind.ITEM, line, body=body, depth=depth, marker=found["marker"])

    def _new(
        self, kind: BlockKind, line: Line, body: int = -1, level: int = 0, depth: int = 0,
        marker: str = "",
    ) -> Block:  # fmt: skip
        return Block(
            kind, line.start, line.end, line.start if body < 0 else body, "", level=level,
            depth=depth, marker=marker, gap=self.gap, indent=line.indent,
        )  # fmt: skip


def _heading_mark(words: str) -> re.Match[str] | None:
    if len(words) > _LONGEST_HEADING:
        return None
    return _HASHES.match(words) or _EQUALS.match(words)


def _is_divider(words: str) -> bool:
    return (
        len(words) >= 3
        and not any(character.isalnum() for character in words)
        and (len(set(words) - {" ", "\t"}) == 1)
    )


def _heading_prose(raw: str) -> str:
    """The heading's words, with the underline or the closing marks hidden."""
    words = raw.split("\n")[0].rstrip(" \t=#") or raw.split("\n")[0]
    return words + HIDDEN * (len(raw) - len(words))
