"""Numeric: a number, right within a tolerance, with the question's unit or without one."""

from collections.abc import Sequence
from random import Random

from learning.quizzes import quantities
from learning.quizzes.kinds import short_text
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Nothing to shuffle."""
    return ()


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The text as typed; None when it doesn't begin with a number."""
    given = short_text.read(values, body)
    return given if given and quantities.quantity_in(given[0]) else None


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for a number at most the tolerance away. A unit, if typed, has to be the right one.

    Which unit that is says the field, or else the stem.
    """
    found = quantities.quantity_in(given[0]) if len(given) == 1 else None
    if found is None:
        return Grade(0, 1)
    value, unit = found
    wanted, tolerance = (quantities.number_in(text) for text in (key.right[0][0], key.tolerance))
    is_close = wanted is not None and tolerance is not None and abs(value - wanted) <= tolerance
    return Grade(int(is_close and (not unit or _is_unit(unit, body))), 1)


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """The number beside the right one, with its unit and tolerance."""
    right = f"{key.right[0][0]} {body.unit}".strip()
    if quantities.number_in(key.tolerance):
        right += f" (± {key.tolerance})"
    return (ReviewedPart("", given[0], right, grade(body, key, given).is_correct),)


def problems(body: Body, key: AnswerKey) -> list[str]:
    """A value that is a number, and a tolerance that is one and not negative."""
    value = quantities.number_in(key.right[0][0]) if key.right and key.right[0] else None
    if value is None:
        return ["value-not-number"]
    tolerance = quantities.number_in(key.tolerance)
    return ["tolerance-not-number"] if tolerance is None or tolerance < 0 else []


def _is_unit(unit: str, body: Body) -> bool:
    if body.unit:
        return quantities.is_same_unit(unit, body.unit)
    return any(quantities.is_same_unit(unit, word) for word in body.stem.split())
