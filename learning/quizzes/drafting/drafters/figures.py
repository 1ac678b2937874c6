"""Questions on numbers: chosen where nobody knows them by heart, typed where rules set them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from random import Random

from learning.quizzes import quantities
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.antecedents import names_subject
from learning.quizzes.drafting.drafters import near_numbers
from learning.quizzes.drafting.facts.figures import Figure, figures_in
from learning.quizzes.drafting.facts.pairs import Pair, pairs_in
from learning.quizzes.drafting.facts.ranges import Range, ranges_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.kinds.contract import QuestionKind

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"\b(?:1\d{3}|20[012]\d)\b")
# A number behind one of these is a bound or an estimate: nobody can type it exactly.
_HEDGED = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|over|more than|less than|fewer than"
    r"|up to"
    r"|under|below|above|at least|at most|some|only about|close to|estimated|around|as much as)"
    r" (?:(?:every|the|a|each) )?[€$£]?$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:over|(?<!no )more than|above|at least|beyond) [€$£]?$", re.IGNORECASE)
LARGEST_TYPED = 100


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Two numbers of a sentence, then single ones: choice, and typed by turns."""
    for pair in pairs_in(text, article):
        yield from _both(article, text, pair, random)
    for span in ranges_in(text, article):
        yield from _range(article, text, span, random)
    taken, years = _numbers_of(article.sentences)
    for number, figure in enumerate(figures_in(text, article)):
        values = near_numbers.near(figure, taken, years)
        if _AT_LEAST.search(figure.before):
            # "Over 600" is over 500 as well.
            values = [value for value in values if value > figure.value]
        rank = text.section.position + number
        wrong = near_numbers.two_of(values, figure.value, rank, random)
        if _is_typed(figure) and (number % 2 or not wrong):
            yield _numeric(article, text, figure)
        elif wrong:
            yield _single(article, text, figure, [near_numbers.written(v, figure) for v in wrong])


@lru_cache(maxsize=4)
def _numbers_of(sentences: tuple[str, ...]) -> tuple[frozenset[Decimal], tuple[int, ...]]:
    """Every number of the article, and its years in order."""
    found = (
        quantities.number_in(number)
        for sentence in sentences
        for number in _DIGITS.findall(sentence)
    )
    years = {int(y) for sentence in sentences for y in _YEAR.findall(sentence)}
    return frozenset(n for n in found if n is not None), tuple(sorted(years))


def _is_typed(figure: Figure) -> bool:
    return (
        not _HEDGED.search(figure.before)
        and not figure.is_year
        and figure.value <= LARGEST_TYPED
        and figure.value == figure.value.to_integral_value()
    )


def _stem(text: SectionText, question: str) -> str:
    by = f"the article’s section “{text.name}”" if names_subject(text) else "the article"
    return f"According to {by}, {question}?"


def _single(article: Article, text: SectionText, figure: Figure, wrong: list[str]) -> Wording:
    said = f"The article says {figure.written}: “{figure.passage.words}”"
    return wordings.choice(
        article,
        f"{_stem(text, 'which number belongs in the gap')} “{figure.with_gap}”",
        [figure.written],
        [(each, f"Not {each}. {said}") for each in wrong], said, [figure.passage],
    )  # fmt: skip


def _numeric(article: Article, text: SectionText, figure: Figure) -> Wording:
    return wordings.typed(
        article,
        QuestionKind.NUMERIC,
        f"{_stem(text, 'which number belongs in the gap')} “{figure.with_gap}”",
        [f"{figure.value:f}"],
        f"The article says {figure.written}: “{figure.passage.words}”",
        [figure.passage],
    )


def _both(article: Article, text: SectionText, pair: Pair, random: Random) -> Iterator[Wording]:
    """Both numbers as they are, the other way round, and one of them beside a third."""
    taken, _ = _numbers_of(article.sentences)
    values = near_numbers.near(pair.first, taken, ())
    others = [v for v in values if (v > pair.first.value) == (pair.first.value > pair.second.value)]
    between = [v for v in values if v not in others]
    thirds = between or others
    if not thirds:
        return
    third = near_numbers.written(random.choice(thirds), pair.first)
    one, other = pair.first.written, pair.second.written
    said = f"The article says: “{pair.first.passage.words}”"
    yield wordings.choice(
        article,
        f"{_stem(text, 'which numbers belong in the two gaps, in this order')} “{pair.with_gaps}”",
        [f"{one} and {other}"],
        [
            (f"{other} and {one}", f"It is the other way round. {said}"),
            (f"{third} and {one}", said),
        ],
        said,
        [pair.first.passage],
    )


def _range(article: Article, text: SectionText, span: Range, random: Random) -> Iterator[Wording]:
    """The range beside two of its width that don't touch it."""
    beside = near_numbers.spans_beside(span.low, span.high)
    if len(beside) < 2:
        return
    said = f"The article says {span.written(span.low, span.high)}: “{span.passage.words}”"
    one = random.choice(beside)
    other = random.choice([b for b in beside if b[1] < one[0] or b[0] > one[1]] or beside)
    if one == other or not (other[1] < one[0] or other[0] > one[1]):
        return
    texts = [span.written(*each) for each in (one, other)]
    yield wordings.choice(
        article,
        f"{_stem(text, 'which numbers belong in the gap')} “{span.with_gap}”",
        [span.written(span.low, span.high)],
        [(each, f"Not {each}. {said}") for each in texts],
        said,
        [span.passage],
    )
