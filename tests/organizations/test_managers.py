"""Managers by name and by group, what an admin keeps about a member, and limits of trainers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import (
    actions,
    group_actions,
    group_queries,
    limit_actions,
    member_actions,
    queries,
)
from learning.organizations.models import Group, Membership
from learning.organizations.roles import Role
from tests.people import NOW, People, make_person
from tests.queries import statements


@pytest.fixture
def ward(people: People) -> Group:
    """Bob and Alice are in it, Alice manages it."""
    members = people.memberships
    group = group_actions.create_group(people.clinic.id, name="Ward 3", by="d", at=NOW)
    group_actions.put_in(group, [members["bob"], members["alice"]], by="d", at=NOW)
    group_actions.set_group_manager(group, members["alice"], by="d", at=NOW)
    return group


def test_a_groups_manager_holds_for_whoever_has_none(people: People, ward: Group) -> None:
    alice, bob, dana = (people.memberships[name].id for name in ("alice", "bob", "dana"))
    found = group_queries.manager_ids_of(people.clinic.id, [alice, bob, dana])
    assert found == {bob: alice}
    member_actions.set_manager(
        people.memberships["bob"], people.memberships["dana"], by="d", at=NOW
    )
    assert group_queries.manager_ids_of(people.clinic.id, [bob]) == {bob: dana}


def test_people_below_are_found_over_others(people: People, ward: Group) -> None:
    members = people.memberships
    member_actions.set_manager(members["alice"], members["dana"], by="d", at=NOW)
    below = group_queries.people_below(people.clinic.id, members["dana"].id)
    assert below == {members["alice"].id, members["bob"].id}
    actions.deactivate(members["bob"], by="d", by_role=Role.OWNER, at=NOW)
    assert group_queries.people_below(people.clinic.id, members["dana"].id) == {members["alice"].id}


def test_whoever_has_left_manages_nobody_until_they_are_back(people: People, ward: Group) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    actions.deactivate(alice, by="d", by_role=Role.OWNER, at=NOW)
    assert group_queries.manager_ids_of(people.clinic.id, [bob.id]) == {}
    actions.reactivate(alice, by="d", by_role=Role.OWNER, at=NOW)
    assert group_queries.manager_ids_of(people.clinic.id, [bob.id]) == {bob.id: alice.id}


def test_nobody_manages_themselves_or_who_stands_above_them(people: People) -> None:
    alice, bob, dana = (people.memberships[name] for name in ("alice", "bob", "dana"))
    member_actions.set_manager(bob, alice, by="d", at=NOW)
    member_actions.set_manager(alice, dana, by="d", at=NOW)
    with pytest.raises(RuleBroken, match="manager-self"):
        member_actions.set_manager(bob, bob, by="d", at=NOW)
    for manager in (alice, bob):
        with pytest.raises(RuleBroken, match="manager-below"):
            member_actions.set_manager(dana, manager, by="d", at=NOW)
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    with pytest.raises(RuleBroken, match="manager-unfit"):
        member_actions.set_manager(bob, guest, by="d", at=NOW)


def test_a_circle_that_is_stored_hangs_nothing(people: People) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    alice.manager_id, bob.manager_id = bob.id, alice.id
    db.session.commit()
    assert group_queries.people_below(people.clinic.id, alice.id) == {bob.id}
    member_actions.set_manager(people.memberships["dana"], bob, by="d", at=NOW)


def test_managers_are_told_by_their_standing(people: People, ward: Group) -> None:
    def leads(name: str) -> bool:
        [standing] = queries.standings_of(people.memberships[name].person_id)
        return standing.is_manager

    assert [leads(name) for name in ("alice", "bob", "dana")] == [True, False, False]
    member_actions.set_manager(
        people.memberships["alice"], people.memberships["dana"], by="d", at=NOW
    )
    group_actions.remove_group(ward, by="d", at=NOW)
    assert [leads(name) for name in ("alice", "bob", "dana")] == [False, False, True]


def test_an_employee_id_belongs_to_one(people: People) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    member_actions.set_employee_id(bob, " 4711 ", by="d", at=NOW)
    assert bob.employee_id == "4711"
    with pytest.raises(RuleBroken, match="employee-id-taken"):
        member_actions.set_employee_id(alice, "4711", by="d", at=NOW)
    member_actions.set_employee_id(people.memberships["erin"], "4711", by="e", at=NOW)
    member_actions.set_employee_id(bob, " ", by="d", at=NOW)
    member_actions.set_employee_id(alice, "4711", by="d", at=NOW)


def test_a_day_of_joining_lies_in_the_past(people: People) -> None:
    bob = people.memberships["bob"]
    member_actions.set_joined_on(bob, date(2020, 2, 29), by="d", at=NOW)
    assert bob.joined_at.date() == date(2020, 2, 29)
    for day in (NOW.date() + timedelta(days=1), date(1899, 12, 31)):
        with pytest.raises(RuleBroken, match="joined-day"):
            member_actions.set_joined_on(bob, day, by="d", at=NOW)


def test_only_trainers_are_limited(people: People, ward: Group) -> None:
    with pytest.raises(RuleBroken, match="limit-no-trainer"):
        limit_actions.limit_trainer(people.memberships["dana"], [ward.id], by="d", at=NOW)
    other = group_actions.create_group(people.school.id, name="Year 1", by="e", at=NOW)
    with pytest.raises(RuleBroken, match="group-gone"):
        limit_actions.limit_trainer(people.memberships["alice"], [other.id], by="d", at=NOW)


def test_a_limit_holds_for_groups_inside_and_when_its_group_is_gone(
    people: People, ward: Group
) -> None:
    alice, bob, dana = (people.memberships[name] for name in ("alice", "bob", "dana"))
    inner = group_actions.create_group(people.clinic.id, name="Inner", parent=ward, by="d", at=NOW)
    group_actions.put_in(inner, [dana], by="d", at=NOW)

    def seen() -> set[int]:
        sight = group_queries.sight_of(people.clinic.id, alice.id, Role(alice.role))
        return sight.among([bob.id, dana.id])

    assert seen() == {bob.id, dana.id}
    limit_actions.limit_trainer(alice, [inner.id], by="d", at=NOW)
    assert seen() == {dana.id}
    limit_actions.limit_trainer(alice, [ward.id], by="d", at=NOW)
    assert seen() == {bob.id, dana.id}
    limit_actions.limit_trainer(alice, [inner.id], by="d", at=NOW)
    group_actions.remove_group(inner, by="d", at=NOW)
    assert seen() == set()
    limit_actions.limit_trainer(alice, [], by="d", at=NOW)
    assert seen() == {bob.id, dana.id}


def test_questions_stay_as_many_with_many_people(people: People, ward: Group) -> None:
    clinic, dana, group = people.clinic.id, people.memberships["dana"].id, ward.id

    def asked() -> int:
        db.session.rollback()
        with statements() as said:
            group_queries.groups(clinic)
            group_queries.people_below(clinic, dana)
            everybody = db.session.scalars(
                select(Membership.id).where(Membership.organization_id == clinic)
            ).all()
            group_queries.manager_ids_of(clinic, everybody)
            group_queries.members_within(clinic, [group])
        return len(said)

    few = asked()
    for number in range(12):
        group_actions.create_group(people.clinic.id, name=f"Group {number}", by="d", at=NOW)
        other = actions.add_member(
            people.clinic.id, make_person(f"Person{number}"), role=Role.LEARNER, by="d", at=NOW
        )
        member_actions.set_manager(other, people.memberships["bob"], by="d", at=NOW)
    assert asked() == few
