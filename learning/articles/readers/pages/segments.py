"""From the characters of a page, each with its place, to runs of text on one line."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

HYPHEN = "\u00ad"  # stands for a hyphen that ends a line; whether to keep it is decided later
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDE = 1.4  # of the font size: a wider gap parts columns and cells
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibd")
_SPACES = frozenset("\t \u00a0")


class _Style(NamedTuple):
    size: float
    weight: int
    turn: int  # of the text, in quarters


@dataclass(slots=True)
class Segment:
    """Text that stands side by side on one line, without a wide gap."""

    page: int
    left: float
    right: float
    base: float
    size: float
    text: str = ""
    weights: list[int] = field(default_factory=list)  # one for each character of `text`
    sizes: Counter[float] = field(default_factory=Counter)

    def add(self, text: str, style: _Style, right: float) -> None:
        """Append text; the size is the one that most of it has."""
        self.text += text
        self.weights += [style.weight] * len(text)
        self.right = max(self.right, right)
        self.sizes[style.size] += len(text)
        if self.sizes[style.size] > self.sizes[self.size]:
            self.size = style.size


class _Character(NamedTuple):
    text: str
    style: _Style
    left: float
    right: float
    base: float


def segments_of(page: Any, number: int) -> tuple[list[Segment], list[str]]:
    """The level text of a page, in the order in which the file has it, and text that is turned."""
    text_page = page.get_textpage()
    try:
        characters = _characters(text_page)
    finally:
        text_page.close()
    turns = Counter(each.style.turn for each in characters if each.text)
    if not turns:
        return [], []
    level = turns.most_common(1)[0][0]
    turned = "".join(each.text for each in characters if each.style.turn not in (level, -1))
    kept = [_levelled(each, level) for each in characters if each.style.turn in (level, -1)]
    return _joined(kept, number), [turned.strip()] if turned.strip() else []


def _characters(text_page: Any) -> list[_Character]:
    """Every character; one without text marks the end of a line."""
    raw = text_page.raw
    styles: dict[int, _Style] = {}
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found: list[_Character] = []
    style = _Style(1, 400, -1)
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (0, 10, 13) or 0xD800 <= code < 0xE000:
            found.append(_Character("", _Style(1, 400, -1), 0, 0, 0))
            continue
        item = pdfium.FPDFText_GetTextObject(raw, index)
        if item:
            address = ctypes.addressof(item.contents)
            if address not in styles:
                styles[address] = _style(raw, index)
            style = styles[address]
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        text = HYPHEN if code == 2 else _LIGATURES.get(chr(code)) or chr(code)
        if (code < 32 and code != 2) or 0x7F <= code < 0xA0:
            text = " "
        if style.turn in (1, 3):
            found.append(_turned(text, style, box, x.value, y.value))
        else:
            found.append(_Character(text, style, box.left, box.right, y.value))
    return found


def _turned(text: str, style: _Style, box: Any, x: float, y: float) -> _Character:
    """A character on a page that lies on its side, as if it stood upright."""
    if style.turn == 1:
        return _Character(text, style, box.bottom, box.top, -x)
    return _Character(text, style, -box.top, -box.bottom, x)


def _levelled(each: _Character, level: int) -> _Character:
    if level != 2 or not each.text:
        return each
    return each._replace(left=-each.right, right=-each.left, base=-each.base)


def _style(raw: Any, index: int) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    scale = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(raw, index) * (scale or 1)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    quarters = angle / 90
    turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else 9
    weight = pdfium.FPDFText_GetFontWeight(raw, index)
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 200, flags)
    if any(bold in name.value.lower() for bold in _BOLD_NAMES):
        weight = max(weight, 1000)
    return _Style(min(max(size, 0.1), 10_000), weight, turn)


def _joined(characters: list[_Character], number: int) -> list[Segment]:
    found: list[Segment] = []
    current: Segment | None = None
    for each in characters:
        if not each.text:
            current = None
            continue
        if current is not None and each.text in _SPACES:
            current.text += " "
            current.weights.append(each.style.weight)
            continue
        if each.text.isspace():
            continue
        raised = current is not None and _is_raised(current, each)
        if current is None or not (raised or _goes_on(current, each)):
            if each.style.turn < 0:
                continue
            current = Segment(number, each.left, each.right, each.base, each.style.size)
            found.append(current)
        text = each.text.translate(_RAISED_DIGITS) if raised else each.text
        current.add(text, each.style, each.right)
    for segment in found:
        segment.text = segment.text.rstrip()
        del segment.weights[len(segment.text) :]
    return [segment for segment in found if segment.text]


def _goes_on(current: Segment, each: _Character) -> bool:
    """Whether a character follows what came before on the same line."""
    size = max(current.size, each.style.size)
    gap = each.left - current.right
    lower = current.base - each.base
    if not -0.8 * size < gap < _WIDE * size:
        return False
    if abs(lower) < 0.1 * size:
        return 0.8 < each.style.size / current.size < 1.25 or gap < 0.5 * size
    return abs(lower) < 0.5 * size and gap < 0.4 * size and each.style.size < current.size * 0.9


def _is_raised(current: Segment, each: _Character) -> bool:
    """A small digit above the line: an exponent, or the mark of a footnote."""
    return (
        each.text.isdecimal()
        and each.style.size < current.size * 0.85
        and each.base > current.base + 0.15 * current.size
        and _goes_on(current, each)
    )
