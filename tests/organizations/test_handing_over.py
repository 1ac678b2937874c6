"""Letting a manager go: whom they had passes on, and nobody stands above themselves."""

import pytest

from learning.errors import RuleBroken
from learning.organizations import actions, group_actions, handing_over, member_actions, queries
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState, Role
from tests.people import NOW, People, make_person


def member(people: People, name: str) -> Membership:
    person = make_person(name)
    return actions.add_member(people.clinic.id, person, role=Role.LEARNER, by="tests", at=NOW)


def manages(manager: Membership, *members: Membership) -> None:
    for each in members:
        member_actions.set_manager(each, manager, by="tests", at=NOW)


def let_go(leaving: Membership, heir: Membership | None) -> None:
    handing_over.let_go(leaving, heir=heir, by="dana", by_role=Role.ADMIN, at=NOW)


def test_people_and_groups_pass_to_the_heir(people: People) -> None:
    alice, bob, dana = (people.memberships[name] for name in ("alice", "bob", "dana"))
    ward = group_actions.create_group(people.clinic.id, name="Ward 3", by="t", at=NOW)
    group_actions.set_group_manager(ward, alice, by="t", at=NOW)
    manages(alice, bob)
    assert handing_over.managed_by(alice) == handing_over.Managed(people=1, groups=1)
    let_go(alice, dana)
    assert (bob.manager_id, ward.manager_id) == (dana.id, dana.id)
    assert alice.state == MembershipState.DEACTIVATED
    assert not handing_over.managed_by(alice)


def test_an_heir_from_below_moves_up_and_nobody_stands_above_themselves(people: People) -> None:
    head, leaving, upper, heir, other = (
        member(people, name) for name in ("Head", "Leaving", "Upper", "Heir", "Other")
    )
    manages(head, leaving)
    manages(leaving, upper, other)
    manages(upper, heir)
    let_go(leaving, heir)
    assert (upper.manager_id, other.manager_id, heir.manager_id) == (head.id, heir.id, upper.id)


def test_without_an_heir_nothing_passes(people: People) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    manages(alice, bob)
    let_go(alice, None)
    assert bob.manager_id == alice.id


def test_a_refusal_leaves_everything_as_it_was(people: People) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    manages(alice, bob)
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    for heir, code in ((alice, "heir-self"), (guest, "manager-unfit")):
        with pytest.raises(RuleBroken, match=code):
            let_go(alice, heir)
    assert alice.state == MembershipState.ACTIVE
    assert bob.manager_id == alice.id
    assert [s.organization for s in queries.standings_of(people.alice.id)] == ["Riverside Clinic"]
