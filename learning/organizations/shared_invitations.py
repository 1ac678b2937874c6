"""Invitations for whoever has their link or code: opened, taken back, taken up."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from learning import audit
from learning.accounts.models import Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import CODE_ALPHABET, public_id
from learning.organizations import actions, changes, group_actions, group_queries, queries
from learning.organizations.invitation_links import CODE_LENGTH
from learning.organizations.invitation_queries import refusal
from learning.organizations.invitation_states import InvitationKind, InvitationState
from learning.organizations.models import Group, Invitation, Membership
from learning.organizations.roles import MembershipKind, MembershipState, Role

LONGEST = timedelta(days=365)
MOST_USES = 10_000


@transaction
def open_shared(
    organization_id: int,
    *,
    group: Group | None,
    most_uses: int | None,
    expires_at: datetime,
    by: str,
    at: datetime,
) -> Invitation:
    """An invitation for learners, into a group or none. Raises RuleBroken group-gone, or
    invitation-limits for a limit of uses or a day out of bounds."""
    is_countable = most_uses is None or 1 <= most_uses <= MOST_USES
    if not (is_countable and at < expires_at <= at + LONGEST):
        raise RuleBroken("invitation-limits", most=MOST_USES, days=LONGEST.days)
    if group is not None:
        _refuse_removed(group)
    invitation = Invitation(
        public_id=public_id(),
        organization_id=organization_id,
        kind=InvitationKind.SHARED,
        group_id=group.id if group is not None else None,
        role=Role.LEARNER,
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)),
        most_uses=most_uses,
        uses=0,
        state=InvitationState.OPEN,
        expires_at=expires_at,
        created_by=by,
        created_at=at,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("invitation-shared", invitation, by, at)
    return invitation


@transaction
def close_shared(invitation: Invitation, *, by: str, at: datetime) -> None:
    """Take a shared invitation back; who has joined by it stays. A new one is opened instead."""
    _lock(invitation)
    if invitation.state != InvitationState.OPEN:
        return
    invitation.state, invitation.ended_at = InvitationState.REVOKED, at
    _record("invitation-closed", invitation, by, at)


@transaction
def join(invitation: Invitation, person_id: int, *, at: datetime) -> Membership:
    """Make somebody with an account a member by a shared invitation.

    Who is a member already uses nothing up. Raises RuleBroken for what has become of the
    invitation, invitation-full, membership-deactivated, or what keeps their address out.
    """
    person = db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    # Whoever comes at the same moment waits here, so that uses are never more than there may be.
    _lock(invitation)
    own = queries.membership_in(invitation.organization_id, person_id)
    if own is not None and own.state != MembershipState.ACTIVE:
        raise RuleBroken("membership-deactivated")
    if own is None or own.kind == MembershipKind.GUEST:
        _refuse(invitation, person, at)
        own = _made_member(invitation, person, own, at)
        invitation.uses += 1
        _record("invitation-used", invitation, person.public_id, at, about=own.public_id)
        changes.tell(own.organization_id, [own.id], at=at)
    if invitation.group_id is not None and refusal(invitation, at=at) in (None, "invitation-full"):
        _put_in_group(own, invitation.group_id, person.public_id, at)
    return own


def _refuse(invitation: Invitation, person: Person, at: datetime) -> None:
    code = refusal(invitation, at=at)
    if code is not None:
        raise RuleBroken(code)
    actions.check_address(invitation.organization_id, person.id)


def _made_member(
    invitation: Invitation, person: Person, own: Membership | None, at: datetime
) -> Membership:
    role = Role(invitation.role)
    if own is None:
        kind = MembershipKind.MEMBER
        return actions.insert_membership(invitation.organization_id, person, kind, role, at)
    own.kind, own.role, own.joined_at = MembershipKind.MEMBER, role, at
    return own


def _put_in_group(membership: Membership, group_id: int, by: str, at: datetime) -> None:
    group = group_queries.group_with_id(membership.organization_id, group_id)
    # A group that was removed keeps nobody from joining the organization.
    if group.removed_at is None:
        group_actions.put_in(group, [membership], by=by, at=at)


def _refuse_removed(group: Group) -> None:
    db.session.refresh(group)
    if group.removed_at is not None:
        raise RuleBroken("group-gone")


def _lock(invitation: Invitation) -> None:
    db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organization_id == invitation.organization_id,
            Invitation.id == invitation.id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _record(
    act: str, invitation: Invitation, by: str, at: datetime, about: str | None = None
) -> None:
    audit.record(
        act,
        subject=invitation.public_id,
        about=about,
        by=by,
        at=at,
        organization_id=invitation.organization_id,
    )
