"""Inviting: who is entered and invited, what is left to be sent, what only the link can do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learning.accounts.models import EmailAddress, Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import actions, invitation_actions, invitation_queries, queries
from learning.organizations.invitation_actions import MOST_A_DAY, Entry
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState, Role
from learning.outbox import Outgoing
from tests.people import NOW, People, make_person
from tests.queries import reading, statements


def enter(people: People, address: str = "Frieda@Example.org", **given: object) -> Membership:
    values = {"name": "Frieda Nurse", "role": Role.LEARNER, "by": "dana", "at": NOW, **given}
    return invitation_actions.enter(people.clinic.id, address=address, **values)


def messages() -> list[Outgoing]:
    return list(db.session.scalars(select(Outgoing).where(Outgoing.kind == "invitation")))


def test_whoever_is_entered_is_invited_and_nothing_is_sent(people: People) -> None:
    membership = enter(people)
    assert membership.state == MembershipState.INVITED
    assert membership.contact_address == "frieda@example.org"
    assert messages() == []
    person = db.session.get_one(Person, membership.person_id)
    assert (person.state, person.password_hash) == ("invited", None)
    assert queries.standings_of(person.id) == []
    owners = select(EmailAddress).where(EmailAddress.person_id == person.id)
    assert db.session.scalars(owners).all() == []


def test_nobody_is_entered_twice(people: People) -> None:
    enter(people)
    for address in ("frieda@example.org", "FRIEDA@example.org ", "bob@example.org"):
        with pytest.raises(RuleBroken, match="member-already"):
            enter(people, address)
    both = [Entry("Gus", "gus@example.org"), Entry("Gus", "GUS@example.org")]
    with pytest.raises(RuleBroken, match="member-already"):
        invitation_actions.enter_many(people.clinic.id, both, by="dana", at=NOW)


def test_an_employee_id_is_given_once_in_an_organization(people: People) -> None:
    enter(people, employee_id="E-7")
    with pytest.raises(RuleBroken, match="employee-id-taken"):
        enter(people, "gus@example.org", employee_id="E-7")
    other = invitation_actions.enter(
        people.school.id, name="Gus", address="gus@example.org", role=Role.LEARNER,
        employee_id="E-7", by="erin", at=NOW,
    )  # fmt: skip
    assert other.employee_id == "E-7"


def test_a_name_is_needed(people: People) -> None:
    for name, code in ((" ", "name-missing"), ("two\nlines", "name-characters")):
        with pytest.raises(RuleBroken, match=code):
            enter(people, name=name)


def test_an_invitation_holds_for_fourteen_days_and_leaves_ids_only(people: People) -> None:
    membership = enter(people)
    invitation = invitation_actions.invite(membership, by="dana", at=NOW)
    assert invitation.expires_at == NOW + timedelta(days=14)
    (message,) = messages()
    assert message.payload == {"invitation": invitation.public_id}
    assert message.about == membership.public_id


def test_inviting_again_renews_the_same_invitation(people: People) -> None:
    membership = enter(people)
    first = invitation_actions.invite(membership, by="dana", at=NOW)
    later = NOW + timedelta(days=20)
    again = invitation_actions.invite(membership, by="dana", at=later)
    assert again.public_id == first.public_id
    assert again.expires_at == later + timedelta(days=14)
    assert len(messages()) == 2


def test_one_person_gets_only_so_many_messages_a_day(people: People) -> None:
    membership = enter(people)
    for _time in range(MOST_A_DAY):
        invitation_actions.invite(membership, by="dana", at=NOW)
    with pytest.raises(RuleBroken, match="invited-too-often"):
        invitation_actions.invite(membership, by="dana", at=NOW + timedelta(hours=23))
    invitation_actions.invite(membership, by="dana", at=NOW + timedelta(hours=25))


def test_only_the_invited_are_invited(people: People) -> None:
    with pytest.raises(RuleBroken, match="not-invited"):
        invitation_actions.invite(people.memberships["bob"], by="dana", at=NOW)


def test_guests_and_those_who_left_can_be_entered(people: People) -> None:
    actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    actions.deactivate(people.memberships["bob"], by="dana", by_role=Role.ADMIN, at=NOW)
    for address in ("charlie@example.org", "bob@example.org"):
        assert enter(people, address).state == MembershipState.INVITED


def test_a_hundred_are_entered_and_invited_without_asking_for_each(people: People) -> None:
    entries = [
        Entry(f"Nurse {n}", f"nurse{n}@example.org", employee_id=f"E{n}") for n in range(100)
    ]

    @transaction
    def bring_in() -> list[Membership]:
        entered = invitation_actions.enter_many(people.clinic.id, entries, by="dana", at=NOW)
        invitation_actions.invite_many(entered, by="dana", at=NOW)
        return entered

    with statements() as said:
        assert [m.name for m in bring_in()] == [entry.name for entry in entries]
    assert len({message.about for message in messages()}) == 100
    assert len(reading(said)) < 10, "\n".join(said)


def test_taking_an_invitation_back_ends_the_membership_and_can_be_undone(people: People) -> None:
    membership = enter(people)
    invitation = invitation_actions.invite(membership, by="dana", at=NOW)
    invitation_actions.revoke(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    assert (invitation.state, membership.state) == ("revoked", MembershipState.DEACTIVATED)
    with pytest.raises(RuleBroken, match="not-joined-yet"):
        actions.reactivate(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    again = invitation_actions.invite_again(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    assert again.public_id != invitation.public_id
    assert membership.state == MembershipState.INVITED


def test_a_list_brings_back_whom_an_invitation_was_taken_from(people: People) -> None:
    membership = enter(people)
    invitation_actions.revoke(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    again = enter(people, name="Frieda Doctor")
    assert again.id == membership.id
    assert (again.name, again.state) == ("Frieda Doctor", MembershipState.INVITED)


def test_the_invited_are_not_deactivated_but_their_invitation_is_taken_back(
    people: People,
) -> None:
    with pytest.raises(RuleBroken, match="not-joined-yet"):
        actions.deactivate(enter(people), by="dana", by_role=Role.ADMIN, at=NOW)


def test_nobody_brings_in_whoever_is_to_be_more_than_they_are(people: People) -> None:
    membership = enter(people, role=Role.OWNER)
    invitation_actions.invite(membership, by="owner", at=NOW)
    for act in (invitation_actions.resend, invitation_actions.revoke):
        with pytest.raises(RuleBroken, match="role-too-high"):
            act(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    invitation_actions.revoke(membership, by="owner", by_role=Role.OWNER, at=NOW)
    with pytest.raises(RuleBroken, match="role-too-high"):
        invitation_actions.invite_again(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    assert membership.state == MembershipState.DEACTIVATED


def test_whoever_only_claims_an_address_keeps_nobody_out(people: People) -> None:
    sly = make_person("Sly", "frieda@example.org", is_confirmed=False)
    actions.add_member(people.clinic.id, sly, role=Role.LEARNER, by="tests", at=NOW)
    assert enter(people).state == MembershipState.INVITED
    assert invitation_queries.present(people.clinic.id, ["frieda@example.org"])
