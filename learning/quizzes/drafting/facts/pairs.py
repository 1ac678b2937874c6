"""Two numbers of one unit that a sentence sets against each other: "140 here and 190 there"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes import quantities
from learning.quizzes.drafting.facts.figures import Figure
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.drafting.standing_alone import stands_alone

_NUMBER = re.compile(
    r"(?P<sign>[€$£]?)(?P<number>(?<![\w.,/:–—-])\d+(?:[.,]\d+)*)(?![\w/:–—-]|[.,]\d)"
    r"(?P<unit> ?(?:%|°C|°F|[a-z]+)?)"
)
_ANY = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|twice)\b", re.IGNORECASE
)
# What sets the second against the first, and what makes them a range or a change instead.
_AGAINST = re.compile(r"\b(?:and|while|whereas|but|or)\b|;")
_RANGE = re.compile(
    r"\b(?:between|from|to|rose|fell|grew|increased?|decreased?|rather than|instead of|than"
    r"|remaining|rest|total|together|out of|average|range|first|then|another|further|later"
    r"|earlier)\b",
    re.IGNORECASE,
)
_UNITLESS = ("and", "or", "to", "of", "in", "on", "for", "at", "with", "while", "but", "by")


@dataclass(frozen=True)
class Pair:
    """A sentence with the places of its only two numbers."""

    first: Figure
    second: Figure

    @property
    def with_gaps(self) -> str:
        middle = self.second.before[len(self.first.before) + len(self.first.written) :]
        return f"{self.first.before}___{middle}___{self.second.behind}"


def pairs_in(text: SectionText, article: Article) -> Iterator[Pair]:
    """All of a section whose sentence stands alone."""
    for passage in text.passages:
        words = passage.words
        if passage.in_list or ":" in words or not may_be_turned(words) or _RANGE.search(words):
            continue
        found = list(_NUMBER.finditer(words))
        if len(found) != 2 or len(re.findall(r"\d+(?:[.,]\d+)*", words)) != 2 or _ANY.search(words):
            continue
        one, other = found
        units = {(each["sign"], each["unit"].strip()) for each in found}
        values = [quantities.number_in(each["number"]) for each in found]
        if not _are_of_one_kind(units) or None in values or values[0] == values[1]:
            continue
        middle = words[one.end("number") : other.start()]
        if not _AGAINST.search(middle) or len(middle.split()) < 3:
            continue
        if stands_alone(passage, text, article):
            figures = [
                Figure(
                    passage, words[: each.start("number")], each["number"],
                    words[each.end("number") :], value, False,
                )
                for each, value in zip(found, values, strict=True)
                if value is not None
            ]  # fmt: skip
            yield Pair(*figures)


def _are_of_one_kind(units: set[tuple[str, str]]) -> bool:
    """Whether both have the same sign or unit, or the second leaves the unit out with its sign."""
    signs, names = {sign for sign, _ in units}, {unit for _, unit in units}
    if len(signs) == 1 and "" not in signs:
        return True
    return len(units) == 1 and bool(names - {""}) and not names & set(_UNITLESS)
