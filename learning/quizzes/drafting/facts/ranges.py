"""Ranges: "lasts 5 to 7 days", "between 100 and 150 °C"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from learning.quizzes import quantities
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.drafting.standing_alone import stands_alone

_RANGE = re.compile(
    r"(?<![\w.,/:–—-])(?P<low>\d+(?:[.,]\d+)*)(?P<link> to | and |–)(?P<high>\d+(?:[.,]\d+)*)"
    r"(?= ?(?:%|°C|°F)| [a-z]+)"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CHANGE = re.compile(
    r"\b(?:rose|fell|grew|increased?|decreased?|cut|raised?|lowered|went|from \d[^ ]* to|page|pages"
    r"|aged?|chapters?|scored?|won|lost)\b",
    re.IGNORECASE,
)
WIDEST = 3


@dataclass(frozen=True)
class Range:
    """A sentence with the place of the only range, whose ends are all its numbers."""

    passage: Passage
    before: str
    link: str
    behind: str
    low: Decimal
    high: Decimal

    @property
    def with_gap(self) -> str:
        return f"{self.before}___{self.behind}"

    def written(self, low: Decimal, high: Decimal) -> str:
        return f"{low:,f}{self.link}{high:,f}"


def ranges_in(text: SectionText, article: Article) -> Iterator[Range]:
    """All of a section whose sentence stands alone."""
    for passage in text.passages:
        words = passage.words
        if passage.in_list or ":" in words or not may_be_turned(words) or _CHANGE.search(words):
            continue
        found = _RANGE.search(words)
        if found is None or len(_NUMBER.findall(words)) != 2 or re.search(r"\d{4}", found[0]):
            continue
        low, high = quantities.number_in(found["low"]), quantities.number_in(found["high"])
        is_between = bool(re.search(r"\bbetween $", words[: found.start()]))
        if low is None or high is None or not low < high <= WIDEST * low:
            continue
        if is_between != (found["link"] == " and "):
            continue
        if stands_alone(passage, text, article):
            yield Range(
                passage, words[: found.start()], found["link"], words[found.end() :], low, high
            )
