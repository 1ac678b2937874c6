"""The lists of invitations: who is invited, has joined, or no longer is; and shared links."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from learning.accounts.models import Person
from learning.database import db
from learning.organizations.invitation_states import (
    PLACEHOLDER,
    InvitationKind,
    InvitationState,
)
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import MembershipState, Role


@dataclass(frozen=True)
class InvitedRow:
    """Somebody who is or was invited. `expires_at`: None while nothing was sent."""

    # The place in the list.
    id: int
    public_id: str
    name: str
    contact_address: str
    role: Role
    expires_at: datetime | None
    ended_at: datetime | None


# What can be listed, and which memberships stand there.
LISTS = ("open", "accepted", "revoked")


def people_invited(
    organization_id: int, shows: str, *, before: int | None = None, limit: int = 50
) -> list[InvitedRow]:
    """The newest first, one of LISTS; one more than `limit` if there are more."""
    is_theirs = (Invitation.organization_id == Membership.organization_id) & (
        Invitation.membership_id == Membership.id
    )
    query = (
        select(
            Membership.id,
            Membership.public_id,
            Membership.name,
            Membership.contact_address,
            Membership.role,
            Invitation.expires_at,
            Invitation.ended_at,
        )
        .where(Membership.organization_id == organization_id, Membership.merged_into.is_(None))
        .order_by(Membership.id.desc())
        .limit(limit + 1)
    )
    if shows == "open":
        # Those whom nothing was sent yet stand here, too.
        is_open = is_theirs & (Invitation.state == InvitationState.OPEN)
        query = query.outerjoin(Invitation, is_open).where(
            Membership.state == MembershipState.INVITED
        )
    else:
        query = query.join(Invitation, is_theirs & (Invitation.id == _last_of(shows)))
    if shows == "revoked":
        query = query.join(Person, Person.id == Membership.person_id).where(
            Membership.state == MembershipState.DEACTIVATED, Person.state == PLACEHOLDER
        )
    if before is not None:
        query = query.where(Membership.id < before)
    return [
        InvitedRow(id, a, name, address, Role(role), expires_at, ended_at)
        for id, a, name, address, role, expires_at, ended_at in db.session.execute(query)
    ]


def _last_of(shows: str) -> ScalarSelect[int]:
    """The newest invitation of a membership that ended so."""
    state = InvitationState.ACCEPTED if shows == "accepted" else InvitationState.REVOKED
    ended = aliased(Invitation)
    return (
        select(func.max(ended.id))
        .where(
            ended.organization_id == Membership.organization_id,
            ended.membership_id == Membership.id,
            ended.state == state,
        )
        .correlate(Membership)
        .scalar_subquery()
    )


def shared_open(organization_id: int) -> list[Invitation]:
    """The shared invitations that weren't taken back, newest first, a hundred at most."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(
                Invitation.organization_id == organization_id,
                Invitation.kind == InvitationKind.SHARED,
                Invitation.state == InvitationState.OPEN,
            )
            .order_by(Invitation.id.desc())
            .limit(100)
        )
    )
