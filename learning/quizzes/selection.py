"""Which questions an attempt draws, in which order, from a stored seed."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def randomness(seed: str) -> Random:
    """The one source of chance of an attempt: the same seed gives the same draw and orders."""
    return Random(int(seed, 16))


def drawn(items: Sequence[T], shown: int, random: Random) -> tuple[T, ...]:
    """`shown` of the items, or all if there are fewer, in shuffled order."""
    return tuple(random.sample(items, min(shown, len(items))))
