"""True or false: a statement, and whether the article supports it."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds import single
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ("True", "False")


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Always True, then False: a shuffle would only slow the reader down."""
    by_text = {option.text: option.id for option in body.options}
    return tuple(by_text[text] for text in FIXED_OPTIONS)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The one chosen id, as for single choice."""
    return single.read(values, body)


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for the right side."""
    return single.grade(body, key, given)


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Nothing: each option tells for itself whether it was chosen and whether it is right."""
    return ()


def problems(body: Body, key: AnswerKey) -> list[str]:
    """Exactly the two fixed options, one of them right."""
    if tuple(sorted(option.text for option in body.options)) != tuple(sorted(FIXED_OPTIONS)):
        return ["options-not-true-false"]
    return single.problems(body, key)
