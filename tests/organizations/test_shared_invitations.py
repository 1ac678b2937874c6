"""Shared invitations: whom they let in, how often, and when they no longer do."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.accounts.models import EmailAddress
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import actions, queries, shared_invitations
from learning.organizations.models import (
    Group,
    GroupMembership,
    Invitation,
    Membership,
    Organization,
)
from learning.organizations.roles import MembershipKind, Role
from learning.organizations.settings import OrganizationSettings
from tests.people import NOW, People, make_person


def opened(
    people: People, *, most_uses: int | None = None, days: int = 30, group: Group | None = None
) -> Invitation:
    return shared_invitations.open_shared(
        people.clinic.id, group=group, most_uses=most_uses, expires_at=NOW + timedelta(days=days),
        by="dana", at=NOW,
    )  # fmt: skip


@transaction
def made_group(people: People) -> Group:
    group = Group(
        public_id="g" * 26, organization_id=people.clinic.id, name="Ward 3",
        folded_name="ward 3", created_at=NOW,
    )  # fmt: skip
    db.session.add(group)
    return group


@transaction
def only_from(people: People, *domains: str) -> None:
    organization = db.session.get_one(Organization, people.clinic.id)
    organization.settings = OrganizationSettings(allowed_domains=domains).as_json()


def groups_of(membership: Membership) -> list[int]:
    return list(
        db.session.scalars(
            select(GroupMembership.group_id).where(
                GroupMembership.organization_id == membership.organization_id,
                GroupMembership.membership_id == membership.id,
                GroupMembership.until.is_(None),
            )
        )
    )


def test_whoever_has_it_becomes_a_learner_in_its_group_once(people: People) -> None:
    group = made_group(people)
    invitation = opened(people, group=group)
    first = shared_invitations.join(invitation, people.charlie.id, at=NOW)
    assert shared_invitations.join(invitation, people.charlie.id, at=NOW).id == first.id
    assert (first.kind, first.role, groups_of(first)) == ("member", Role.LEARNER, [group.id])
    assert invitation.uses == 1


def test_members_use_nothing_up_and_keep_their_role(people: People) -> None:
    group = made_group(people)
    invitation = opened(people, most_uses=1, group=group)
    alice = shared_invitations.join(invitation, people.alice.id, at=NOW)
    assert (alice.role, invitation.uses, groups_of(alice)) == (Role.TRAINER, 0, [group.id])


def test_a_guest_becomes_a_member(people: People) -> None:
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    joined = shared_invitations.join(opened(people), people.charlie.id, at=NOW)
    assert (joined.id, joined.kind) == (guest.id, MembershipKind.MEMBER)


def test_it_brings_nobody_back_who_was_let_go(people: People) -> None:
    actions.deactivate(people.memberships["bob"], by="dana", by_role=Role.ADMIN, at=NOW)
    with pytest.raises(RuleBroken, match="membership-deactivated"):
        shared_invitations.join(opened(people), people.bob.id, at=NOW)


def test_it_ends_by_its_day_by_its_limit_or_by_hand(people: People) -> None:
    full, closed = opened(people, most_uses=1), opened(people)
    shared_invitations.join(full, people.erin.id, at=NOW)
    shared_invitations.close_shared(closed, by="dana", at=NOW)
    cases = [(full, "full"), (closed, "revoked"), (opened(people, days=1), "expired")]
    for invitation, code in cases:
        with pytest.raises(RuleBroken, match=f"invitation-{code}"):
            shared_invitations.join(invitation, people.charlie.id, at=NOW + timedelta(days=1))


def test_limits_are_within_reason(people: People) -> None:
    for most_uses, days in ((0, 30), (10_001, 30), (1, 0), (1, 400)):
        with pytest.raises(RuleBroken, match="invitation-limits"):
            opened(people, most_uses=most_uses, days=days)


def test_where_domains_are_set_only_confirmed_addresses_of_them_come_in(people: People) -> None:
    only_from(people, "clinic.example")
    invitation = opened(people)
    with pytest.raises(RuleBroken, match="domain-not-allowed"):
        shared_invitations.join(invitation, people.charlie.id, at=NOW)
    frieda = make_person("Frieda", "frieda@clinic.example", is_confirmed=False)
    with pytest.raises(RuleBroken, match="address-unconfirmed"):
        shared_invitations.join(invitation, frieda.id, at=NOW)
    row = db.session.scalars(select(EmailAddress).filter_by(person_id=frieda.id)).one()
    row.confirmed_at = NOW
    db.session.commit()
    assert shared_invitations.join(invitation, frieda.id, at=NOW).kind == MembershipKind.MEMBER
    with pytest.raises(RuleBroken, match="domain-not-allowed"):
        actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    unconfirmed = make_person("Franz", "franz@clinic.example", is_confirmed=False)
    with pytest.raises(RuleBroken, match="address-unconfirmed"):
        actions.join_as_guest(people.clinic.id, unconfirmed.id, at=NOW)


def test_a_race_never_uses_it_more_often_than_it_may_be(app: Flask, people: People) -> None:
    clinic, invitation = people.clinic.id, opened(people, most_uses=3)
    crowd = [make_person(f"Visitor{n}").id for n in range(6)]
    identity, at_once, refused = invitation.id, Barrier(len(crowd)), []

    def come(person_id: int) -> None:
        with app.app_context():
            own = db.session.scalars(
                select(Invitation).where(
                    Invitation.id == identity, Invitation.organization_id == clinic
                )
            ).one()
            db.session.rollback()
            at_once.wait()
            try:
                shared_invitations.join(own, person_id, at=NOW)
            except RuleBroken as error:
                refused.append(error.code)

    visitors = [Thread(target=come, args=[person_id]) for person_id in crowd]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    db.session.rollback()  # what was read before is as it was then
    db.session.refresh(invitation)
    joined = select(func.count()).where(
        Membership.organization_id == clinic, Membership.person_id.in_(crowd)
    )
    assert (invitation.uses, db.session.scalar(joined)) == (3, 3)
    assert refused == ["invitation-full"] * 3
    assert queries.settings_of(clinic).allowed_domains == ()
