"""Joining: what an invitation's link makes of whom, once, and what it leaves as it was."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts import actions as accounts
from learning.accounts import queries as account_queries
from learning.accounts.models import EmailAddress, Person
from learning.courses.states import Visibility
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions, invitation_actions, joining, queries
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import MembershipKind, MembershipState, Role
from learning.progress import actions as progress
from learning.retention import erasure_actions
from tests.people import NOW, PASSWORD, People, make_person
from tests.teaching import make_published

LATER = NOW + timedelta(days=1)


def invited(
    people: People, address: str = "frieda@example.org", role: Role = Role.TRAINER, **given: object
) -> tuple[Membership, Invitation]:
    membership = invitation_actions.enter(
        people.clinic.id, name="Frieda Nurse", address=address, role=role, by="dana", at=NOW,
        **given,
    )  # fmt: skip
    return membership, invitation_actions.invite(membership, by="dana", at=NOW)


def memberships_of(people: People, person: Person) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership).where(
                Membership.person_id == person.id, Membership.organization_id == people.clinic.id
            )
        )
    )


def test_somebody_new_sets_a_password_and_their_address_is_confirmed(people: People) -> None:
    membership, invitation = invited(people)
    person = joining.accept_as_new(invitation, name="Frieda N.", password=PASSWORD, at=LATER)
    assert membership.state == MembershipState.ACTIVE
    assert membership.name == person.name == "Frieda N."
    address = db.session.scalars(select(EmailAddress).filter_by(person_id=person.id)).one()
    assert (address.address, address.confirmed_at) == ("frieda@example.org", LATER)
    accounts.sign_in(address="frieda@example.org", password=PASSWORD, network="1", at=LATER)
    assert [s.role for s in queries.standings_of(person.id)] == [Role.TRAINER]


def test_somebody_with_an_account_takes_the_membership_and_the_placeholder_goes(
    people: People,
) -> None:
    membership, invitation = invited(people)
    placeholder = membership.person_id
    joining.accept(invitation, people.charlie.id, at=LATER)
    assert membership.person_id == people.charlie.id
    assert db.session.get(Person, placeholder) is None
    assert [s.role for s in queries.standings_of(people.charlie.id)] == [Role.TRAINER]


def test_an_equal_address_gains_nothing_without_the_link(people: People) -> None:
    squatter = make_person("Sly", "frieda@example.org", is_confirmed=False)
    membership, invitation = invited(people)
    assert membership.person_id != squatter.id
    assert queries.standings_of(squatter.id) == []
    with pytest.raises(RuleBroken, match="address-taken"):
        joining.accept_as_new(invitation, name="Frieda", password=PASSWORD, at=LATER)
    assert queries.standings_of(squatter.id) == []
    row = db.session.scalars(select(EmailAddress).filter_by(person_id=squatter.id)).one()
    assert row.confirmed_at is None
    # Not even when they turn out to read what is sent there: only the link makes a member.
    row.confirmed_at = LATER
    db.session.commit()
    assert queries.standings_of(squatter.id) == []


def test_the_link_confirms_the_address_of_whoever_accepts_with_it(people: People) -> None:
    frieda = make_person("Frieda", is_confirmed=False)
    _membership, invitation = invited(people)
    joining.accept(invitation, frieda.id, at=LATER)
    row = db.session.scalars(select(EmailAddress).filter_by(person_id=frieda.id)).one()
    assert row.confirmed_at == LATER


@pytest.mark.parametrize("ending", ["used", "revoked", "expired"])
def test_what_has_ended_lets_nobody_in(people: People, ending: str) -> None:
    membership, invitation = invited(people)
    at = LATER
    if ending == "used":
        joining.accept(invitation, people.charlie.id, at=LATER)
    elif ending == "revoked":
        invitation_actions.revoke(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    else:
        at = NOW + timedelta(days=14)
    for join in (
        lambda: joining.accept(invitation, people.erin.id, at=at),
        lambda: joining.accept_as_new(invitation, name="Gus", password=PASSWORD, at=at),
    ):
        with pytest.raises(RuleBroken, match=f"invitation-{ending}"):
            join()


def test_a_guest_becomes_a_member_and_keeps_what_they_learned(people: People) -> None:
    course = make_published(people.clinic, visibility=Visibility.OPEN)
    enrolment = progress.enrol(course, people.charlie.id, at=NOW)
    invited_one, invitation = invited(people, "charlie@example.org", employee_id="E-1")
    own = joining.accept(invitation, people.charlie.id, at=LATER)
    assert memberships_of(people, people.charlie) == [own]
    assert own.id == enrolment.membership_id
    assert (own.kind, own.role, own.employee_id) == (MembershipKind.MEMBER, Role.TRAINER, "E-1")
    assert (invited_one.merged_into, invited_one.name) == (own.public_id, "")
    assert queries.member(people.clinic.id, invited_one.public_id) == own
    assert own.public_id in {row.public_id for row, _ in queries.members(people.clinic.id)}
    assert invited_one.public_id not in {r.public_id for r, _ in queries.members(people.clinic.id)}


def test_the_invitation_brings_somebody_back_who_had_left(people: People) -> None:
    bob = people.memberships["bob"]
    actions.deactivate(bob, by="dana", by_role=Role.ADMIN, at=NOW)
    _membership, invitation = invited(people, "bob@example.org")
    own = joining.accept(invitation, people.bob.id, at=LATER)
    assert own.id == bob.id
    assert (own.state, own.role, own.left_at) == (MembershipState.ACTIVE, Role.TRAINER, None)


def test_a_member_keeps_the_stronger_role(people: People) -> None:
    _membership, invitation = invited(people, "dana@work.example", role=Role.LEARNER)
    own = joining.accept(invitation, people.dana.id, at=LATER)
    assert (own.id, own.role) == (people.memberships["dana"].id, Role.ADMIN)


def test_accepting_twice_is_accepting_once(people: People) -> None:
    for address in ("frieda@example.org", "bob@work.example"):
        _membership, invitation = invited(people, address)
        person = people.bob if "bob" in address else people.charlie
        first = joining.accept(invitation, person.id, at=LATER)
        assert joining.accept(invitation, person.id, at=LATER).id == first.id
        assert memberships_of(people, person) == [first]


def test_two_tabs_at_once_make_one_membership(app: Flask, people: People) -> None:
    _membership, invitation = invited(people)
    identity, at_once, ended = invitation.id, Barrier(4), []

    def one_tab(person_id: int) -> None:
        with app.app_context():
            own = db.session.scalars(
                select(Invitation).where(
                    Invitation.id == identity, Invitation.organization_id == people.clinic.id
                )
            ).one()
            db.session.rollback()
            at_once.wait()
            try:
                joining.accept(own, person_id, at=LATER)
                ended.append(person_id)
            except RuleBroken as error:
                ended.append(error.code)

    charlie, erin = people.charlie.id, people.erin.id
    tabs = [Thread(target=one_tab, args=[p]) for p in (charlie, charlie, erin, erin)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    db.session.rollback()  # what was read before is as it was then
    joined = [p for p in (people.charlie, people.erin) if memberships_of(people, p)]
    assert len(joined) == 1
    assert sorted(map(str, ended)) == sorted([str(joined[0].id)] * 2 + ["invitation-used"] * 2)
    assert account_queries.person_with_address("frieda@example.org") is None


def test_whoever_comes_back_is_not_erased(people: People) -> None:
    bob = people.memberships["bob"]
    actions.deactivate(bob, by="dana", by_role=Role.ADMIN, at=NOW)
    erasure_actions.plan_erasure(bob, by="dana", by_role=Role.ADMIN, at=NOW)
    _membership, invitation = invited(people, "bob@example.org")
    own = joining.accept(invitation, people.bob.id, at=LATER)
    assert (own.id, own.erase_at, own.state) == (bob.id, None, MembershipState.ACTIVE)
