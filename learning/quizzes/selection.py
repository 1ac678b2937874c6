"""Which questions an attempt draws, in which order, from a stored seed."""

from collections.abc import Callable, Collection, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
_TURN = {None: 0, False: 1, True: 2}


def randomness(seed: str) -> Random:
    """The one source of chance of an attempt: the same seed gives the same draw and orders."""
    return Random(int(seed, 16))


def drawn(
    items: Sequence[T],
    shown: int,
    random: Random,
    last: Sequence[bool | None] = (),
    *,
    pools: Sequence[str] = (),
    must_know: Collection[int] = (),
) -> tuple[T, ...]:
    """`shown` of the items, or all if there are fewer, in shuffled order.

    `last` says of each item whether it was right the last time; None, or nothing, for one that was
    never asked. Those come first, then the ones that were wrong, then the rest. `must_know` are the
    places of items that are always drawn, even beyond `shown`. `pools` names each item's pool: one
    of every pool is drawn before a second one of any, while there is room; "" is none.
    """
    known = dict(enumerate(last))
    shuffled = random.sample(range(len(items)), len(items))
    # Sorting is stable: among equals chance decides.
    in_turn = sorted(shuffled, key=lambda place: _TURN[known.get(place)])
    chosen = [place for place in in_turn if place in must_know]
    covered = {pools[place] for place in chosen} if pools else set()
    for place in in_turn:
        pool = pools[place] if pools else ""
        if pool and pool not in covered and place not in chosen:
            covered.add(pool)
            chosen.append(place)
    # Must-know first, then one of each pool, then whose turn it is.
    chosen += [place for place in in_turn if place not in chosen]
    first = chosen[: max(shown, len(must_know))]
    return tuple(items[place] for place in random.sample(first, len(first)))


def kept_together(items: Sequence[T], scenario_of: Callable[[T], str]) -> tuple[T, ...]:
    """The same items, those of one scenario one after another where the first of them stands."""
    groups: dict[str | int, list[T]] = {}
    for place, item in enumerate(items):
        groups.setdefault(scenario_of(item) or place, []).append(item)
    return tuple(item for group in groups.values() for item in group)
