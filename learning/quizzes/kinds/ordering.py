"""Ordering: items to be put into the right order."""

from bisect import bisect_left
from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds import single
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """Shuffled, as for single choice."""
    return single.shown_order(body, random)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """The items' ids from first to last; None unless each is there once."""
    if sorted(values) != sorted(option.id for option in body.options):
        return None
    return tuple(values)


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point less than the most items that already stand in the right order to each other.

    So one item out of place costs one point, however far it has to be moved, and the reverse order
    earns nothing (longest increasing subsequence, https://oeis.org/wiki/Longest_increasing_subsequence).
    """
    place_of = {wanted[0]: place for place, wanted in enumerate(key.right)}
    ends: list[int] = []
    for place in (place_of[id] for id in given if id in place_of):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return Grade(max(0, len(ends) - 1), len(key.right) - 1)


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Place by place."""
    places = enumerate(zip(map(body.part, given), key.right, strict=True), 1)
    return tuple(
        ReviewedPart(
            str(place),
            one.words,
            body.text_of(wanted[0]),
            one.id in wanted,
            given_image=one.image,
            right_image=body.part(wanted[0]).image,
        )
        for place, (one, wanted) in places
    )


def problems(body: Body, key: AnswerKey) -> list[str]:
    """At least three items: of two, guessing gets every second right."""
    return ["items-number"] if len(body.options) < 3 else []
