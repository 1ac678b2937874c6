"""Plain text to HTML, not yet cleaned: paragraphs, lists and marked headings, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from learning.articles.blocks import Block, BlockKind
from learning.articles.slugs import Slugs


def text_html(blocks: Sequence[Block], words_of: Callable[[Block], str]) -> str:
    """HTML of plain-text blocks; `words_of` gives a block's words, with sentinels if marked."""
    page = _Page([block.level for block in blocks if block.kind is BlockKind.HEADING])
    for block in blocks:
        page.add(block, escape(words_of(block), quote=False))
    page.close_lists(0)
    return "".join(page.pieces)


class _Page:
    def __init__(self, levels: Sequence[int]) -> None:
        self.pieces: list[str] = []
        self.lists: list[tuple[str, str]] = []  # open lists: tag, style of marker
        self.numbers: list[int] = []  # of the last item in each
        self.shallowest = min(levels, default=2)
        self.slugs = Slugs()

    def add(self, block: Block, words: str) -> None:
        match block.kind:
            case BlockKind.ITEM:
                self._add_item(block, words)
            case BlockKind.DIVIDER:
                self.close_lists(0)
                self.pieces.append("<hr>\n")
            case BlockKind.HEADING:
                self.close_lists(0)
                level = min(6, block.level - self.shallowest + 2)
                slug = self.slugs.slug_for(block.plain)
                self.pieces.append(f'<h{level} id="{slug}">{words}</h{level}>\n')
            case _:
                self.close_lists(block.depth)
                self.pieces.append(f"<p>{words}</p>\n")

    def _add_item(self, block: Block, words: str) -> None:
        style, number = _style(block.marker)
        self.close_lists(block.depth)
        if len(self.lists) == block.depth and self.lists[-1][1] != style:
            self.close_lists(block.depth - 1)
        if len(self.lists) == block.depth:
            self.pieces.append("</li>\n")
            value = f' value="{number}"' if style == "1" and number != self.numbers[-1] + 1 else ""
            self.pieces.append(f"<li{value}>{words}")
            self.numbers[-1] = number
            return
        tag = "ul" if style == "-" else "ol"
        start = f' start="{number}"' if style == "1" and number != 1 else ""
        kind = f' type="{style}"' if tag == "ol" and style != "1" else ""
        self.lists.append((tag, style))
        self.numbers.append(number)
        self.pieces.append(f"<{tag}{kind}{start}>\n<li>{words}")

    def close_lists(self, depth: int) -> None:
        """Close open lists until `depth` of them are left."""
        while len(self.lists) > depth:
            tag, _ = self.lists.pop()
            self.numbers.pop()
            self.pieces.append(f"</li>\n</{tag}>\n")


def _style(marker: str) -> tuple[str, int]:
    """How HTML names the numbering of a marker ("-" is none), and the number it shows."""
    name = marker.strip("().")
    if name.isdecimal():
        return "1", int(name)
    if not name.isalpha():
        return "-", 0
    if len(name) > 1 or name in "iv":
        return "i", 0
    return ("a" if name.islower() else "A"), 0
