"""Questions on numbers: typed where they are small, chosen where nobody knows them by heart."""

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from learning.quizzes import quantities
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.figures import Figure, figures_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.kinds.contract import QuestionKind

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# Numbers people use with a unit: neighbours of one are plausible where a computed number isn't.
_LADDERS = {
    "hour": (6, 12, 24, 36, 48, 72, 96),
    "day": (5, 7, 10, 14, 21, 28, 30, 45, 60, 90, 120),
    "minute": (5, 10, 15, 20, 30, 45, 60, 90, 120),
    "month": (3, 6, 9, 12, 18, 24, 36),
    "second": (5, 10, 15, 20, 30, 45, 60, 90),
}
_SPELLED = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_SPELT = dict(enumerate(_SPELLED.split(), 2))
_STEM = "Which number belongs in the gap, according to the article? “{}”"


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Single choice and a typed number by turns."""
    for number, figure in enumerate(figures_in(text, article)):
        wrong = _wrong(figure, article, random)
        if len(wrong) == 2 and (number % 2 == 0 or figure.value >= 1000):
            yield _single(article, figure, wrong)
        else:
            yield _numeric(article, figure)


def _single(article: Article, figure: Figure, wrong: list[str]) -> Wording:
    said = f"The article says {figure.written}: “{figure.passage.words}”"
    return wordings.choice(
        article, _STEM.format(figure.with_gap), [figure.written],
        [(each, f"Not {each}. {said}") for each in wrong], said, [figure.passage],
    )  # fmt: skip


def _numeric(article: Article, figure: Figure) -> Wording:
    return wordings.typed(
        article,
        QuestionKind.NUMERIC,
        _STEM.format(figure.with_gap),
        [f"{figure.value:f}"],
        f"The article says {figure.written}: “{figure.passage.words}”",
        [figure.passage],
    )


def _wrong(figure: Figure, article: Article, random: Random) -> list[str]:
    """Two other numbers of the same form, which the article nowhere has."""
    known = {
        quantities.number_in(number)
        for sentence in article.sentences
        for number in _DIGITS.findall(sentence)
    }
    values = [v for v in _near(figure) if v > 0 and v != figure.value and v not in known]
    low = [v for v in values if v < figure.value]
    high = [v for v in values if v > figure.value]
    shape = random.choice(((low, low), (low, high), (high, high)))
    chosen: list[Decimal] = []
    for side in shape:
        left = [v for v in side if v not in chosen] or [v for v in values if v not in chosen]
        if left:
            chosen.append(random.choice(left))
    return [_written(value, figure) for value in sorted(chosen)]


def _near(figure: Figure) -> list[Decimal]:
    value = figure.value
    ladder = next((_LADDERS[u] for u in _LADDERS if re.match(rf" {u}s?\b", figure.behind)), ())
    if value in ladder:
        place = ladder.index(int(value))
        return [Decimal(each) for each in (*ladder[max(0, place - 2) : place],
                                           *ladder[place + 1 : place + 3])]  # fmt: skip
    if figure.is_year:
        return [value + step for step in (-43, -28, -17, 17, 28, 43) if value + step < 2020]
    if figure.behind.lstrip().startswith(("degree", "°")) and value > 12:
        return [value + step for step in (-8, -5, -3, 3, 5, 8)]
    if value <= 12 and value == value.to_integral_value():
        steps = (-2, -1, 1, 2, 3) if value <= 5 else (-3, -2, 2, 3, 4)
        return [value + step for step in steps if value + step >= 2]
    if figure.behind.lstrip().startswith(("%", "percent", "per cent")) and value > 50:
        return [value - step for step in (30, 20, 10)] + [v for v in (value + 10,) if v < 100]
    factors = ("0.5", "0.75", "1.5", "2") if value % 4 == 0 else ("0.4", "0.6", "1.4", "2")
    return [_rounded(value * Decimal(factor), value) for factor in factors]


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """As round as the number it stands beside."""
    digits = like.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return (
        value.quantize(Decimal(1).scaleb(exponent))
        if exponent < 0
        else ((value / Decimal(10) ** exponent).to_integral_value() * Decimal(10) ** exponent)
    )


def _written(value: Decimal, figure: Figure) -> str:
    if not figure.written[0].isdigit():
        return _SPELT.get(int(value), f"{value:f}")
    if "." in figure.written:
        return f"{value:f}"
    return f"{value:,f}" if "," in figure.written else f"{value:f}"
