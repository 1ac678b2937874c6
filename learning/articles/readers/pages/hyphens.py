"""Whether the hyphen at the end of a line belongs to the word or only to the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORDS = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_LAST_PART = re.compile(r"(?:[\w]+[-‐‑])*([^\W\d_]+)$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_HYPHENS = ("\u00ad", "-", "‐", "‑")


class Hyphens:
    """Decides by the words that the document itself uses, first of all."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.used: Counter[str] = Counter()
        for line in lines:
            words = _WORDS.findall(line.casefold())
            if line.endswith(_HYPHENS):
                words = words[:-1]
            self.used.update(words)

    def joined(self, above: str, below: str) -> tuple[str, str] | None:
        """What joins two lines: the text above as it goes on, and what to put between.

        None when the line above doesn't end in a hyphen.
        """
        if not above.endswith(_HYPHENS):
            return None
        start = above[:-1]
        left, right = _LAST_PART.search(start), _FIRST_PART.match(below)
        if left is None or right is None:
            return start + "-", "" if start and not start[-1].isspace() else " "
        return (start, "") if self._is_one_word(left[1], right[0]) else (start + "-", "")

    def _is_one_word(self, left: str, right: str) -> bool:
        if not right[0].islower() or (left.isupper() and len(left) > 1):
            return False  # "Anglo-Saxon", "MRI-guided"
        one, two = (left + right).casefold(), f"{left}-{right}".casefold()
        if self.used[one] or self.used[two]:
            return self.used[one] >= self.used[two]
        # A compound's parts are words of the document; the halves of a word are only by chance.
        are_words = self.used[left.casefold()] and self.used[right.casefold()]
        return not are_words or _is_english(one)


def _is_english(word: str) -> bool:
    # The word list is large, and few documents leave a doubt: imported when there is one.
    from wordfreq import zipf_frequency

    return zipf_frequency(word, "en", wordlist="small") > 0
