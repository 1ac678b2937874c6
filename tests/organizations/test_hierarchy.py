"""Groups in one another and who stands above whom: never in circles, whatever is stored."""

from hypothesis import given
from hypothesis import strategies as st

from learning.organizations import hierarchy
from learning.organizations.hierarchy import Place

ids = st.integers(1, 6)
# Whatever could be stored: circles, groups in themselves, places that are gone.
trees = st.dictionaries(ids, st.builds(Place, st.none() | ids, st.none() | ids))


@given(trees, ids)
def test_going_up_ends(tree: dict[int, Place], group: int) -> None:
    way = list(hierarchy.upwards(tree, group))
    assert len(way) == len(set(way))


@given(trees, st.lists(ids))
def test_what_lies_within_holds_all_that_lies_in_it(
    tree: dict[int, Place], groups: list[int]
) -> None:
    found = hierarchy.within(tree, groups)
    assert found == {g for g in tree if any(up in groups for up in hierarchy.upwards(tree, g))}


@given(st.dictionaries(ids, ids), ids)
def test_nobody_is_below_themselves(managers: dict[int, int], manager: int) -> None:
    found = hierarchy.below(managers, manager)
    assert manager not in found
    assert {m for m, above in managers.items() if above == manager} - {manager} <= found


@given(ids, st.none() | ids, st.lists(ids, unique=True), trees, st.sets(ids))
def test_a_manager_is_somebody_else_who_is_there(
    member: int, own: int | None, groups: list[int], tree: dict[int, Place], present: set[int]
) -> None:
    found = hierarchy.manager_of(member, own, groups, tree, present)
    assert found is None or (found != member and found in present)
    assert found == own or own is None or own == member or own not in present


def test_the_nearest_group_with_a_manager_decides() -> None:
    tree = {1: Place(manager=10), 2: Place(1), 3: Place(2, manager=30), 4: Place(2)}
    everybody = {10, 30}
    assert hierarchy.manager_of(5, None, [3], tree, everybody) == 30
    assert hierarchy.manager_of(5, None, [4], tree, everybody) == 10
    assert hierarchy.manager_of(5, None, [4, 3], tree, everybody) == 30
    assert hierarchy.manager_of(5, 20, [3], tree, {*everybody, 20}) == 20


def test_a_manager_in_their_own_group_has_the_one_outside_above_them() -> None:
    tree = {1: Place(manager=10), 2: Place(1, manager=20)}
    assert hierarchy.manager_of(20, None, [2], tree, {10, 20}) == 10


def test_whoever_has_left_manages_nobody() -> None:
    tree = {1: Place(manager=10), 2: Place(1, manager=20)}
    assert hierarchy.manager_of(5, 20, [2], tree, {10}) == 10
