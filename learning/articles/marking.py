"""Highlights spans of the text in finished HTML, by sentinels that travel through the rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from learning.articles.blocks import HIDDEN, Block

# Symbols of a script that articles hardly use: to Markdown they are punctuation, which disturbs
# emphasis least, and to HTML plain text. Two that the text doesn't contain are picked.
_RARE = range(0x1D800, 0x1DA00)
_TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")

_UNSEEN = HIDDEN + "".join(filter(str.isspace, map(chr, range(0x3001))))

Span = tuple[int, int]


def sentinels_for(text: str) -> tuple[str, str] | None:
    """Two characters that `text` doesn't have; None when it has them all."""
    used = set(text)
    free = [chr(code) for code in _RARE if chr(code) not in used]
    return (free[0], free[1]) if len(free) > 1 else None


def merged(marks: Sequence[Span], start: int, end: int) -> list[Span]:
    """Marks inside `start`-`end`, in order, with those that touch or overlap made one."""
    done: list[Span] = []
    for first, last in sorted((max(a, start), min(b, end)) for a, b in marks):
        if first >= last:
            continue
        if done and first <= done[-1][1]:
            done[-1] = (done[-1][0], max(last, done[-1][1]))
        else:
            done.append((first, last))
    return done


def shrunk(blocks: Sequence[Block], span: Span) -> Span | None:
    """`span` drawn in to the first and the last character that a reader sees."""
    seen = [
        place
        for block in blocks
        if block.end > span[0] and block.body < span[1]
        for place in _ends_of_words(block, span)
    ]
    return (seen[0], seen[-1] + 1) if seen else None


def with_sentinels(text: str, offset: int, marks: Sequence[Span], pair: tuple[str, str]) -> str:
    """`text`, which begins at `offset`, with an opening and a closing sentinel around each mark."""
    pieces = []
    position = 0
    for first, last in marks:
        a, b = first - offset, last - offset
        if b <= 0 or a >= len(text):
            continue
        pieces += [text[position : max(0, a)], pair[0], text[max(0, a) : b], pair[1]]
        position = min(b, len(text))
    return "".join([*pieces, text[position:]])


def without_sentinels(html: str, pair: tuple[str, str]) -> str:
    """`html` as if nothing had been marked."""
    return html.replace(pair[0], "").replace(pair[1], "")


def wrapped(html: str, pair: tuple[str, str]) -> str:
    """Sentinels in clean HTML turned into <mark>, only ever around text, so that tags nest."""
    pieces: list[str] = []
    state = _State(pair)
    position = 0
    for tag in _TAG.finditer(html):
        pieces += state.text(html[position : tag.start()])
        pieces.append(without_sentinels(tag[0], pair))
        position = tag.end()
    pieces += state.text(html[position:])
    return "".join(pieces)


class _State:
    """Whether a mark is open, and whether the page has its first one."""

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair
        self.split = re.compile(f"([{pair[0]}{pair[1]}])")
        self.is_open = False
        self.name = ' id="source"'

    def text(self, text: str) -> list[str]:
        pieces = []
        for piece in self.split.split(text):
            if piece in self.pair:
                self.is_open = piece == self.pair[0]
            elif self.is_open and piece.strip():
                pieces.append(f"<mark{self.name}>{piece}</mark>")
                self.name = ""
            else:
                pieces.append(piece)
        return pieces


def _ends_of_words(block: Block, span: Span) -> Iterator[int]:
    """The first and the last place inside `span` where the block shows something."""
    low, high = max(span[0], block.body), min(span[1], block.body + len(block.prose))
    piece = block.prose[low - block.body : high - block.body]
    if piece.strip(_UNSEEN):
        yield low + len(piece) - len(piece.lstrip(_UNSEEN))
        yield low + len(piece.rstrip(_UNSEEN)) - 1
