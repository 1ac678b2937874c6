"""Wrong numbers beside a right one: as round, of its size, and such as people use with its unit."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from learning.quizzes.drafting.facts.figures import Figure

# Numbers people use with a unit: neighbours of one are plausible where a computed number isn't.
_LADDERS = {
    "hour": (6, 8, 12, 24, 36, 48, 72, 96),
    "day": (5, 7, 10, 14, 15, 21, 28, 30, 45, 60, 90, 120),
    "working day": (2, 3, 5, 7, 10, 15, 20),
    "minute": (5, 10, 15, 20, 30, 45, 60, 90, 120),
    "month": (3, 6, 9, 12, 18, 24, 36),
    "second": (5, 10, 15, 20, 30, 45, 60, 90),
}
_ONE_IN = tuple(map(Decimal, (2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000)))
_PURITIES = tuple(
    map(Decimal, ("95", "98", "99", "99.5", "99.9", "99.95", "99.99", "99.995", "99.999"))
)
_SPELLED = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_SPELT = dict(enumerate(_SPELLED.split(), 2))
_SHARE = re.compile(r"\s?(?:%|percent\b|per cent\b)")
_ROUGH = re.compile(r"\b(?:around|about|circa|roughly|by|before|after|since) $", re.IGNORECASE)
# A year is mistaken for one of its time, not for one of another age.
YEARS_APART = range(4, 16)
# Numbers with more digits that count nobody knows or guesses.
MOST_DIGITS = 3
UNEVEN = Decimal("0.5")
_LOWEST, _HIGHEST = Decimal("0.55"), Decimal("1.7")
NEAREST = Decimal("0.12")


def near(figure: Figure, taken: Iterable[Decimal], years: Sequence[int]) -> list[Decimal]:
    """Numbers that could stand there as well, without those that are `taken`, in order."""
    known = set(taken)
    found = {v for v in _candidates(figure, years) if v > 0 and v != figure.value}
    if figure.is_year or figure.value in _PURITIES:
        return sorted(found)
    return sorted(v for v in found - known if abs(v / figure.value - 1) >= NEAREST)


def two_of(values: Sequence[Decimal], right: Decimal, rank: int, random: Random) -> list[Decimal]:
    """Two of them, so that the right one is the smallest, the middle or the largest by `rank`.

    The three stand about as far from each other: two that huddle give the third away.
    """
    pairs = [(one, other) for one in values for other in values if one < other]
    for lower in ((0, 1, 2), (1, 2, 0), (2, 1, 0))[rank % 3]:
        fitting = [pair for pair in pairs if sum(v < right for v in pair) == lower]
        if fitting:
            fitting.sort(key=lambda pair: (_unevenness(pair, right), pair))
            even = [p for p in fitting if _unevenness(p, right) <= UNEVEN] or fitting[:1]
            return list(random.choice(even))
    return []


def _unevenness(pair: tuple[Decimal, Decimal], right: Decimal) -> Decimal:
    """How much larger the one gap between the three is than the other, as a share of the larger."""
    low, middle, high = sorted((*pair, right))
    wide, narrow = max(middle - low, high - middle), min(middle - low, high - middle)
    return 1 - narrow / wide


def spans_beside(low: Decimal, high: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Ranges about as wide and as round, below and above, which don't touch it."""
    unit = Decimal(1).scaleb(min(_exponent(low), _exponent(high)))
    grains = [unit * step for step in (50, 25, 10, 5, 2, 1)]
    grain = next(g for g in (*grains, unit) if (low % g == 0 and high % g == 0) or g == unit)
    width = high - low
    apart = max(grain, (width / 2 // grain) * grain)
    less = max(grain, (width / 3 // grain) * grain)
    below = [(low - width - apart, low - apart), (low - grain - less, low - grain)]
    above = [
        (high + apart, high + apart + width),
        (high + 2 * apart + width, high + 2 * (apart + width)),
    ]
    found = [each for each in (*below, *above) if each[0] > 0 and each[0] * 4 >= low]
    return list(dict.fromkeys(found))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent if value != value.to_integral_value() else None
    if isinstance(exponent, int):
        return exponent
    plain = value.normalize().as_tuple().exponent
    return plain if isinstance(plain, int) else 0


def written(value: Decimal, figure: Figure) -> str:
    """In words or digits, with or without signs between thousands, as the right one is."""
    if not figure.written[0].isdigit():
        return _SPELT.get(int(value), f"{value:f}")
    return f"{value:,f}" if "," in figure.written else f"{value:f}"


def _candidates(figure: Figure, years: Sequence[int]) -> Iterable[Decimal]:
    value = figure.value
    if figure.is_year:
        is_rough = bool(_ROUGH.search(figure.before))
        return _roughly(int(value)) if is_rough else _years(int(value), years)
    if re.search(r"\bone in $", figure.before, re.IGNORECASE):
        return _beside(value, _ONE_IN)
    for unit, ladder in _LADDERS.items():
        if re.match(rf" {unit}s?\b", figure.behind) and value in ladder:
            return _beside(value, tuple(map(Decimal, ladder)))
    if _SHARE.match(figure.behind):
        return _shares(value)
    if value == 10:
        return [Decimal(5), Decimal(15), Decimal(20)]
    if value <= 12 and value == value.to_integral_value():
        steps = (-2, -1, 1, 2) if value <= 5 else (-3, -2, 2, 3, 4)
        return [value + step for step in steps if value + step >= 2]
    return _as_round(value)


def _beside(value: Decimal, ladder: Sequence[Decimal]) -> list[Decimal]:
    if value not in ladder:
        return []
    place = ladder.index(value)
    return [*ladder[max(0, place - 2) : place], *ladder[place + 1 : place + 3]]


def _years(year: int, years: Sequence[int]) -> list[Decimal]:
    """Other years of the article first; else years within its range."""
    others = [y for y in years if abs(y - year) in range(2, 41)]
    if len(others) >= 2:
        return [Decimal(y) for y in others]
    first, last = (min(years), max(years)) if len(years) >= 3 else (year - 15, year + 15)
    steps = [year + sign * n for n in YEARS_APART for sign in (-1, 1)]
    return [Decimal(y) for y in {*others, *steps} if first <= y <= last and y <= 2024]


def _roughly(year: int) -> list[Decimal]:
    """Years far enough from one that is no exact date itself."""
    return [Decimal(year + n) for n in (-60, -50, -40, -30, 30, 40, 50, 60) if year + n <= 2024]


def _shares(value: Decimal) -> list[Decimal]:
    if value > 90 and value in _PURITIES:
        return _beside(value, _PURITIES)
    if value > 90:
        return []
    if value < 10:
        return [v for v in _as_round(value) if v >= 1]
    return [v for v in _as_round(value) if v < 97]


def _as_round(value: Decimal) -> list[Decimal]:
    """Multiples of the same round number, from half to one and a half times the value."""
    digits = value.normalize().as_tuple()
    most = MOST_DIGITS - (value != value.to_integral_value())
    if len(digits.digits) > most or not isinstance(digits.exponent, int):
        return []
    unit = Decimal(1).scaleb(digits.exponent)
    grains = [unit * step for step in (25, 10, 5, 2, 1)]
    grain = next(
        (g for g in grains if value % g == 0 and 5 <= value / g <= 24), grains[-1]
    )  # fmt: skip
    found = []
    number = int(value / grain)
    for other in range(1, 2 * number + 2):
        candidate = other * grain
        ratio = candidate / value
        if _LOWEST <= ratio <= _HIGHEST and abs(ratio - 1) >= NEAREST and _alike(candidate, value):
            found.append(candidate.quantize(unit) if digits.exponent < 0 else candidate)
    return found


def _alike(candidate: Decimal, value: Decimal) -> bool:
    """Whether one has no more digits that count than the other."""
    return len(candidate.normalize().as_tuple().digits) == len(
        value.normalize().as_tuple().digits
    ) or (value % 5 == 0 and candidate % 5 == 0)
