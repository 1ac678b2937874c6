"""Many members joining many groups in one go, as a list of people brings them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from learning import audit
from learning.database import db, transaction
from learning.organizations.models import Group, GroupMembership, Membership


@transaction
def join_many(
    organization_id: int,
    wanted: Sequence[tuple[Group, Collection[Membership]]],
    *,
    by: str,
    at: datetime,
) -> set[int]:
    """Put members into groups, where they aren't in them yet; the ids of who joined any.

    For whoever holds the organization's lock, has just found the groups there, and tells of the
    members that were changed.
    """
    pairs = {(group.id, m.id): (group, m) for group, members in wanted for m in members}
    there = db.session.execute(
        select(GroupMembership.group_id, GroupMembership.membership_id).where(
            GroupMembership.organization_id == organization_id,
            GroupMembership.group_id.in_({group for group, _member in pairs}),
            GroupMembership.membership_id.in_({member for _group, member in pairs}),
            GroupMembership.until.is_(None),
        )
    )
    for group_id, membership_id in there:
        del pairs[group_id, membership_id]
    for group, member in pairs.values():
        db.session.add(
            GroupMembership(
                organization_id=organization_id,
                group_id=group.id,
                membership_id=member.id,
                since=at,
            )
        )
        audit.record(
            "group-joined",
            subject=group.public_id,
            about=member.public_id,
            by=by,
            at=at,
            organization_id=organization_id,
        )
    db.session.flush()
    return {member for _group, member in pairs}
