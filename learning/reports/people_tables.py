"""Who is in an organization, as tables that the import of people reads again."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import aliased

from learning.database import db
from learning.organizations import queries
from learning.organizations.models import Group, GroupMembership, Membership
from learning.organizations.queries import EVERYBODY, MemberFilter
from learning.organizations.roles import PRESENT, MembershipKind
from learning.reports.csv_writing import Cell

# Those of the import of people, in its order.
PEOPLE_COLUMNS = ("name", "email", "group", "role", "manager", "employee_id", "joined_on")
GROUP_COLUMNS = ("group", "inside", "manager", "members")
_AT_ONCE = 500
_Manager = aliased(Membership)


def people_rows(
    organization_id: int, wanted: MemberFilter = EVERYBODY, *, fields: Sequence[str] = ()
) -> Iterator[list[Cell]]:
    """Members by name who haven't left, invited ones included, guests not; then their `fields`.

    Of somebody in several groups the first by name is told: a list of people knows one each.
    """
    query = (
        select(
            Membership.name,
            Membership.contact_address,
            _first_group(organization_id),
            Membership.role,
            _Manager.contact_address,
            Membership.employee_id,
            Membership.joined_at,
            Membership.attributes,
            Membership.id,
        )
        .outerjoin(_Manager, _is_manager_of(Membership.organization_id, Membership.manager_id))
        .where(
            Membership.organization_id == organization_id,
            Membership.kind == MembershipKind.MEMBER,
            Membership.state.in_(PRESENT),
        )
        .order_by(Membership.name, Membership.id)
        .limit(_AT_ONCE)
    )
    query = query.where(*queries.conditions_of(organization_id, wanted))
    page = query
    while rows := db.session.execute(page).all():
        for name, address, group, role, manager, employee_id, joined_at, own, _id in rows:
            joined_on = joined_at.date().isoformat()
            yield [
                name, address, group, role, manager, employee_id, joined_on,
                *(own.get(field) for field in fields),
            ]  # fmt: skip
        page = query.where(tuple_(Membership.name, Membership.id) > (rows[-1][0], rows[-1][-1]))


def group_rows(organization_id: int) -> Iterator[list[Cell]]:
    """The groups there are, by name: in which other one each lies, and how many are in it."""
    parent = aliased(Group)
    members = (
        select(func.count())
        .select_from(GroupMembership)
        .join(
            Membership,
            and_(
                Membership.organization_id == GroupMembership.organization_id,
                Membership.id == GroupMembership.membership_id,
            ),
        )
        .where(
            GroupMembership.organization_id == Group.organization_id,
            GroupMembership.group_id == Group.id,
            GroupMembership.until.is_(None),
            Membership.state.in_(PRESENT),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Group.name, parent.name, _Manager.contact_address, members)
        .outerjoin(
            parent,
            and_(parent.organization_id == Group.organization_id, parent.id == Group.parent_id),
        )
        .outerjoin(_Manager, _is_manager_of(Group.organization_id, Group.manager_id))
        .where(Group.organization_id == organization_id, Group.removed_at.is_(None))
        .order_by(Group.folded_name)
    )
    for row in rows:
        yield list(row)


def _is_manager_of(organization_id: object, manager_id: object) -> Any:
    """The join to whom a row names as manager; whoever has left is nobody's any more."""
    return and_(
        _Manager.organization_id == organization_id,
        _Manager.id == manager_id,
        _Manager.state.in_(PRESENT),
    )


def _first_group(organization_id: int) -> Any:
    return (
        select(func.min(Group.name))
        .join(
            GroupMembership,
            and_(
                GroupMembership.organization_id == Group.organization_id,
                GroupMembership.group_id == Group.id,
            ),
        )
        .where(
            Group.organization_id == organization_id,
            Group.removed_at.is_(None),
            GroupMembership.membership_id == Membership.id,
            GroupMembership.until.is_(None),
        )
        .scalar_subquery()
    )
