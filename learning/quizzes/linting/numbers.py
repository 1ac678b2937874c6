"""Numbers, ranges and amounts in a text, whether written as digits or as words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from learning.quizzes import quantities
from learning.quizzes.linting.words import any_of

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NAMED = {word: value for value, word in enumerate(_ONES.split())} | {
    word: tens * 10 for tens, word in enumerate(_TENS.split(), 2)
}
_POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PARTS = {
    "half": Decimal("0.5"), "third": Decimal(1) / 3, "quarter": Decimal("0.25"),
    "fifth": Decimal("0.2"), "tenth": Decimal("0.1"), "dozen": Decimal(12), "twice": Decimal(2),
    "double": Decimal(2), "thrice": Decimal(3), "triple": Decimal(3), "once": Decimal(1),
    "both": Decimal(2), "pair": Decimal(2), "couple": Decimal(2), "fortnight": Decimal(2),
    "decade": Decimal(10), "century": Decimal(100),
}  # fmt: skip
_DIGITS = re.compile(r"(?<![\w.,])[-−]?\d+(?:[.,]\d+)*")
_NUMBER_WORDS = "|".join(sorted([*_NAMED, *_POWERS], key=len, reverse=True))
_SPELLED = re.compile(rf"\b(?:{_NUMBER_WORDS})(?:(?:[ -]| and )(?:{_NUMBER_WORDS}))*\b")
_PART = re.compile(rf"\b(?:{'|'.join(_PARTS)})s?\b")
_UNIT = r"\s*(?:%|[^\W\d_]+|°\s?[CF]|[€$£])?"
_RANGE = re.compile(
    rf"(?:between |from )?({{n}}){_UNIT}\s*(?:-|–|—|to|and)\s*({{n}})".replace(
        "{n}", r"[-−]?[€$£]?\d+(?:[.,]\d+)*"
    )
)
_FIGURE = r"[€$£]?(\d+(?:[.,]\d+)*)"
_LESS = any_of(
    """less than, under, below, fewer than, up to, at most, no more than, within, shorter than,
    smaller than, lower than, maximum of"""
)
_MORE = any_of(
    """more than, over, above, at least, no less than, no fewer than, longer than, greater than,
    higher than, minimum of"""
)
_BELOW = re.compile(rf"\b(?:{_LESS})\s+{_FIGURE}")
_ABOVE = re.compile(rf"\b(?:{_MORE})\s+{_FIGURE}|{_FIGURE}(?:\s*\w+)?\s+or (?:more|longer)")
_STRICT = re.compile(r"(?:less|more|fewer|shorter|smaller|lower|longer|greater|higher) than|under"
                     r"|below|over|above")  # fmt: skip
_LARGE = Decimal(10) ** 30


@dataclass(frozen=True)
class Span:
    """All values from `low` to `high`; an open end doesn't hold its own value."""

    low: Decimal
    high: Decimal
    is_low_open: bool = False
    is_high_open: bool = False

    def holds(self, value: Decimal) -> bool:
        above = value > self.low if self.is_low_open else value >= self.low
        below = value < self.high if self.is_high_open else value <= self.high
        return above and below

    def meets(self, other: "Span") -> bool:
        if self.low == self.high:
            return other.holds(self.low)
        if other.low == other.high:
            return self.holds(other.low)
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and self.holds(low) and other.holds(low))

    def is_within(self, other: "Span") -> bool:
        return other.low <= self.low and self.high <= other.high


@lru_cache(maxsize=4_000)
def numbers_in(text: str) -> frozenset[Decimal]:
    """The values of all numbers of a text, in digits and in words; dates are numbers too."""
    found = {value for value, _ in _placed(text.casefold())}
    found |= {value for word in _PART.findall(text.casefold()) for value in _of_part(word)}
    return frozenset(found)


@lru_cache(maxsize=4_000)
def plain_numbers_in(text: str) -> frozenset[Decimal]:
    """The values of those numbers that can't be anything else: not "one", "half", "both"."""
    return frozenset(value for value, written in _placed(text.casefold()) if written != "one")


def amount(text: str) -> tuple[Span, str] | None:
    """What an option says that is only a number or a range, and its unit; None for others."""
    plain = " ".join(_in_digits(text.casefold()).split()).rstrip(".")
    span = _span(plain)
    if span is None:
        return None
    rest = re.sub(r"[-−]?\d+(?:[.,]\d+)*", " ", plain)
    rest = re.sub(r"\b(?:between|from|to|and|about|around|less|more|than|under|over|at|least|most|"
                  r"up|or|fewer|within|above|below|longer|shorter|exactly|no|only|just|higher|lower|"
                  r"greater|smaller|roughly|approximately|nearly|almost|later|earlier|after|in|a|by|"
                  r"every|per|for|of|the)\b|[-–—−,.~≈<>+]", " ", rest)  # fmt: skip
    left = rest.split()
    return (span, left[0].rstrip("s") if left else "") if len(left) <= 2 else None


@dataclass(frozen=True)
class StatedRange:
    """A range as a stem states it; without two ends it may be what is asked for."""

    span: Span
    unit: str
    has_ends: bool


def stated_range(text: str) -> StatedRange | None:
    """The range that a stem says the answer is in, if it says one."""
    plain = _in_digits(text.casefold())
    span = _span(plain, only_ranges=True)
    if span is None:
        return None
    has_ends = abs(span.low) != _LARGE != abs(span.high)
    edge = f"{(span.high if has_ends or span.high != _LARGE else span.low):f}"
    found = re.search(rf"{re.escape(edge)}\s*([^\W\d_]+|%|°)?", plain)
    unit = found[1].rstrip("s") if found and found[1] else ""
    return StatedRange(span, unit if unit in _UNITS else "", has_ends)


def _span(plain: str, *, only_ranges: bool = False) -> Span | None:
    if found := _RANGE.search(plain):
        values = [quantities.number_in(text.lstrip("€$£")) for text in found.groups()]
        if values[0] is not None and values[1] is not None and values[0] <= values[1]:
            return Span(values[0], values[1])
    for pattern, is_below in ((_BELOW, True), (_ABOVE, False)):
        found = pattern.search(plain)
        value = quantities.number_in(next(filter(None, found.groups()))) if found else None
        if found and value is not None:
            is_open = _STRICT.match(found[0]) is not None
            low, high = (-_LARGE, value) if is_below else (value, _LARGE)
            return Span(low, high, not is_below and is_open, is_below and is_open)
    values_said = [quantities.value_of(each.lstrip("-−")) for each in _DIGITS.findall(plain)]
    if only_ranges or len(values_said) != 1 or values_said[0] is None:
        return None
    return Span(values_said[0], values_said[0])


def _placed(text: str) -> Iterator[tuple[Decimal, str]]:
    text = re.sub(r"(?<=\d):00\b", "", text)
    for found in _DIGITS.finditer(text):
        value = quantities.value_of(found[0].lstrip("-−"))
        if value is not None:
            yield value, found[0]
    for found in _SPELLED.finditer(text):
        yield Decimal(_spelled(found[0])), found[0]


def _spelled(text: str) -> int:
    total = current = 0
    for word in re.split(r"[ -]+", text):
        if word in _POWERS:
            current = max(current, 1) * _POWERS[word]
            if _POWERS[word] > 100:
                total, current = total + current, 0
        elif word != "and":
            current += _NAMED[word]
    return total + current


def _of_part(word: str) -> Iterator[Decimal]:
    value = _PARTS[word if word in _PARTS else word.removesuffix("s")]
    yield value
    if value < 1:
        yield value * 100


def _in_digits(text: str) -> str:
    text = re.sub(r"\bhalf an? (?=\w)", "0.5 ", re.sub(r"\ba quarter of an? ", "0.25 ", text))
    return _SPELLED.sub(lambda found: str(_spelled(found[0])), text)


# How many of the second are in one of the first.
_CONVERSIONS = {
    ("year", "month"): 12, ("year", "week"): 52, ("year", "day"): 365, ("month", "week"): 4,
    ("week", "day"): 7, ("fortnight", "day"): 14, ("fortnight", "week"): 2, ("day", "hour"): 24,
    ("hour", "minute"): 60, ("minute", "second"): 60, ("kg", "g"): 1000, ("g", "mg"): 1000,
    ("km", "m"): 1000, ("m", "cm"): 100, ("cm", "mm"): 10, ("l", "ml"): 1000,
    ("litre", "millilitre"): 1000, ("liter", "milliliter"): 1000, ("metre", "centimetre"): 100,
    ("meter", "centimeter"): 100, ("kilogram", "gram"): 1000, ("kilometre", "metre"): 1000,
    ("decade", "year"): 10, ("century", "year"): 100, ("dozen", ""): 12,
    ("ton", "kilogram"): 1000, ("tonne", "kilogram"): 1000, ("tonne", "kg"): 1000,
    ("centimetre", "millimetre"): 10, ("centimeter", "millimeter"): 10,
}  # fmt: skip


def converted(text: str) -> frozenset[Decimal]:
    """The amounts of a text in other units: of "2 weeks" 14, since that many are the days."""
    digits = re.sub(r"\ban? (?=\w)", "1 ", _in_digits(text.casefold()))
    found: set[Decimal] = set()
    for number, unit in re.findall(r"(\d+(?:[.,]\d+)*)[ -]?([^\W\d_]+)", digits):
        value = quantities.value_of(number)
        for (large, small), factor in _CONVERSIONS.items() if value is not None else ():
            assert value is not None
            if unit.rstrip("s") == large:
                found.add(value * factor)
            elif unit.rstrip("s") == small and small:
                found.add(value / factor)
    return frozenset(found)


_UNITS = frozenset(unit for pair in _CONVERSIONS for unit in pair if unit) | {
    "%",
    "percent",
    "euro",
    "dollar",
    "pound",
    "degree",
}


def other_unit(text: str, quote: str) -> str:
    """The unit that a quote gives an amount in, where that isn't the amount's own; "" otherwise."""
    found = amount(text)
    if found is None or found[1] not in _UNITS or found[0].low in converted(quote):
        return ""
    digits = _in_digits(quote.casefold())
    units = [
        unit.rstrip("s")
        for number, unit in re.findall(r"(\d+(?:[.,]\d+)*)[ -]?([^\W\d_]+|%)", digits)
        if quantities.value_of(number) == found[0].high
    ]
    named = {unit.rstrip("s") for unit in re.findall(r"[^\W\d_]+|%", digits)}
    is_named = any(quantities.is_same_unit(unit, found[1]) for unit in named)
    return units[0] if units and units[0] in _UNITS and not is_named else ""
