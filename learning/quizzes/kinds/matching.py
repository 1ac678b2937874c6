"""Matching: each text with what belongs to it."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()
# Between an option and its match in the value of a form's field; neither id has it.
PAIR = ":"


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Both sides shuffled, each for itself."""
    options = [option.id for option in body.options]
    matches = [match.id for match in body.matches]
    random.shuffle(options)
    random.shuffle(matches)
    return (*options, *matches)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The match of each option in the order of the options' ids, out of "option:match" values.

    None unless every option has exactly one.
    """
    pairs = dict(value.split(PAIR, 1) for value in values if PAIR in value)
    matches = {match.id for match in body.matches}
    given = tuple(pairs.get(option.id, "") for option in body.options)
    if len(values) != len(body.options) or not matches.issuperset(given):
        return None
    return given


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for each right pair."""
    right = sum(one in wanted for one, wanted in zip(given, key.right, strict=False))
    return Grade(right, len(key.right))


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Each option with its match."""
    return tuple(
        ReviewedPart(
            option.text, body.text_of(one), body.text_of(wanted[0]), one in wanted, option.image
        )
        for option, one, wanted in zip(body.options, given, key.right, strict=True)
    )


def problems(body: Body, key: AnswerKey) -> list[str]:
    """At least two pairs that differ."""
    found = []
    if len(body.options) < 2 or len({wanted for wanted in key.right}) < 2:
        found.append("pairs-number")
    if any(not match.text.strip() for match in body.matches):
        found.append("match-empty")
    return found
