"""Two memberships of one person in one organization become one, and nothing learned is lost."""

from datetime import datetime

from sqlalchemy import select, update

from learning.accounts.models import Person
from learning.database import db
from learning.organizations.models import Group, GroupMembership, Membership, TrainerLimit
from learning.organizations.roles import MembershipKind, MembershipState, Role


def take_in(invited: Membership, own: Membership, *, at: datetime) -> None:
    """Let `own`, on which all hangs that was learned, take in the invited one.

    A guest becomes a member, and somebody who had left is back, as what the invitation says; a
    member keeps what they are and gains what the invitation adds. Inside the open transaction.
    """
    given = _emptied(invited, own, at)
    if own.kind == MembershipKind.MEMBER and own.state == MembershipState.ACTIVE:
        own.role = max(own.role, given.role, key=lambda role: list(Role).index(Role(role)))
    else:
        own.kind, own.state = MembershipKind.MEMBER, MembershipState.ACTIVE
        own.left_at = own.erase_at = None
        own.role, own.name, own.joined_at = given.role, given.name, given.joined_at
        own.contact_address = given.contact_address
    own.employee_id = given.employee_id or own.employee_id
    own.external_id = given.external_id or own.external_id
    own.attributes = {**own.attributes, **given.attributes}
    if given.manager_id not in (None, own.id):
        own.manager_id = given.manager_id
    db.session.flush()
    _move_groups(invited, own, at)
    _move_what_is_managed(invited, own)


def _emptied(invited: Membership, own: Membership, at: datetime) -> Membership:
    """Leave of the invited one only a sign to its successor; gives back what it was."""
    given = Membership(
        role=invited.role,
        name=invited.name,
        joined_at=invited.joined_at,
        contact_address=invited.contact_address,
        employee_id=invited.employee_id,
        external_id=invited.external_id,
        manager_id=invited.manager_id,
        attributes=dict(invited.attributes),
    )
    invited.state, invited.left_at, invited.merged_into = (
        MembershipState.DEACTIVATED,
        at,
        own.public_id,
    )
    invited.name, invited.contact_address, invited.attributes = "", "", {}
    # An employee id is given once, so it is free before it is given again.
    invited.employee_id = invited.external_id = invited.manager_id = None
    db.session.execute(update(Person).where(Person.id == invited.person_id).values(name=""))
    db.session.flush()
    return given


def _move_groups(invited: Membership, own: Membership, at: datetime) -> None:
    def current(membership: Membership) -> list[GroupMembership]:
        return list(
            db.session.scalars(
                select(GroupMembership).where(
                    GroupMembership.organization_id == membership.organization_id,
                    GroupMembership.membership_id == membership.id,
                    GroupMembership.until.is_(None),
                )
            )
        )

    there = {row.group_id for row in current(own)}
    for row in current(invited):
        row.until = at
        if row.group_id not in there:
            db.session.add(
                GroupMembership(
                    organization_id=own.organization_id,
                    group_id=row.group_id,
                    membership_id=own.id,
                    since=row.since,
                )
            )


def _move_what_is_managed(invited: Membership, own: Membership) -> None:
    """Who has the invited one as manager has `own`; so have groups, and limits of a trainer."""
    organization_id = own.organization_id
    for managed in (Membership, Group):
        db.session.execute(
            update(managed)
            .where(managed.organization_id == organization_id, managed.manager_id == invited.id)
            .values(manager_id=own.id)
        )
    limited = select(TrainerLimit.group_id).where(
        TrainerLimit.organization_id == organization_id, TrainerLimit.membership_id == own.id
    )
    db.session.execute(
        update(TrainerLimit)
        .where(
            TrainerLimit.organization_id == organization_id,
            TrainerLimit.membership_id == invited.id,
            TrainerLimit.group_id.not_in(limited.scalar_subquery()),
        )
        .values(membership_id=own.id)
    )
