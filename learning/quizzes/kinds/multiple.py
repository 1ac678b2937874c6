"""Multiple choice: several options, one or more of them right."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds import single
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = True
FIXED_OPTIONS: tuple[str, ...] = ()


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Shuffled, as for single choice."""
    return single.shown_order(body, random)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The chosen ids, each once, in id order; None for nothing or an unknown id."""
    known = {option.id for option in body.options}
    if not values or not set(values) <= known:
        return None
    return tuple(sorted(set(values)))


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """(right - wrong) of the right options, never below 0; only all of them count as right."""
    chosen = frozenset(given)
    right = len(chosen & key.correct)
    wrong = len(chosen - key.correct)
    return Grade(max(0, right - wrong), len(key.correct))


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Nothing: each option tells for itself whether it was chosen and whether it is right."""
    return ()


def problems(body: Body, key: AnswerKey) -> list[str]:
    """At least one option has to be right."""
    return [] if key.correct else ["no-key"]
