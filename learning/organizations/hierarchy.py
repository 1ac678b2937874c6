"""Groups that lie in one another, and who stands above whom: nothing here asks a database.

Groups and memberships are known by their ids. What is stored may hold circles (two people who name
each other as manager): nothing below goes round in one.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

DEEPEST = 8  # groups in one another
LONGEST_NAME = 200
_LONGEST_FOLDED = 400


@dataclass(frozen=True)
class Place:
    """A group as the hierarchy sees it: what it lies in, and who is named as its manager."""

    parent: int | None = None
    manager: int | None = None


Tree = Mapping[int, Place]


def folded(name: str) -> str:
    """The name as it is compared: two groups of one organization never share it."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_short_enough(name: str) -> bool:
    """Whether there is room for the name, also as it is compared."""
    return len(name) <= LONGEST_NAME and len(folded(name)) <= _LONGEST_FOLDED


def upwards(tree: Tree, group: int | None) -> Iterator[int]:
    """The group, what it lies in, and so on."""
    passed: set[int] = set()
    while group is not None and group in tree and group not in passed:
        passed.add(group)
        yield group
        group = tree[group].parent


def within(tree: Tree, groups: Iterable[int]) -> set[int]:
    """These groups and all that lie in them, however deep."""
    inside = _children(tree)
    found: set[int] = set()
    waiting = [group for group in groups if group in tree]
    while waiting:
        group = waiting.pop()
        if group not in found:
            found.add(group)
            waiting.extend(inside.get(group, ()))
    return found


def depth(tree: Tree, group: int | None) -> int:
    """How many groups there are from the outermost one to this; 0 for none."""
    return sum(1 for _group in upwards(tree, group))


def height(tree: Tree, group: int) -> int:
    """How many groups lie in one another from this one down, itself included."""
    above = depth(tree, group)
    return max(depth(tree, inner) for inner in within(tree, [group])) - above + 1


def in_order(tree: Tree, names: Mapping[int, str]) -> list[tuple[int, int]]:
    """(group, how deep it lies), each after what it lies in, by name beside each other."""
    inside = _children(tree)
    found: list[tuple[int, int]] = []

    def add(groups: Iterable[int], deep: int) -> None:
        for group in sorted(groups, key=lambda group: (names[group], group)):
            found.append((group, deep))
            add(inside.get(group, ()), deep + 1)

    add((group for group, place in tree.items() if place.parent not in tree), 0)
    return found


def manager_of(
    member: int, own: int | None, groups: Collection[int], tree: Tree, present: Collection[int]
) -> int | None:
    """Who stands above the member: whom they name, else the nearest group's manager going up.

    Whoever isn't `present` stands above nobody, and nobody above themselves. Of several groups
    whose managers are equally near, the older one's counts.
    """
    if own is not None and own != member and own in present:
        return own
    near: list[tuple[int, int, int]] = []
    for group in groups:
        for steps, outer in enumerate(upwards(tree, group)):
            manager = tree[outer].manager
            if manager is not None and manager != member and manager in present:
                near.append((steps, group, manager))
                break
    return min(near)[2] if near else None


def below(managers: Mapping[int, int], manager: int) -> set[int]:
    """All whom the manager stands above, over any number of others; never the manager.

    `managers`: member to the one directly above.
    """
    led: dict[int, list[int]] = {}
    for member, above in managers.items():
        led.setdefault(above, []).append(member)
    found: set[int] = set()
    waiting = [manager]
    while waiting:
        for member in led.get(waiting.pop(), ()):
            if member not in found:
                found.add(member)
                waiting.append(member)
    return found - {manager}


def _children(tree: Tree) -> dict[int, list[int]]:
    inside: dict[int, list[int]] = {}
    for group, place in tree.items():
        if place.parent is not None:
            inside.setdefault(place.parent, []).append(group)
    return inside
