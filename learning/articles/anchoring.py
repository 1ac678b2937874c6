"""Finds a sentence of an older text again in a newer one, and says whether it means the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from html import unescape
from itertools import accumulate

from learning.articles.outline import Outline, Sentence

# How much of two sentences' words has to agree before one is taken for an edit of the other.
_ALIKE = 0.6
_LONGEST_RUN = 4
_SURROUNDINGS = 60
_LINK_TARGET = re.compile(r"\]\([^)\s]*(?:\s[^)]*)?\)")
_PARTS = re.compile(
    r"(?<!\w)−?[.,]?\d+(?:[.,:/]\d+)*|[.,]\d+(?:[.,:/]\d+)*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+|[^\w\s]"
)  # fmt: skip
# What compatibility characters would lose: 10² is not 102, nor is 1½ 11/2.
_RAISED = re.compile(r"([⁰¹²³⁴-⁾ⁱⁿ]+)")
_LOWERED = re.compile(r"([₀-₎ₐ-ₜ]+)")
_FRACTION = re.compile(r"([¼-¾⅐-⅟↉])")
_POWER = re.compile(r"(?<=[\w)])\^(?=[\w(+−-])")
# Between numbers and before one, a dash says "to" or "less than nothing".
_DASH_AT_NUMBER = re.compile(
    r"(?<=\d)[-‐‒–—―]|(?<=\d\s)[-‐‒–—―]|[-‐‒–—―](?=\s*+[.,$€£¥+±~≈<>≤≥]?\d)"
)
_SIGNS = frozenset("%‰‱/&′")
# Signs that only lay a text out.
_LAYOUT = frozenset("|`^")


@dataclass(frozen=True)
class Found:
    """Where a sentence stands now. `is_same`: all that bears meaning in it is as it was.

    One that is now several in a row, in the same words, is all of them.
    """

    sentences: tuple[Sentence, ...]
    is_same: bool


@dataclass(frozen=True)
class Moves:
    """An older text beside the article as it is now."""

    old_text: str
    outline: Outline

    def find(self, start: int, end: int) -> Found | None:
        """The sentence `old_text[start:end]` at its new place; None when nothing is like it.

        Where equal sentences stand, it is the one in its old place or with its old neighbours. If
        there are fewer of them than before and none is in that place, it may be the one that was
        changed, and so isn't the same.
        """
        return self.same(start, end) or self._alike(start, end)

    def same(self, start: int, end: int) -> Found | None:
        """As `find`, but never an edit of the sentence, which takes long to look for."""
        same = self._same(self.old_text[start:end])
        if not same:
            return None
        expected = self._expected(start, end)
        best = max(same, key=lambda run: (run[0].start == expected, self._context(start, end, run)))
        is_certain = best[0].start == expected or len(same) >= self._copies(start, end)
        return Found(best, is_certain)

    @cached_property
    def _sentences(self) -> list[tuple[Sentence, list[str]]]:
        return [(s, meaning_of(s.text)) for part in self.outline.sections for s in part.sentences]

    def _same(self, quote: str) -> list[tuple[Sentence, ...]]:
        """Sentences with the same meaning-bearing parts; without one, several in a row."""
        meaning = meaning_of(quote)
        single: list[tuple[Sentence, ...]] = [
            (sentence,)
            for sentence in self._by_meaning.get(tuple(meaning), ())
            if meaning or sentence.text == quote
        ]
        return single or list(self._runs(meaning))

    @cached_property
    def _by_meaning(self) -> dict[tuple[str, ...], list[Sentence]]:
        found: dict[tuple[str, ...], list[Sentence]] = {}
        for sentence, parts in self._sentences:
            found.setdefault(tuple(parts), []).append(sentence)
        return found

    def _runs(self, meaning: list[str]) -> Iterator[tuple[Sentence, ...]]:
        for at, (_first, opening) in enumerate(self._sentences):
            if not opening or meaning[: len(opening)] != opening:
                continue
            run = self._sentences[at : at + _LONGEST_RUN]
            for length, parts in enumerate(accumulate(parts for _, parts in run), 1):
                if parts == meaning and length > 1:
                    yield tuple(sentence for sentence, _ in run[:length])

    def _alike(self, start: int, end: int) -> Found | None:
        """The sentence that this one was edited to: most of its words, among its neighbours."""
        meaning = meaning_of(self.old_text[start:end])
        found = []
        for sentence, parts in self._sentences:
            ratio = SequenceMatcher(None, meaning, parts, autojunk=False).ratio()
            if ratio >= _ALIKE:
                context = self._context(start, end, (sentence,)) / (2 * _SURROUNDINGS)
                found.append((ratio + context, sentence))
        if not found:
            return None
        return Found((max(found, key=lambda pair: pair[0])[1],), False)

    def _context(self, start: int, end: int, run: Sequence[Sentence]) -> int:
        """How many characters beside the sentence are those that stood beside it."""
        new = self.outline.text
        before = self.old_text[max(0, start - _SURROUNDINGS) : start]
        after = self.old_text[end : end + _SURROUNDINGS]
        begins, ends = run[0].start, run[-1].end
        return _common(before[::-1], new[max(0, begins - _SURROUNDINGS) : begins][::-1]) + _common(
            after, new[ends : ends + _SURROUNDINGS]
        )

    def _expected(self, start: int, end: int) -> int | None:
        """Where it stands if all that has changed lies behind it, or before it."""
        old, new = self.old_text, self.outline.text
        if end <= self._unchanged[0]:
            return start
        if start >= len(old) - self._unchanged[1]:
            return start + len(new) - len(old)
        return None

    @cached_property
    def _unchanged(self) -> tuple[int, int]:
        """How many characters are the same at the beginning, and at the end."""
        old, new = self.old_text, self.outline.text
        return _common(old, new), _common(old[::-1], new[::-1])

    def _copies(self, start: int, end: int) -> int:
        return self.old_text.count(self.old_text[start:end])


def meaning_of(text: str) -> list[str]:
    """What bears meaning in a text, in order: words, numbers and signs such as < or %, in one case.

    Punctuation, quotation marks, mark-up, links' targets and white space bear none, except what
    makes a number another one: -5, .5, 5-10, 10². In doubt, two texts don't mean the same.
    """
    return [
        part.replace("’", "'").replace("−", "-")
        for part in _PARTS.findall(_plain(text))
        if part[0].isalnum() or len(part) > 1 or _is_sign(part)
    ]


def _plain(text: str) -> str:
    """In one case, and one way to write each sign; those at numbers are made to stand out."""
    text = unescape(_LINK_TARGET.sub("]", text))
    text = _LOWERED.sub(r"↓\1", _RAISED.sub(r"↑\1", _FRACTION.sub(r" \1", text)))
    text = unicodedata.normalize("NFKC", text).casefold().replace("⁄", "/")
    return _POWER.sub("↑", _DASH_AT_NUMBER.sub("−", text))


def _is_sign(character: str) -> bool:
    if character in _LAYOUT:
        return False
    return character in _SIGNS or unicodedata.category(character) in ("Sm", "Sc", "So")


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
