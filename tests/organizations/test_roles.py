"""Roles: who may do what to whom, and that no organization loses its last owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.errors import RuleBroken
from learning.organizations import actions, queries
from learning.organizations.roles import MembershipKind, MembershipState, Role, may_give
from tests.people import NOW, People, make_person

roles = st.sampled_from(Role)


@given(roles, roles, roles)
def test_including_is_an_order(one: Role, two: Role, three: Role) -> None:
    assert one.includes(one)
    assert one.includes(two) or two.includes(one)
    if one.includes(two) and two.includes(three):
        assert one.includes(three)


@given(roles, roles, roles)
def test_nobody_gives_or_takes_more_than_they_have(actor: Role, old: Role, new: Role) -> None:
    if may_give(actor, old, new):
        assert actor.includes(Role.ADMIN)
        assert actor.includes(old)
        assert actor.includes(new)


def test_an_admin_cannot_make_an_owner(people: People) -> None:
    with pytest.raises(RuleBroken, match="role-too-high"):
        actions.change_role(
            people.memberships["bob"], Role.OWNER, by="dana", by_role=Role.ADMIN, at=NOW
        )


def test_the_last_owner_stays(people: People) -> None:
    person = make_person("Olga")
    owner = actions.add_member(people.clinic.id, person, role=Role.OWNER, by="t", at=NOW)
    for change in (
        lambda: actions.change_role(owner, Role.ADMIN, by="o", by_role=Role.OWNER, at=NOW),
        lambda: actions.deactivate(owner, by="o", by_role=Role.OWNER, at=NOW),
    ):
        with pytest.raises(RuleBroken, match="last-owner"):
            change()


def test_deactivating_ends_the_standing_and_reactivating_gives_it_back(people: People) -> None:
    bob = people.memberships["bob"]
    actions.deactivate(bob, by="dana", by_role=Role.ADMIN, at=NOW)
    assert queries.standings_of(people.bob.id) == []
    assert bob.state == MembershipState.DEACTIVATED
    actions.reactivate(bob, by="dana", by_role=Role.ADMIN, at=NOW)
    assert [s.role for s in queries.standings_of(people.bob.id)] == [Role.LEARNER]


def test_joining_an_open_course_twice_makes_one_guest(people: People) -> None:
    first = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    assert actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW).id == first.id
    assert first.kind == MembershipKind.GUEST


def test_a_guest_gets_no_staff_role(people: People) -> None:
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    with pytest.raises(RuleBroken, match="guest-role"):
        actions.change_role(guest, Role.TRAINER, by="d", by_role=Role.ADMIN, at=NOW)


def test_names_with_html_are_kept_as_they_are(people: People) -> None:
    actions.rename(people.memberships["bob"], " <b>Bob</b> ", by="b", at=NOW)
    assert people.memberships["bob"].name == "<b>Bob</b>"
