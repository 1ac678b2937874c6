"""What can be asked about invitations and the people who are invited."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db
from learning.organizations import queries
from learning.organizations.invitation_states import (
    PLACEHOLDER,
    InvitationState,
)
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import PRESENT, MembershipKind, MembershipState, Role


@dataclass(frozen=True)
class Shown:
    """What whoever holds an invitation reads on its page; no more than its message says."""

    organization: str
    # Who invites; None for somebody who is gone.
    inviter: str | None
    role: Role
    expires_at: datetime
    # Of the invited person; empty for a shared invitation.
    name: str
    address: str


def present(organization_id: int, addresses: Collection[str]) -> set[str]:
    """Those of these addresses at which somebody is a member or invited already.

    Guests and those who were let go are not: an invitation makes them members again.
    """
    return set(
        db.session.scalars(
            select(Membership.contact_address).where(
                Membership.organization_id == organization_id,
                Membership.contact_address.in_(addresses),
                Membership.kind == MembershipKind.MEMBER,
                Membership.state.in_(PRESENT),
                ~queries.is_only_claimed(),
            )
        )
    )


def never_joined(organization_id: int, addresses: Collection[str]) -> dict[str, Membership]:
    """Those who were invited at these addresses once and whose invitation was taken back."""
    found = db.session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organization_id == organization_id,
            Membership.contact_address.in_(addresses),
            Membership.state == MembershipState.DEACTIVATED,
            Person.state == PLACEHOLDER,
        )
        .order_by(Membership.id)
    )
    return {membership.contact_address: membership for membership in found}


def holders_of(organization_id: int, employee_ids: Collection[str]) -> dict[str, int]:
    """Who has these employee ids: membership ids, those of people who have left included."""
    rows = db.session.execute(
        select(Membership.employee_id, Membership.id).where(
            Membership.organization_id == organization_id, Membership.employee_id.in_(employee_ids)
        )
    )
    return {employee_id: id for employee_id, id in rows if employee_id}


def open_invitations(
    organization_id: int, membership_ids: Collection[int]
) -> dict[int, Invitation]:
    """The open personal invitations of these memberships, expired ones included."""
    found = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organization_id == organization_id,
            Invitation.membership_id.in_(membership_ids),
            Invitation.state == InvitationState.OPEN,
        )
        .execution_options(populate_existing=True)
    )
    return {i.membership_id: i for i in found if i.membership_id is not None}


def was_revoked(membership: Membership) -> bool:
    """Whether they were invited, never joined, and their invitation was taken back."""
    return (
        membership.state == MembershipState.DEACTIVATED
        and membership.merged_into is None
        and is_placeholder(membership)
    )


def invited_state(membership: Membership) -> str | None:
    """invited, or revoked if that was taken back; None for whoever has joined."""
    if membership.state == MembershipState.INVITED:
        return "invited"
    return "revoked" if was_revoked(membership) else None


def is_placeholder(membership: Membership) -> bool:
    """Whether nobody has become the person of this membership yet."""
    state = db.session.scalar(select(Person.state).where(Person.id == membership.person_id))
    return state == PLACEHOLDER


def refusal(invitation: Invitation, *, at: datetime) -> str | None:
    """Why nobody can join by it any more, as a code; None while somebody can."""
    if invitation.state == InvitationState.ACCEPTED:
        return "invitation-used"
    if invitation.state == InvitationState.REVOKED:
        return "invitation-revoked"
    if invitation.expires_at <= at:
        return "invitation-expired"
    if invitation.most_uses is not None and invitation.uses >= invitation.most_uses:
        return "invitation-full"
    return None


def invitation(public_id: str) -> Invitation | None:
    """The invitation that a link was made for; whoever has the link may ask, whoever they are."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.public_id == public_id)
        .execution_options(crosses_tenants=True)
    )


def newest_of(membership: Membership) -> Invitation | None:
    """The personal invitation of a membership that was opened last."""
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.organization_id == membership.organization_id,
            Invitation.membership_id == membership.id,
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )


def with_code(code: str) -> Invitation | None:
    """The shared invitation with this code, of whatever organization."""
    return db.session.scalar(
        select(Invitation).where(Invitation.code == code).execution_options(crosses_tenants=True)
    )


def membership_of(invitation: Invitation) -> Membership:
    """Whose personal invitation it is."""
    assert invitation.membership_id is not None
    return queries.membership_with_id(invitation.organization_id, invitation.membership_id)


def shown(invitation: Invitation) -> Shown:
    """What stands on the page of an invitation."""
    organization = queries.organization_with_id(invitation.organization_id)
    names = accounts.names_by_public_id({invitation.created_by})
    membership = membership_of(invitation) if invitation.membership_id is not None else None
    return Shown(
        organization.name,
        names.get(invitation.created_by),
        Role(membership.role if membership is not None else invitation.role),
        invitation.expires_at,
        membership.name if membership is not None else "",
        membership.contact_address if membership is not None else "",
    )
