"""Short text: a word or a few, typed."""

from collections.abc import Sequence
from random import Random

from learning.quizzes import text_matching
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()
LONGEST = 500


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Nothing to shuffle."""
    return ()


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The text, white space collapsed; None for none, or for several."""
    if len(values) != 1 or not values[0].strip():
        return None
    return (" ".join(values[0].split())[:LONGEST],)


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for a text that says what was expected."""
    is_right = len(given) == 1 and text_matching.says(
        given[0], key.right[0], language=key.language, terms=key.rivals
    )
    return Grade(int(is_right), 1)


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """The text beside the expected one."""
    is_right = grade(body, key, given).is_correct
    return (ReviewedPart("", given[0], key.right[0][0], is_right),)


def problems(body: Body, key: AnswerKey) -> list[str]:
    """At least one accepted text."""
    return [] if key.right and any(filter(None, key.right[0])) else ["no-accepted-text"]
