"""Which questions an attempt draws, in which order, from a stored seed."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
_TURN = {None: 0, False: 1, True: 2}


def randomness(seed: str) -> Random:
    """The one source of chance of an attempt: the same seed gives the same draw and orders."""
    return Random(int(seed, 16))


def drawn(
    items: Sequence[T], shown: int, random: Random, last: Sequence[bool | None] = ()
) -> tuple[T, ...]:
    """`shown` of the items, or all if there are fewer, in shuffled order.

    `last` says of each item whether it was right the last time; None, or nothing, for one that was
    never asked. Those come first, then the ones that were wrong, then the rest.
    """
    known = dict(enumerate(last))
    shuffled = random.sample(range(len(items)), len(items))
    # Sorting is stable: among equals chance decides.
    first = sorted(shuffled, key=lambda place: _TURN[known.get(place)])[:shown]
    return tuple(items[place] for place in random.sample(first, len(first)))
