"""How likely guessing passes: against counting every case, and against somebody who guesses."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes import grading, selection
from learning.quizzes.guessing import luck, passing, whole_course, within
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

LUCKS = st.fractions(0, 1, max_denominator=7)
SOME = st.lists(LUCKS, min_size=1, max_size=7)
MARKS = st.integers(50, 100)
SEED = 20261124


def options(count: int, prefix: str = "o") -> tuple[Option, ...]:
    return tuple(Option(f"{prefix}{n}", f"text {n}") for n in range(count))


# One question


def single(count: int) -> tuple[QuestionKind, Body, AnswerKey]:
    return QuestionKind.SINGLE, Body("What?", options(count)), AnswerKey(frozenset(["o0"]))


TRUE_OR_FALSE = (
    QuestionKind.TRUE_FALSE,
    Body("So?", (Option("o0", "True"), Option("o1", "False"))),
    AnswerKey(frozenset(["o1"])),
)


def matching(right: str, matches: int) -> tuple[QuestionKind, Body, AnswerKey]:
    body = Body("Match.", options(len(right)), options(matches, "m"))
    return QuestionKind.MATCHING, body, AnswerKey(right=tuple((f"m{n}",) for n in right))


def from_words(right: str, words: int) -> tuple[QuestionKind, Body, AnswerKey]:
    body = Body(" ".join(["___"] * len(right)), matches=options(words, "m"))
    return QuestionKind.GAP, body, AnswerKey(right=tuple((f"m{n}",) for n in right))


def subsets(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(ids) + 1):
        yield from combinations(ids, size)


def every_guess(kind: QuestionKind, body: Body) -> list[tuple[str, ...]]:
    """All that somebody may choose who knows nothing but that each match is used once."""
    ids, matches = [o.id for o in body.options], [m.id for m in body.matches]
    match kind:
        case QuestionKind.MULTIPLE:
            return list(subsets(ids))
        case QuestionKind.ORDERING:
            return list(permutations(ids))
        case QuestionKind.MATCHING | QuestionKind.GAP:
            return list(permutations(matches, len(ids) or body.gaps))
    return [(id,) for id in ids]


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        single(2), single(3), single(6), TRUE_OR_FALSE,
        (QuestionKind.MULTIPLE, Body("Which?", options(4)), AnswerKey(frozenset(["o0", "o2"]))),
        (QuestionKind.MULTIPLE, Body("Which?", options(2)), AnswerKey(frozenset(["o0", "o1"]))),
        (QuestionKind.ORDERING, Body("Order.", options(4)),
         AnswerKey(right=tuple((f"o{n}",) for n in (2, 0, 3, 1)))),
        matching("201", 3), matching("02", 4), from_words("10", 3),
    ],
)  # fmt: skip
def test_luck_is_the_share_of_right_ones_among_all_guesses(
    kind: QuestionKind, body: Body, key: AnswerKey
) -> None:
    guesses = every_guess(kind, body)
    right = sum(grading.grade(kind, body, key, guess).is_correct for guess in guesses)
    assert luck(kind, body, key) == Fraction(right, len(guesses))
    assert right == 1


def test_where_the_key_uses_a_match_twice_any_match_may_stand_anywhere() -> None:
    kind, body, key = matching("001", 2)
    guesses = list(product([m.id for m in body.matches], repeat=3))
    right = sum(grading.grade(kind, body, key, guess).is_correct for guess in guesses)
    assert luck(kind, body, key) == Fraction(right, len(guesses)) == Fraction(1, 8)


@pytest.mark.parametrize("kind", [QuestionKind.GAP, QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC])
def test_what_is_typed_is_not_guessed(kind: QuestionKind) -> None:
    assert luck(kind, Body("___"), AnswerKey(right=(("grease",),))) == 0


# One quiz


def by_counting(lucks: Sequence[Fraction], shown: int, pass_mark: int) -> Fraction:
    """Every choice of questions, and every way to be right and wrong at them, one by one."""
    draws = list(combinations(lucks, min(shown, len(lucks))))
    total = Fraction(0)
    for drawn in draws:
        for outcome in product((True, False), repeat=len(drawn)):
            if sum(outcome) < grading.needed(pass_mark, len(drawn)):
                continue
            chance = Fraction(1)
            for one, is_right in zip(drawn, outcome, strict=True):
                chance *= one if is_right else 1 - one
            total += chance
    return total / len(draws)


@given(SOME, st.integers(1, 8), MARKS)
def test_the_chance_is_that_of_counting_every_case(
    lucks: list[Fraction], shown: int, pass_mark: int
) -> None:
    assert passing(lucks, shown, pass_mark) == by_counting(lucks, shown, pass_mark)


@given(SOME, st.integers(1, 8), MARKS, st.integers(1, 20))
def test_a_chance_lies_between_0_and_1_and_grows_with_the_tries(
    lucks: list[Fraction], shown: int, pass_mark: int, tries: int
) -> None:
    chance = passing(lucks, shown, pass_mark)
    assert 0 <= chance <= within(chance, tries) <= within(chance, tries + 1) <= 1


@given(SOME, st.integers(1, 8), MARKS)
def test_a_higher_pass_mark_never_makes_it_easier(
    lucks: list[Fraction], shown: int, pass_mark: int
) -> None:
    assert passing(lucks, shown, min(100, pass_mark + 5)) <= passing(lucks, shown, pass_mark)


@given(st.lists(st.integers(2, 5), min_size=1, max_size=7), st.data(), MARKS)
def test_one_option_more_makes_it_harder_unless_it_never_mattered(
    counts: list[int], data: st.DataObject, pass_mark: int
) -> None:
    at = data.draw(st.integers(0, len(counts) - 1))
    more = [count + (place == at) for place, count in enumerate(counts)]
    before, after = (
        passing([luck(*single(count)) for count in each], len(each), pass_mark)
        for each in (counts, more)
    )
    assert after < before


@given(st.lists(LUCKS, max_size=6), st.integers(1, 20))
def test_a_course_is_passed_by_passing_each_quiz(chances: list[Fraction], tries: int) -> None:
    expected = Fraction(1)
    for chance in chances:
        expected *= 1 - (1 - chance) ** tries
    assert whole_course(chances, tries) == expected


@given(st.lists(st.fractions(0, Fraction(1, 2), max_denominator=9), min_size=1, max_size=6),
       st.integers(1, 19))  # fmt: skip
def test_more_modules_and_fewer_tries_make_it_rarer(chances: list[Fraction], tries: int) -> None:
    assert whole_course([*chances, Fraction(1, 2)], tries) <= whole_course(chances, tries)
    assert whole_course(chances, tries) <= whole_course(chances, tries + 1)


# Questions, options, needed of them; then in per cent: a pure guesser in one try and in three, and
# whoever knows 60, 80 and 90 % of the matter and guesses the rest.
TABLE = """
5  3  4   4.5   13.0   60  87  96
5  4  4   1.6   4.6    53  84  95
6  3  5   1.8   5.3    49  81  94
8  3  7   0.3   0.8    33  71  90
10 3  8   0.3   1.0    48  86  98
12 3  10  0.05  -      34  79  96
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_figures_that_the_defaults_were_chosen_by(line: str) -> None:
    questions, options_each, least, once, thrice, *knowing = line.split()
    asked, one = int(questions), Fraction(1, int(options_each))
    mark = int(least) * 100 // asked
    assert grading.needed(mark, asked) == int(least)
    chance = passing([one] * asked, asked, mark)
    assert is_printed(chance, once)
    assert thrice == "-" or is_printed(within(chance, 3), thrice)
    for known, printed in zip((60, 80, 90), knowing, strict=True):
        either = Fraction(known, 100) + Fraction(100 - known, 100) * one
        assert is_printed(passing([either] * asked, asked, mark), printed)


def is_printed(chance: Fraction, printed: str) -> bool:
    """Whether a chance, in per cent and to as many digits, reads like this."""
    return f"{float(chance * 100):.{len(printed.partition('.')[2])}f}" == printed


# Somebody who guesses

QUIZ = (*[single(3)] * 4, TRUE_OR_FALSE)
QUIZZES = 20_000


def guessed(random: Random) -> bool:
    """One try at the quiz, drawn, shown and graded as the product does; chance chooses."""
    right = 0
    for kind, body, key in selection.drawn(QUIZ, 5, random):
        shown = grading.present(kind, body, grading.shown_order(kind, body, random))
        given = grading.read(kind, body, [random.choice(shown.options).id])
        right += grading.grade(kind, body, key, given).is_correct
    return right >= grading.needed(80, 5)


def test_somebody_who_guesses_passes_as_often_as_computed_and_no_course() -> None:
    chance = passing([luck(*question) for question in QUIZ], 5, 80)
    random = Random(SEED)
    for tries in (1, 3):
        passed = sum(any(guessed(random) for _ in range(tries)) for _ in range(QUIZZES))
        expected = float(within(chance, tries))
        # Four standard errors: by chance alone once in 16,000 seeds.
        bound = 4 * sqrt(expected * (1 - expected) / QUIZZES)
        assert abs(passed / QUIZZES - expected) <= bound, tries
    assert whole_course([chance] * 6, 3) < Fraction(1, 10_000)
