"""How likely it is that somebody who only guesses passes a quiz, or a whole course."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial, perm, prod

from learning.quizzes.grading import needed
from learning.quizzes.kinds.contract import AnswerKey, Body, QuestionKind


def luck(kind: QuestionKind, body: Body, key: AnswerKey) -> Fraction:
    """The chance that a guess at one question is fully right; what is typed can't be guessed.

    Of several right options any but no option may be chosen. Whoever matches, or fills gaps from
    given words, uses each once, unless the key itself uses one twice.
    """
    match kind:
        case QuestionKind.SINGLE | QuestionKind.TRUE_FALSE:
            return Fraction(1, len(body.options))
        case QuestionKind.MULTIPLE:
            return Fraction(1, 2 ** len(body.options) - 1)
        case QuestionKind.ORDERING:
            return Fraction(1, factorial(len(body.options)))
        case QuestionKind.MATCHING | QuestionKind.GAP if body.matches:
            return _filled(len(body.matches), key.right)
    return Fraction(0)


def _filled(choices: int, right: Sequence[Sequence[str]]) -> Fraction:
    """The chance to fill each place with what is right there."""
    accepted = [set(ids) for ids in right]
    is_each_once = len(set().union(*accepted)) == sum(map(len, accepted))
    ways = perm(choices, len(right)) if is_each_once else choices ** len(right)
    return Fraction(prod(map(len, accepted)), ways)


def passing(lucks: Sequence[Fraction], shown: int, pass_mark: int) -> Fraction:
    """The chance to pass in one try that asks `shown` of the questions, exactly; 1 without any.

    Every choice of so many questions is as likely as any other, so this is the average over all of
    them. Of each the number of right guesses is Poisson binomial
    (https://en.wikipedia.org/wiki/Poisson_binomial_distribution).
    """
    shown = min(shown, len(lucks))
    if not shown:
        return Fraction(1)
    ways = _ways(lucks, shown)
    least = needed(pass_mark, shown)
    every = comb(len(lucks), shown) * prod(luck.denominator for luck in lucks)
    return Fraction(sum(ways[shown, right] for right in range(least, shown + 1)), every)


def _ways(lucks: Sequence[Fraction], shown: int) -> Counter[tuple[int, int]]:
    """By (asked, right) how often it comes to that, in whole numbers, which stay exact and fast."""
    ways = Counter({(0, 0): 1})
    for place, one in enumerate(lucks, 1):
        left = len(lucks) - place
        after: Counter[tuple[int, int]] = Counter()
        for (asked, right), so_far in ways.items():
            if asked + left >= shown:  # enough others are left
                after[asked, right] += so_far * one.denominator
            if asked < shown:
                after[asked + 1, right + 1] += so_far * one.numerator
                after[asked + 1, right] += so_far * (one.denominator - one.numerator)
        ways = after
    return ways


def within(chance: Fraction, tries: int) -> Fraction:
    """The chance to pass in one of so many tries, of which none teaches anything.

    Exact where each try asks all questions; where it draws some, each is taken as drawn anew.
    """
    return 1 - (1 - chance) ** tries


def whole_course(chances: Sequence[Fraction], tries: int) -> Fraction:
    """The chance to pass every quiz of a course, each within so many tries."""
    return prod((within(chance, tries) for chance in chances), start=Fraction(1))
