"""Erasing people: asked for, taken back for two weeks, done by a task."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from learning import audit, outbox
from learning.accounts import passwords
from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import checks, turnstile
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState, Role
from learning.retention import erasing

WAIT = timedelta(days=14)
PERSON_TASK = "erase-person"
MEMBER_TASK = "erase-member"
# Messages: to whoever asked, and to whom an organization erases.
ASKED = "erasure-asked"
PLANNED = "erasure-planned"


def ask_for_erasure(person_id: int, *, password: str, at: datetime) -> datetime:
    """Have oneself erased in two weeks; returns when.

    Raises RuleBroken password-wrong, or last-owner-erasure (organization=name).
    """
    if not passwords.is_right(password, accounts.person_with_id(person_id).password_hash):
        raise RuleBroken("password-wrong")
    return _ask(person_id, at)


@transaction
def _ask(person_id: int, at: datetime) -> datetime:
    person = _locked(person_id)
    if person.erase_at is not None:
        return person.erase_at
    _refuse_last_owner(_pass_through_all(person))
    person.erase_at = at + WAIT
    _record("erasure-asked", person, at)
    once = f"{person.public_id}:{at.isoformat()}"
    payload = {"person": person.public_id}
    outbox.leave(
        PERSON_TASK, once_key=f"{PERSON_TASK}:{once}", payload=payload, organization_id=None, at=at,
        due=person.erase_at,
    )  # fmt: skip
    outbox.leave(
        ASKED, once_key=f"{ASKED}:{once}", payload=payload, organization_id=None, at=at,
        about=person.public_id,
    )  # fmt: skip
    return person.erase_at


@transaction
def take_erasure_back(person_id: int, *, at: datetime) -> None:
    """Stay after all."""
    person = _locked(person_id)
    if person.erase_at is not None:
        person.erase_at = None
        _record("erasure-taken-back", person, at)


@transaction
def erase_person(public_id: str, *, at: datetime) -> None:
    """Erase somebody; nothing if they took it back, or are gone. Raises NotYet before their day."""
    person = db.session.scalar(
        select(Person).where(Person.public_id == public_id).with_for_update(key_share=True)
    )
    if person is None or person.erase_at is None:
        return
    if person.erase_at > at:
        raise outbox.NotYet(person.erase_at)
    # Whoever enters something about them goes through here, too: before, and then it is blanked,
    # or after, and then it is refused.
    memberships = _pass_through_all(person)
    _refuse_last_owner(memberships)
    for membership in memberships:
        erasing.blank_membership(membership, by=person.public_id, at=at)
    erasing.blank_person(person)
    _record("person-erased", person, at)


@transaction
def plan_erasure(
    membership: Membership,
    *,
    by: str,
    by_role: Role,
    at: datetime,
    erase_at: datetime | None = None,
) -> datetime:
    """Have somebody who left erased from this organization, in two weeks; returns when.

    Their account, and what other organizations keep of them, stays. Raises RuleBroken
    role-too-high, or erase-member-active for somebody who hasn't left.
    """
    _lock_membership(membership)
    checks.check_rank(membership, by_role)
    if membership.state != MembershipState.DEACTIVATED:
        raise RuleBroken("erase-member-active")
    if membership.erase_at is not None:
        return membership.erase_at
    membership.erase_at = erase_at or at + WAIT
    _record_member("member-erasure-planned", membership, by, at)
    once = f"{membership.public_id}:{at.isoformat()}"
    payload = {"membership": membership.public_id}
    outbox.leave(
        MEMBER_TASK, once_key=f"{MEMBER_TASK}:{once}", payload=payload,
        organization_id=membership.organization_id, at=at, due=membership.erase_at,
    )  # fmt: skip
    outbox.leave(
        PLANNED, once_key=f"{PLANNED}:{once}", payload=payload,
        organization_id=membership.organization_id, at=at, about=membership.public_id,
    )  # fmt: skip
    return membership.erase_at


@transaction
def take_planned_erasure_back(
    membership: Membership, *, by: str, by_role: Role, at: datetime
) -> None:
    """Keep somebody who left after all. Raises RuleBroken role-too-high."""
    _lock_membership(membership)
    checks.check_rank(membership, by_role)
    if membership.erase_at is not None:
        membership.erase_at = None
        _record_member("member-erasure-taken-back", membership, by, at)


@transaction
def erase_member(organization_id: int, public_id: str, *, at: datetime) -> None:
    """Erase somebody who left; nothing if it was taken back. Raises NotYet before its day."""
    turnstile.pass_through(organization_id)
    membership = db.session.scalar(
        select(Membership)
        .where(Membership.organization_id == organization_id, Membership.public_id == public_id)
        .with_for_update()
    )
    if (
        membership is None
        or membership.state != MembershipState.DEACTIVATED
        or membership.erase_at is None
    ):
        return
    if membership.erase_at > at:
        raise outbox.NotYet(membership.erase_at)
    person = _locked(membership.person_id)
    erasing.blank_membership(membership, by="retention", at=at)
    if person.state == "invited":
        # Entered by the organization, and never anybody's account.
        erasing.blank_person(person)
    else:
        membership.person_id = erasing.nobody(at=at).id


def _locked(person_id: int) -> Person:
    # Not the key: who comes in through a turnstile meanwhile refers to it.
    return db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    ).one()


def _pass_through_all(person: Person) -> list[Membership]:
    """Their memberships, while nobody changes anything about the people of those organizations."""
    own = Membership.person_id == person.id
    # In one order for everybody, so that two who go at once don't wait for each other.
    for organization_id in db.session.scalars(
        select(Membership.organization_id)
        .where(own)
        .distinct()
        .order_by(Membership.organization_id)
    ).all():
        turnstile.pass_through(organization_id)
    return list(
        db.session.scalars(
            select(Membership)
            .where(own)
            .order_by(Membership.id)
            .execution_options(populate_existing=True)
        )
    )


def _refuse_last_owner(memberships: Iterable[Membership]) -> None:
    for membership in memberships:
        if membership.role != Role.OWNER or membership.state != MembershipState.ACTIVE:
            continue
        if not organizations.has_another_owner(membership):
            house = organizations.organization_with_id(membership.organization_id)
            raise RuleBroken("last-owner-erasure", organization=house.name)


def _lock_membership(membership: Membership) -> None:
    db.session.refresh(membership, with_for_update=True)


def _record(act: str, person: Person, at: datetime) -> None:
    audit.record(act, subject=person.public_id, by=person.public_id, at=at, organization_id=None)


def _record_member(act: str, membership: Membership, by: str, at: datetime) -> None:
    audit.record(
        act, subject=membership.public_id, about=membership.public_id, by=by, at=at,
        organization_id=membership.organization_id,
    )  # fmt: skip
