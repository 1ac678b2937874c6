"""Letting somebody go whom others have as manager: who takes their place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import actions, group_actions, group_queries, member_actions, queries
from learning.organizations.models import Group, Membership
from learning.organizations.roles import Role


@dataclass(frozen=True)
class Managed:
    """How many people and groups name somebody as manager."""

    people: int
    groups: int

    def __bool__(self) -> bool:
        return bool(self.people or self.groups)


def managed_by(membership: Membership) -> Managed:
    """What somebody would hand over."""

    def number(model: type[Membership] | type[Group]) -> int:
        query = select(func.count()).where(
            model.organization_id == membership.organization_id, model.manager_id == membership.id
        )
        if model is Group:
            query = query.where(Group.removed_at.is_(None))
        return db.session.scalar(query) or 0

    return Managed(number(Membership), number(Group))


@transaction
def let_go(
    membership: Membership, *, heir: Membership | None, by: str, by_role: Role, at: datetime
) -> None:
    """Deactivate somebody after handing over whom they manage; without an heir they keep that.

    Raises RuleBroken as `actions.deactivate` does, heir-self, or manager-unfit for an heir who is a
    guest or has left.
    """
    if heir is not None:
        _hand_over(membership, heir, by, at)
    actions.deactivate(membership, by=by, by_role=by_role, at=at)


def _hand_over(leaving: Membership, heir: Membership, by: str, at: datetime) -> None:
    db.session.refresh(heir)
    if heir.id == leaving.id:
        raise RuleBroken("heir-self")
    group_queries.check_manager(heir)
    organization_id = leaving.organization_id
    above = None
    if leaving.manager_id is not None:
        above = queries.membership_with_id(organization_id, leaving.manager_id)
    # Whoever stands above the heir can't get the heir as manager, nor can the heir themselves:
    # they move up to whom the leaving one had.
    before = group_queries.named_above(heir) | {heir.id}
    managed = db.session.scalars(
        select(Membership)
        .where(Membership.organization_id == organization_id, Membership.manager_id == leaving.id)
        .order_by(Membership.id)
    ).all()
    for member in sorted(managed, key=lambda member: member.id not in before):
        new = above if member.id in before else heir
        member_actions.set_manager(member, new, by=by, at=at)
    groups = db.session.scalars(
        select(Group).where(
            Group.organization_id == organization_id,
            Group.manager_id == leaving.id,
            Group.removed_at.is_(None),
        )
    ).all()
    for group in groups:
        group_actions.set_group_manager(group, heir, by=by, at=at)
