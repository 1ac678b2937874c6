"""Groups: names given once, no circles, who is in them, and that removing has a way back."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning import audit
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import actions, group_actions, group_queries, hierarchy
from learning.organizations.changes import MEMBERS_CHANGED
from learning.organizations.models import Group, GroupMembership, Membership
from learning.organizations.roles import MembershipState, Role
from learning.outbox import Outgoing
from tests.people import NOW, People

LATER = NOW + timedelta(days=1)


def make_group(people: People, name: str, parent: Group | None = None) -> Group:
    return group_actions.create_group(people.clinic.id, name=name, parent=parent, by="d", at=NOW)


def members_told_of() -> set[int]:
    """Whom the tasks left so far name, forgetting them."""
    tasks = db.session.scalars(select(Outgoing).where(Outgoing.kind == MEMBERS_CHANGED)).all()
    found = {id for task in tasks for id in task.payload["memberships"]}
    for task in tasks:
        db.session.delete(task)
    db.session.commit()
    return found


def names(people: People) -> list[tuple[str, int, int]]:
    return [(g.name, g.depth, g.members) for g in group_queries.groups(people.clinic.id)]


def test_groups_come_as_a_tree_with_their_numbers(people: People) -> None:
    nursing = make_group(people, "Nursing")
    ward = make_group(people, "Ward 3", nursing)
    make_group(people, "Administration")
    members = people.memberships
    group_actions.put_in(ward, [members["bob"], members["alice"]], by="d", at=NOW)
    group_actions.put_in(nursing, [members["bob"]], by="d", at=NOW)
    assert names(people) == [("Administration", 0, 0), ("Nursing", 0, 1), ("Ward 3", 1, 2)]
    actions.deactivate(members["alice"], by="d", by_role=Role.OWNER, at=NOW)
    assert names(people)[-1] == ("Ward 3", 1, 1)


@pytest.mark.parametrize("name", ["ward  3", "WARD 3", " Ward ３ "])
def test_a_name_is_given_once_whatever_its_capitals(people: People, name: str) -> None:
    ward = make_group(people, "Ward 3")
    with pytest.raises(RuleBroken, match="group-name-taken"):
        make_group(people, name)
    found = group_queries.group_named(people.clinic.id, name)
    assert found is not None
    assert found.id == ward.id
    assert group_queries.group_named(people.school.id, name) is None
    group_actions.create_group(people.school.id, name=name, by="e", at=NOW)


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "group-name-missing"), ("x" * 201, "group-name-long"), ("a\nb", "name-characters")],
)
def test_a_name_is_a_short_line(people: People, name: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        make_group(people, name)


def test_a_group_never_lies_in_itself(people: People) -> None:
    outer = make_group(people, "Outer")
    middle = make_group(people, "Middle", outer)
    inner = make_group(people, "Inner", middle)
    for parent in (outer, middle, inner):
        with pytest.raises(RuleBroken, match="group-in-itself"):
            group_actions.move_group(outer, parent, by="d", at=NOW)


def test_groups_lie_only_so_deep(people: People) -> None:
    inner = None
    for number in range(hierarchy.DEEPEST):
        inner = make_group(people, f"Level {number}", inner)
    with pytest.raises(RuleBroken, match="groups-too-deep"):
        make_group(people, "One more", inner)
    outermost = group_queries.group_named(people.clinic.id, "Level 0")
    assert outermost is not None
    with pytest.raises(RuleBroken, match="groups-too-deep"):
        group_actions.move_group(outermost, make_group(people, "Top"), by="d", at=NOW)


def test_two_moves_at_once_make_no_circle(app: Flask, people: People) -> None:
    one, two = make_group(people, "One"), make_group(people, "Two")
    ids, organization_id = (one.public_id, two.public_id), people.clinic.id
    start = threading.Barrier(2, timeout=20)

    def move(inner: str, outer: str) -> None:
        with app.app_context():
            found = [group_queries.group(organization_id, id) for id in (inner, outer)]
            assert found[0]
            start.wait()
            with suppress(RuleBroken):
                group_actions.move_group(found[0], found[1], by="d", at=NOW)
            db.session.remove()

    threads = [threading.Thread(target=move, args=order) for order in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    db.session.expire_all()
    assert len(group_queries.groups(people.clinic.id)) == 2


def test_being_in_a_group_has_a_beginning_and_an_end(people: People) -> None:
    ward, bob = make_group(people, "Ward 3"), people.memberships["bob"]
    assert group_actions.put_in(ward, [bob], by="d", at=NOW) == [bob]
    assert group_actions.put_in(ward, [bob], by="d", at=LATER) == []
    group_actions.take_out(ward, bob, by="d", at=LATER)
    group_actions.take_out(ward, bob, by="d", at=LATER)
    group_actions.put_in(ward, [bob], by="d", at=LATER + timedelta(days=1))
    rows = db.session.execute(
        select(GroupMembership.since, GroupMembership.until)
        .where(GroupMembership.organization_id == people.clinic.id)
        .order_by(GroupMembership.id)
    ).all()
    assert rows == [(NOW, LATER), (LATER + timedelta(days=1), None)]


def test_guests_are_in_no_group(people: People) -> None:
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    with pytest.raises(RuleBroken, match="guest-in-group"):
        group_actions.put_in(make_group(people, "Ward 3"), [guest], by="d", at=NOW)


def test_a_removed_group_comes_back_with_its_members(people: People) -> None:
    nursing, bob = make_group(people, "Nursing"), people.memberships["bob"]
    ward = make_group(people, "Ward 3", nursing)
    group_actions.put_in(ward, [bob, people.memberships["alice"]], by="d", at=NOW)
    group_actions.take_out(ward, people.memberships["alice"], by="d", at=NOW)
    with pytest.raises(RuleBroken, match="group-holds-groups"):
        group_actions.remove_group(nursing, by="d", at=LATER)
    group_actions.remove_group(ward, by="d", at=LATER)
    assert names(people) == [("Nursing", 0, 0)]
    assert group_queries.members_within(people.clinic.id, [nursing.id, ward.id]) == set()
    with pytest.raises(RuleBroken, match="group-gone"):
        group_actions.put_in(ward, [bob], by="d", at=LATER)
    group_actions.restore_group(ward, by="d", at=LATER)
    assert names(people) == [("Nursing", 0, 0), ("Ward 3", 1, 1)]
    assert group_queries.members_within(people.clinic.id, [nursing.id]) == {bob.id}


@transaction
def forget(member: Membership) -> None:
    """As an erasure leaves a membership behind, and as one does that was merged into another."""
    member.state = MembershipState.ERASED
    db.session.add(member)


@transaction
def merge(member: Membership, into: Membership) -> None:
    member.merged_into = into.public_id
    db.session.add(member)


def test_a_group_comes_back_without_whoever_is_nobody_any_more(people: People) -> None:
    ward, alice = make_group(people, "Ward 3"), people.memberships["alice"]
    everybody = [alice, people.memberships["bob"], people.memberships["dana"]]
    group_actions.put_in(ward, everybody, by="d", at=NOW)
    group_actions.remove_group(ward, by="d", at=LATER)
    forget(people.memberships["bob"])
    merge(people.memberships["dana"], alice)
    group_actions.restore_group(ward, by="d", at=LATER)
    assert group_queries.members_within(people.clinic.id, [ward.id]) == {alice.id}


def test_a_group_comes_back_only_while_its_name_is_free(people: People) -> None:
    ward = make_group(people, "Ward 3")
    group_actions.remove_group(ward, by="d", at=NOW)
    make_group(people, "ward 3")
    with pytest.raises(RuleBroken, match="group-name-taken"):
        group_actions.restore_group(ward, by="d", at=NOW)


def test_a_group_whose_place_is_gone_comes_back_at_the_top(people: People) -> None:
    nursing = make_group(people, "Nursing")
    ward = make_group(people, "Ward 3", nursing)
    group_actions.remove_group(ward, by="d", at=NOW)
    group_actions.remove_group(nursing, by="d", at=NOW)
    group_actions.restore_group(ward, by="d", at=NOW)
    assert names(people) == [("Ward 3", 0, 0)]


def test_whoever_is_moved_is_told_of(people: People) -> None:
    nursing, bob = make_group(people, "Nursing"), people.memberships["bob"]
    ward = make_group(people, "Ward 3")
    group_actions.put_in(ward, [bob], by="d", at=NOW)
    assert members_told_of() == {bob.id}
    for change in (
        lambda: group_actions.move_group(ward, nursing, by="d", at=NOW),
        lambda: group_actions.remove_group(ward, by="d", at=NOW),
        lambda: group_actions.restore_group(ward, by="d", at=NOW),
        lambda: group_actions.take_out(ward, bob, by="d", at=NOW),
    ):
        change()
        assert members_told_of() == {bob.id}


def test_every_change_is_in_the_audit_log(people: People) -> None:
    nursing, ward = make_group(people, "Nursing"), make_group(people, "Ward")
    bob, dana = people.memberships["bob"], people.memberships["dana"]
    group_actions.rename_group(ward, "Ward 3", by="d", at=NOW)
    group_actions.move_group(ward, nursing, by="d", at=NOW)
    group_actions.put_in(ward, [bob], by="d", at=NOW)
    group_actions.take_out(ward, bob, by="d", at=NOW)
    group_actions.set_group_manager(ward, dana, by="d", at=NOW)
    group_actions.set_group_manager(ward, None, by="d", at=NOW)
    group_actions.remove_group(ward, by="d", at=NOW)
    group_actions.restore_group(ward, by="d", at=NOW)
    entries = [e for e in audit.entries(people.clinic.id) if e.subject == ward.public_id]
    assert [(entry.act, entry.about) for entry in reversed(entries)] == [
        ("group-created", None),
        ("group-renamed", None),
        ("group-moved", None),
        ("group-joined", bob.public_id),
        ("group-left", bob.public_id),
        ("group-manager-set", dana.public_id),
        ("group-manager-taken", None),
        ("group-removed", None),
        ("group-restored", None),
    ]
