"""Numbers that a sentence states with what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from learning.quizzes import quantities
from learning.quizzes.drafting.facts.claims import holds_alone, is_chat, is_talk
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.drafting.standing_alone import stands_alone
from learning.quizzes.drafting.words import word_set

_SMALL_NUMBERS = "two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: value for value, word in enumerate(_SMALL_NUMBERS.split(), 2)}
_NUMBER = re.compile(
    rf"(?<![\w.,/:–—-])(?:\d+(?:[.,]\d+)*|{'|'.join(_WORDS)})(?![\w/:–—-]|[.,]\d)", re.IGNORECASE
)
_ANY_NUMBER = re.compile(
    rf"\d|\b(?:{'|'.join(_WORDS)}|once|twice|half|third|quarter|dozen|hundreds?|thousands?"
    r"|millions?|billions?|tens|twenty|thirty|forty|fifty)\b", re.IGNORECASE)  # fmt: skip
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|by|around|before|after|of|from|May|June|July|March|April|January|February"
    r"|August|September|October|November|December) $",
    re.IGNORECASE,
)
# What has a year that matters.
_DATES = re.compile(
    r"^(?:In|Since) \d{4}|\b(?:began|opened|founded|built|introduced|invented|discovered|published"
    r"|passed|died|born|started|completed|signed|launched|adopted|created|came|went|became|ended"
    r"|developed|dates?|applied|established|fell|won|abolished|banned|landed|reached)\b"
)
# When somebody was born or died is seldom the point.
_LIVES = re.compile(r"\b(?:died|dies|dead|death|born|birth|knighted|married|buried|aged)\b")
# "318 million" is one number.
_SCALE = re.compile(
    r"(?<=\d )(?:thousand|million|billion)\b|(?<=\b(?:two|six|ten) )(?:million|billion)\b"
)
# How a study was made is trivia.
_MAKE_UP = re.compile(
    r"\b(?:pooled|surveyed|interviewed|commissioned|recruited|participants|respondents|volunteers"
    r"|studies|trials|enrolled|sampled|questionnaires?|versions?|pages)\b",
    re.IGNORECASE,
)
# "A potato has 4.7 g": of what, is said elsewhere.
_BARE_UNIT = re.compile(
    r" ?(?:g|kg|l|litres?|grams?|%|percent|per cent)(?:\.$|, (?:and|but|so|while)\b)"
)
# A day of a month, and the end of "one to four".
_MONTH = re.compile(
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_RANGE_BEFORE = re.compile(r"\b(?:one|once|\d+) (?:to|or|and) $", re.IGNORECASE)
# In front of these a number is a name: "class 3", "article 5".
_NAMED = re.compile(
    r"\b(?:class|article|chapter|figure|table|section|part|step|level|type|version|no\.|number|rule"
    r"|of|act|regulation|room|page|form|paragraph|grade|stage|group|channel|line|iso|covid|unit"
    r"|points?|phase|layer|windows) $",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?: ?(?:%|°C|°F|€)| (?:[A-Za-z]+(?:-[a-z]+)*))")
_NO_UNIT = word_set(
    """
    and or to of in on at for from with by than as is are was were other others more less
    times until when if that which who per feet hands kinds types groups things ways parts
    """
)


@dataclass(frozen=True)
class Figure:
    """A sentence with the place of its only number, and what the number is worth."""

    passage: Passage
    before: str
    written: str
    behind: str
    value: Decimal
    is_year: bool

    @property
    def with_gap(self) -> str:
        return f"{self.before}___{self.behind}"


def figures_in(text: SectionText, article: Article) -> Iterator[Figure]:
    """All of a section whose sentence stands alone and has this one number."""
    for passage in text.passages:
        if ":" in passage.words or not may_be_turned(passage.words):
            continue
        if passage.in_list and not holds_alone(passage, text):
            continue
        found = _figure(passage) if stands_alone(passage, text, article) else None
        if found is not None:
            yield found


def _figure(passage: Passage) -> Figure | None:
    """The number to ask for: the only one, or the one that isn't a year beside a year."""
    words = _SCALE.sub(lambda found: "x" * len(found[0]), passage.words)
    numbers = list(_NUMBER.finditer(words))
    if not 1 <= len(numbers) <= 2 or len(_numbers(words)) != len(numbers):
        return None
    if len(numbers) == 2:
        years = [number for number in numbers if re.fullmatch(r"1\d{3}|20\d\d", number[0])]
        if len(years) != 1 or _MAKE_UP.search(words):
            return None
        numbers.remove(years[0])
    return _asked(passage, numbers[0])


def _asked(passage: Passage, number: re.Match[str]) -> Figure | None:
    words = passage.words
    before, behind = words[: number.start()], words[number.end() :]
    value = quantities.number_in(number[0])
    if value is None and number[0].casefold() in _WORDS:
        value = Decimal(_WORDS[number[0].casefold()])
    if value is None or not before or re.search(r"\bone\b.*\b(?:one|other)\b", behind):
        return None
    if re.fullmatch(r"1\d{3}|20\d\d", number[0]) and (
        not _DATES.search(words) or _LIVES.search(words)
    ):
        return None
    is_year = bool(re.fullmatch(r"1\d{3}|20\d\d", number[0]) and _YEAR_BEFORE.search(before))
    return (
        Figure(passage, before, number[0], behind, value, is_year)
        if is_year or _counts_something(words, before, behind, value)
        else None
    )


def _counts_something(words: str, before: str, behind: str, value: Decimal) -> bool:
    """Whether what stands around a number makes it a measure and no name."""
    unit = _UNIT.match(behind)
    if not before.endswith(("£", "€", "$")) and (unit is None or unit[0].strip() in _NO_UNIT):
        return False
    is_exact = bool(re.search(r"\d", words))
    if (is_chat(words) if is_exact else is_talk(words)) or _MAKE_UP.search(words):
        return False
    if value < 5 and re.search(r"\b(?:its|their|the|your|both) $", before):
        return False
    if _BARE_UNIT.match(behind) or _MONTH.match(behind) or _RANGE_BEFORE.search(before):
        return False
    return not (_NAMED.search(before) or (value < 2 and value == 1))


def _numbers(words: str) -> list[str]:
    return re.findall(rf"\d+(?:[.,]\d+)*|{_ANY_NUMBER.pattern}", words, re.IGNORECASE)
