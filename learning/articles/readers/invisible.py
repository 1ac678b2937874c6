"""Takes invisible characters out of text: zero-width, direction marks, hidden tag letters."""

from __future__ import annotations

import re
from collections import Counter

from learning.articles.blocks import LeftOut

INVISIBLE = "Invisible characters"
HIDDEN_MESSAGE = "Text written in invisible characters"

_TAGS = re.compile("[\U000e0000-\U000e007f]+")
# Joiners are letters' business in many scripts and in emoji; between Latin letters they hide.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
    "|(?<![\u0590-\u1fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)


class Sieve:
    """Takes invisible characters out of one text after another and keeps account of them."""

    def __init__(self) -> None:
        self.messages: list[LeftOut] = []
        self.counts: Counter[str] = Counter()

    def visible(self, text: str) -> str:
        """`text` without characters that nobody sees."""
        if text.isascii():
            return text
        for found in _TAGS.findall(text):
            message = "".join(chr(ord(letter) - 0xE0000) for letter in found)
            words = "".join(filter(str.isprintable, message)).strip()
            self.messages.append(LeftOut(words or f"U+{ord(found[0]):05X}", HIDDEN_MESSAGE))
        text = _TAGS.sub("", text)
        self.counts.update(_INVISIBLE.findall(text))
        return _INVISIBLE.sub("", text)

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was taken out so far."""
        names = (f"U+{ord(each):04X} ×{number}" for each, number in sorted(self.counts.items()))
        counted = [LeftOut(", ".join(names), INVISIBLE)] if self.counts else []
        return (*self.messages, *counted)
