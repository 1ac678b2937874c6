"""Which line breaks of a plain text are breaks, and which only fill lines up to a width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Whatever breaks a line, except the carriage return, which canonical text doesn't have.
_BREAK = re.compile(r"[\n\v\f\x85\u2028\u2029]")
_WIDEST = 120  # no one fills lines by hand or by editor to more than this
_FIRST_WORD = re.compile(r"\S{1,200}")


class Line(NamedTuple):
    """A line without the white space around it."""

    start: int
    end: int
    indent: int
    words: str

    @property
    def is_blank(self) -> bool:
        return not self.words

    @property
    def width(self) -> int:
        return self.indent + len(self.words)


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]`, with offsets into `text`."""
    position = start
    while position <= end:
        found = _BREAK.search(text, position, end)
        stop = found.start() if found else end
        raw = text[position:stop]
        words = raw.strip()
        if not words:
            yield Line(position, position, 0, "")
            position = stop + 1
            continue
        indent = len(raw) - len(raw.lstrip())
        first = position + indent
        yield Line(first, first + len(words), len(raw[:indent].expandtabs(4)), words)
        position = stop + 1


@dataclass(frozen=True)
class Wrapping:
    """How wide a text is filled; 0 when every line is a paragraph of its own."""

    width: int

    @property
    def is_wrapped(self) -> bool:
        return self.width > 0

    def joins(self, above: Line, line: Line) -> bool:
        """Whether `line` goes on where `above` stopped, both being in one run of lines."""
        if not self.is_wrapped or above.width > self.width:
            return False
        first = _FIRST_WORD.match(line.words)
        if first is None or line.words[0].islower():
            return True
        if above.width + 1 + len(first[0]) > self.width:
            return True  # the word had no room above: this is what wrapping looks like
        return above.words[-1] not in '.!?:”"' and above.width * 10 >= self.width * 7


def wrapping_of(text: str) -> Wrapping:
    """Judge by lines that go on with a small letter; lines that are paragraphs hardly ever do."""
    lines = list(lines_of(text, 0, len(text)))
    widths = [line.width for line in lines if " " in line.words]
    pairs = [(a, b) for a, b in pairwise(lines) if not a.is_blank and not b.is_blank]
    if not pairs or sum(width > _WIDEST for width in widths) * 50 > len(widths):
        return Wrapping(0)
    going_on = sum(b.words[0].islower() for _, b in pairs)
    if going_on * 4 < len(pairs):
        return Wrapping(0)
    return Wrapping(max((width for width in widths if width <= _WIDEST), default=0))
