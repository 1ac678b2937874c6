"""What can be asked about groups, who is in them, and who stands above whom.

An organization has a few hundred groups at most, so they are read whole and walked in Python; what
is asked about members is asked of the database for all of them at once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import hierarchy
from learning.organizations.hierarchy import Place
from learning.organizations.models import Group, GroupMembership, Membership, TrainerLimit
from learning.organizations.roles import PRESENT, MembershipKind, MembershipState, Role

# More ids than this aren't listed in a question; then all members are asked for.
_LISTED = 500


@dataclass(frozen=True)
class GroupRow:
    """One line of the tree of groups."""

    id: int
    public_id: str
    name: str
    parent_id: int | None
    manager_id: int | None
    # How deep it lies; 0 lies in no other.
    depth: int
    # How many are in it now, without those in the groups in it.
    members: int


@dataclass(frozen=True)
class GroupMemberRow:
    """Somebody in a group."""

    public_id: str
    name: str
    contact_address: str
    state: MembershipState
    since: datetime


@dataclass(frozen=True)
class Sight:
    """Whose results somebody may see in an organization: everybody's, or those in some groups."""

    organization_id: int
    # None: everybody's. Those that lie in the groups are named, too.
    groups: frozenset[int] | None = None

    def covers(
        self, membership_id: ColumnElement[int] | InstrumentedAttribute[int]
    ) -> ColumnElement[bool]:
        """The condition that they may see the results of this membership."""
        if self.groups is None:
            return true()
        return membership_id.in_(membership_ids_in(self.organization_id, self.groups))

    def among(self, membership_ids: Collection[int]) -> set[int]:
        """Those of these memberships whose results they may see."""
        if self.groups is None:
            return set(membership_ids)
        inside = membership_ids_in(self.organization_id, self.groups)
        if len(membership_ids) <= _LISTED:
            inside = inside.where(GroupMembership.membership_id.in_(sorted(membership_ids)))
        return set(db.session.scalars(inside)) & set(membership_ids)


def groups(organization_id: int) -> list[GroupRow]:
    """All groups, each after the one it lies in, by name beside each other."""
    # Columns, not objects: these are read on many pages.
    columns = (Group.id, Group.public_id, Group.name, Group.parent_id, Group.manager_id)
    found = db.session.execute(select(*columns, Group.folded_name).where(*_living(organization_id)))
    rows = {row.id: row for row in found}
    counts = _numbers_of_members(organization_id)
    tree = {row.id: Place(row.parent_id, row.manager_id) for row in rows.values()}
    return [
        GroupRow(
            id, rows[id].public_id, rows[id].name, rows[id].parent_id, rows[id].manager_id,
            depth, counts.get(id, 0),
        )
        for id, depth in hierarchy.in_order(tree, {id: r.folded_name for id, r in rows.items()})
    ]  # fmt: skip


def tree_of(organization_id: int) -> dict[int, Place]:
    """The groups there are, by id, as the hierarchy walks them."""
    rows = db.session.execute(
        select(Group.id, Group.parent_id, Group.manager_id).where(*_living(organization_id))
    )
    return {id: Place(parent, manager) for id, parent, manager in rows}


def tree_from(rows: Iterable[GroupRow]) -> dict[int, Place]:
    """The same, of groups that were read already."""
    return {row.id: Place(row.parent_id, row.manager_id) for row in rows}


def group(organization_id: int, public_id: str) -> Group | None:
    """The group with this public id, in this organization only; also one that was removed."""
    return db.session.scalar(
        select(Group).where(Group.organization_id == organization_id, Group.public_id == public_id)
    )


def group_with_id(organization_id: int, group_id: int) -> Group:
    """A group that a row of this organization points at; also one that was removed."""
    return db.session.scalars(
        select(Group).where(Group.organization_id == organization_id, Group.id == group_id)
    ).one()


def group_named(organization_id: int, name: str) -> Group | None:
    """The group of that name, whatever its capitals."""
    return db.session.scalar(
        select(Group).where(
            Group.organization_id == organization_id,
            Group.folded_name == hierarchy.folded(name),
            Group.removed_at.is_(None),
        )
    )


def removed_groups(organization_id: int, limit: int = 50) -> list[Group]:
    """Groups that can be brought back, the one removed last first."""
    return list(
        db.session.scalars(
            select(Group)
            .where(Group.organization_id == organization_id, Group.removed_at.is_not(None))
            .order_by(Group.removed_at.desc(), Group.id.desc())
            .limit(limit)
        )
    )


def group_ids_within(organization_id: int, group_ids: Iterable[int]) -> set[int]:
    """These groups and all that lie in them; those that are gone are left out."""
    return hierarchy.within(tree_of(organization_id), group_ids)


def membership_ids_in(organization_id: int, group_ids: Iterable[int]) -> Select[int]:
    """Who is in one of exactly these groups now, as a part of a larger question."""
    return select(GroupMembership.membership_id).where(
        GroupMembership.organization_id == organization_id,
        GroupMembership.group_id.in_(sorted(group_ids)),
        GroupMembership.until.is_(None),
    )


def members_within(organization_id: int, group_ids: Iterable[int]) -> set[int]:
    """The ids of all memberships in these groups, or in groups that lie in them, now.

    Those who have left the organization keep their groups, and are among them.
    """
    inside = group_ids_within(organization_id, group_ids)
    return set(db.session.scalars(membership_ids_in(organization_id, inside)))


def group_ids_of(organization_id: int, membership_ids: Collection[int]) -> dict[int, list[int]]:
    """The groups these memberships are in now, directly, by membership."""
    query = select(GroupMembership.membership_id, GroupMembership.group_id).where(
        GroupMembership.organization_id == organization_id, GroupMembership.until.is_(None)
    )
    if len(membership_ids) <= _LISTED:
        query = query.where(GroupMembership.membership_id.in_(sorted(membership_ids)))
    found: dict[int, list[int]] = {}
    for membership_id, group_id in db.session.execute(query):
        found.setdefault(membership_id, []).append(group_id)
    return found


def members_of(
    group: Group, *, search: str = "", after: tuple[str, int] | None = None, limit: int = 50
) -> list[tuple[GroupMemberRow, int]]:
    """Who is in the group itself, by name; one more than `limit` if there are more."""
    query = (
        select(
            Membership.public_id,
            Membership.name,
            Membership.contact_address,
            Membership.state,
            GroupMembership.since,
            Membership.id,
        )
        .join(
            GroupMembership,
            (GroupMembership.organization_id == Membership.organization_id)
            & (GroupMembership.membership_id == Membership.id),
        )
        .where(
            Membership.organization_id == group.organization_id,
            GroupMembership.group_id == group.id,
            GroupMembership.until.is_(None),
            Membership.state.in_(PRESENT),
        )
        .order_by(Membership.name, Membership.id)
        .limit(limit + 1)
    )
    if search:
        query = query.where(Membership.name.icontains(search, autoescape=True))
    if after:
        query = query.where(tuple_(Membership.name, Membership.id) > after)
    return [
        (GroupMemberRow(public_id, name, address, MembershipState(state), since), id)
        for public_id, name, address, state, since, id in db.session.execute(query)
    ]


def manager_ids_of(organization_id: int, membership_ids: Collection[int]) -> dict[int, int]:
    """Who stands directly above these memberships; those with nobody above them are left out."""
    asked = set(membership_ids)
    query = select(Membership.id, Membership.manager_id).where(
        Membership.organization_id == organization_id
    )
    if len(asked) <= _LISTED:
        query = query.where(Membership.id.in_(sorted(asked)))
    own = {id: manager for id, manager in db.session.execute(query) if id in asked}
    tree = tree_of(organization_id)
    named = {manager for manager in own.values() if manager is not None}
    present = _present(organization_id, named | {p.manager for p in tree.values() if p.manager})
    return _managers(own, group_ids_of(organization_id, asked), tree, present)


def people_below(organization_id: int, manager_membership_id: int) -> set[int]:
    """The memberships below this one, over any number of managers between them.

    Those who have left the organization are not among them.
    """
    rows = db.session.execute(
        select(Membership.id, Membership.manager_id).where(
            Membership.organization_id == organization_id,
            Membership.state.in_(PRESENT),
        )
    )
    own = {id: manager for id, manager in rows}
    managers = _managers(own, group_ids_of(organization_id, own), tree_of(organization_id), own)
    return hierarchy.below(managers, manager_membership_id)


def check_manager(membership: Membership) -> None:
    """Refuse as a manager whoever can't be one. Raises RuleBroken manager-unfit."""
    if membership.kind == MembershipKind.GUEST or membership.state not in PRESENT:
        raise RuleBroken("manager-unfit")


def named_above(membership: Membership) -> set[int]:
    """Whom a member names as manager, whom that one names, and so on."""
    found: set[int] = set()
    above = membership.manager_id
    while above is not None and above not in found:
        found.add(above)
        above = db.session.scalar(
            select(Membership.manager_id).where(
                Membership.organization_id == membership.organization_id, Membership.id == above
            )
        )
    return found


def limit_of(organization_id: int, membership_id: int) -> set[int]:
    """The groups to which a trainer is limited, as they were chosen; none: not limited."""
    return set(
        db.session.scalars(
            select(TrainerLimit.group_id).where(
                TrainerLimit.organization_id == organization_id,
                TrainerLimit.membership_id == membership_id,
            )
        )
    )


def sight_of(organization_id: int, membership_id: int, role: Role) -> Sight:
    """Whose results a member of staff may see: only trainers can be limited to groups."""
    if role != Role.TRAINER:
        return Sight(organization_id)
    chosen = limit_of(organization_id, membership_id)
    # A limit to groups that are all gone still is one.
    inside = group_ids_within(organization_id, chosen) if chosen else None
    return Sight(organization_id, None if inside is None else frozenset(inside))


def _managers(
    own: dict[int, int | None],
    in_groups: dict[int, list[int]],
    tree: dict[int, Place],
    present: Collection[int],
) -> dict[int, int]:
    found: dict[int, int] = {}
    for member, named in own.items():
        manager = hierarchy.manager_of(member, named, in_groups.get(member, ()), tree, present)
        if manager is not None:
            found[member] = manager
    return found


def _present(organization_id: int, membership_ids: Collection[int]) -> set[int]:
    """Those of them who haven't left."""
    query = select(Membership.id).where(
        Membership.organization_id == organization_id,
        Membership.state.in_(PRESENT),
    )
    if len(membership_ids) <= _LISTED:
        query = query.where(Membership.id.in_(sorted(membership_ids)))
    return set(db.session.scalars(query))


def _living(organization_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Group.organization_id == organization_id, Group.removed_at.is_(None)


def _numbers_of_members(organization_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(GroupMembership.group_id, func.count())
        .join(
            Membership,
            (Membership.organization_id == GroupMembership.organization_id)
            & (Membership.id == GroupMembership.membership_id),
        )
        .where(
            GroupMembership.organization_id == organization_id,
            GroupMembership.until.is_(None),
            Membership.state.in_(PRESENT),
        )
        .group_by(GroupMembership.group_id)
    )
    return {group_id: number for group_id, number in rows}
