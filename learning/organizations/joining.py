"""How the invited become members: by the link of their invitation, and by nothing else."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from learning import audit
from learning.accounts import names, passwords, token_queries
from learning.accounts.models import EmailAddress, Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import changes, invitation_queries, merging, queries
from learning.organizations.invitation_states import InvitationState
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import MembershipState

ACTIVE = "active"  # of a person


def accept_as_new(invitation: Invitation, *, name: str, password: str, at: datetime) -> Person:
    """Make an account of a personal invitation's placeholder, and its membership active.

    The address is confirmed: the link came there. Raises RuleBroken address-taken, name-missing,
    what the name or the password breaks, or what has become of the invitation.
    """
    shortest = queries.settings_of(invitation.organization_id).shortest_password
    if len(password) < shortest:
        raise RuleBroken("password-too-short", minimum=shortest)
    if not name.strip():
        raise RuleBroken("name-missing")
    # Hashing takes its time, so it happens before the write lock is taken.
    return _accept_as_new(invitation, names.checked(name), passwords.hashed(password), at)


@transaction
def _accept_as_new(invitation: Invitation, name: str, password_hash: str, at: datetime) -> Person:
    membership = _locked(invitation)
    _refuse_ended(invitation, at)
    if token_queries.is_reserved(membership.contact_address, at=at):
        raise RuleBroken("address-taken")
    person = db.session.get_one(Person, membership.person_id)
    person.name, person.password_hash, person.state = name, password_hash, ACTIVE
    db.session.add(
        EmailAddress(
            person_id=person.id,
            address=membership.contact_address,
            is_primary=True,
            confirmed_at=at,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("address-taken") from error
    membership.name, membership.state = name, MembershipState.ACTIVE
    _accepted(invitation, membership, person, at)
    return person


@transaction
def accept(invitation: Invitation, person_id: int, *, at: datetime) -> Membership:
    """Give the invited membership to somebody who has an account already.

    If they have one in the organization, that one takes it in. Doing it again changes nothing.
    Raises RuleBroken for what has become of the invitation.
    """
    person = _turnstile(person_id)
    membership = _locked(invitation)
    if invitation.state == InvitationState.ACCEPTED and membership.person_id == person_id:
        return membership
    _refuse_ended(invitation, at)
    own = queries.membership_in(invitation.organization_id, person_id)
    _confirm_address(person_id, membership.contact_address, at)
    if own is None:
        _hand_over(membership, person)
        own = membership
    else:
        merging.take_in(membership, own, at=at)
        changes.tell(own.organization_id, [membership.id], at=at)
    _accepted(invitation, own, person, at)
    return own


def _turnstile(person_id: int) -> Person:
    # Two invitations accepted at once: on PostgreSQL they pass the person's row one by one.
    return db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _locked(invitation: Invitation) -> Membership:
    """The invited membership, and both as they are now: whoever came first is through."""
    membership = db.session.scalars(
        select(Membership)
        .where(
            Membership.organization_id == invitation.organization_id,
            Membership.id == invitation.membership_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    db.session.refresh(invitation)
    if invitation.membership_id != membership.id:
        return queries.membership_with_id(invitation.organization_id, invitation.membership_id or 0)
    return membership


def _refuse_ended(invitation: Invitation, at: datetime) -> None:
    code = invitation_queries.refusal(invitation, at=at)
    if code is not None:
        raise RuleBroken(code)


def _hand_over(membership: Membership, person: Person) -> None:
    placeholder = membership.person_id
    membership.person_id, membership.state = person.id, MembershipState.ACTIVE
    db.session.flush()
    db.session.execute(delete(Person).where(Person.id == placeholder))


def _confirm_address(person_id: int, address: str, at: datetime) -> None:
    """The link came to this address: if it is one of this person's, it is confirmed."""
    db.session.execute(
        update(EmailAddress)
        .where(
            EmailAddress.person_id == person_id,
            EmailAddress.address == address,
            EmailAddress.confirmed_at.is_(None),
        )
        .values(confirmed_at=at)
    )


def _accepted(invitation: Invitation, membership: Membership, person: Person, at: datetime) -> None:
    invitation.state, invitation.ended_at = InvitationState.ACCEPTED, at
    invitation.membership_id = membership.id
    invitation.uses = 1
    audit.record(
        "invitation-accepted",
        subject=membership.public_id,
        about=membership.public_id,
        by=person.public_id,
        at=at,
        organization_id=membership.organization_id,
        new=membership.role,
    )
    changes.tell(membership.organization_id, [membership.id], at=at)
