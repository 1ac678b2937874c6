"""Single choice: several options, exactly one of them right."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Shuffled, so that no place is the usual place of the key."""
    ids = [option.id for option in body.options]
    random.shuffle(ids)
    return tuple(ids)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The one chosen id; None for nothing, several, or an id the question doesn't have."""
    known = {option.id for option in body.options}
    if len(values) != 1 or values[0] not in known:
        return None
    return (values[0],)


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for the right option."""
    return Grade(int(frozenset(given) == key.correct), 1)


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Nothing: each option tells for itself whether it was chosen and whether it is right."""
    return ()


def problems(body: Body, key: AnswerKey) -> list[str]:
    """Exactly one option has to be right."""
    if not key.correct:
        return ["no-key"]
    return ["two-keys"] if len(key.correct) > 1 else []
