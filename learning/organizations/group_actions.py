"""What changes about groups: made, renamed, moved, removed and restored, and who is in them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Update, select, update

from learning import audit
from learning.accounts import names
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import changes, checks, group_queries, hierarchy, turnstile
from learning.organizations.models import Group, GroupMembership, Membership
from learning.organizations.roles import MembershipKind, MembershipState


@transaction
def create_group(
    organization_id: int, *, name: str, parent: Group | None = None, by: str, at: datetime
) -> Group:
    """A group without members. Raises RuleBroken group-name-missing, -long or -taken, or
    name-characters; group-gone for a parent that is removed, groups-too-deep.
    """
    turnstile.pass_through(organization_id)
    if parent is not None:
        _refresh(parent)
    _check_depth(hierarchy.depth(group_queries.tree_of(organization_id), _id(parent)) + 1)
    group = Group(
        public_id=public_id(), organization_id=organization_id, parent_id=_id(parent), created_at=at
    )
    _name(group, name)
    db.session.add(group)
    db.session.flush()
    _record("group-created", group, by, at)
    return group


@transaction
def rename_group(group: Group, name: str, *, by: str, at: datetime) -> None:
    """Give a group another name. Raises RuleBroken as create_group does."""
    turnstile.pass_through(group.organization_id)
    _refresh(group)
    if group.name == name.strip():
        return
    _name(group, name)
    _record("group-renamed", group, by, at)


@transaction
def move_group(group: Group, parent: Group | None, *, by: str, at: datetime) -> None:
    """Put a group, with all that lies in it, into another, or into none.

    Raises RuleBroken group-in-itself, groups-too-deep or group-gone.
    """
    turnstile.pass_through(group.organization_id)
    _refresh(group)
    if parent is not None:
        _refresh(parent)
    if group.parent_id == _id(parent):
        return
    tree = group_queries.tree_of(group.organization_id)
    inside = hierarchy.within(tree, [group.id])
    if _id(parent) in inside:
        raise RuleBroken("group-in-itself")
    _check_depth(hierarchy.depth(tree, _id(parent)) + hierarchy.height(tree, group.id))
    group.parent_id = _id(parent)
    _record("group-moved", group, by, at)
    _tell_members(group, inside, at)


@transaction
def remove_group(group: Group, *, by: str, at: datetime) -> None:
    """End a group; its members stay in the organization and in their other groups.

    Raises RuleBroken group-gone, or group-holds-groups while others lie in it.
    """
    turnstile.pass_through(group.organization_id)
    _refresh(group)
    if hierarchy.height(group_queries.tree_of(group.organization_id), group.id) > 1:
        raise RuleBroken("group-holds-groups")
    _tell_members(group, {group.id}, at)
    db.session.execute(_rows(group).where(GroupMembership.until.is_(None)).values(until=at))
    group.removed_at = at
    _record("group-removed", group, by, at)


@transaction
def restore_group(group: Group, *, by: str, at: datetime) -> None:
    """Bring a removed group back with the members it had, where it lay if that is still there.

    Raises RuleBroken group-name-taken if another has taken its name, or groups-too-deep.
    """
    turnstile.pass_through(group.organization_id)
    db.session.refresh(group)
    if group.removed_at is None:
        return
    tree = group_queries.tree_of(group.organization_id)
    if group.parent_id not in tree:
        group.parent_id = None
    _check_depth(hierarchy.depth(tree, group.parent_id) + 1)
    members = db.session.scalars(
        select(Membership)
        .join(
            GroupMembership,
            (GroupMembership.organization_id == Membership.organization_id)
            & (GroupMembership.membership_id == Membership.id),
        )
        .where(
            Membership.organization_id == group.organization_id,
            Membership.merged_into.is_(None),
            # Who left meanwhile may come back; who was erased is nobody any more.
            Membership.state != MembershipState.ERASED,
            GroupMembership.group_id == group.id,
            GroupMembership.until == group.removed_at,
        )
    ).all()
    _name(group, group.name)
    group.removed_at = None
    _record("group-restored", group, by, at)
    _insert(group, members, at)


@transaction
def set_group_manager(group: Group, manager: Membership | None, *, by: str, at: datetime) -> None:
    """Say who stands above those in the group who have no manager of their own.

    Raises RuleBroken group-gone, or manager-unfit for a guest or somebody who has left.
    """
    turnstile.pass_through(group.organization_id)
    _refresh(group)
    if manager is not None:
        db.session.refresh(manager)
        group_queries.check_manager(manager)
    new = manager.id if manager is not None else None
    if group.manager_id == new:
        return
    group.manager_id = new
    audit.record(
        "group-manager-set" if manager is not None else "group-manager-taken",
        subject=group.public_id,
        about=manager.public_id if manager is not None else None,
        by=by,
        at=at,
        organization_id=group.organization_id,
    )


@transaction
def put_in(
    group: Group, memberships: Collection[Membership], *, by: str, at: datetime
) -> list[Membership]:
    """Put members into a group, those who aren't in it yet; gives them back.

    Raises RuleBroken group-gone, guest-in-group if there is a guest among them, or member-erased.
    """
    turnstile.pass_through(group.organization_id)
    _refresh(group)
    if any(membership.kind == MembershipKind.GUEST for membership in memberships):
        raise RuleBroken("guest-in-group")
    for membership in memberships:
        checks.check_not_erased(membership)
    there = set(
        db.session.scalars(group_queries.membership_ids_in(group.organization_id, [group.id]))
    )
    new = {m.id: m for m in memberships if m.id not in there}
    _insert(group, new.values(), at)
    for membership in new.values():
        _record("group-joined", group, by, at, about=membership.public_id)
    return list(new.values())


@transaction
def take_out(group: Group, membership: Membership, *, by: str, at: datetime) -> None:
    """End that a member is in a group; that they were in it until now can still be told."""
    turnstile.pass_through(group.organization_id)
    row = db.session.scalar(
        select(GroupMembership).where(
            GroupMembership.organization_id == group.organization_id,
            GroupMembership.group_id == group.id,
            GroupMembership.membership_id == membership.id,
            GroupMembership.until.is_(None),
        )
    )
    if row is None:
        return
    row.until = at
    _record("group-left", group, by, at, about=membership.public_id)
    changes.tell(group.organization_id, [membership.id], at=at)


def _insert(group: Group, memberships: Collection[Membership], at: datetime) -> None:
    db.session.add_all(
        GroupMembership(
            organization_id=group.organization_id,
            group_id=group.id,
            membership_id=membership.id,
            since=at,
        )
        for membership in memberships
    )
    db.session.flush()
    changes.tell(group.organization_id, [m.id for m in memberships], at=at)


def _refresh(group: Group) -> None:
    # Whoever went through before may have removed it.
    db.session.refresh(group)
    if group.removed_at is not None:
        raise RuleBroken("group-gone")


def _id(group: Group | None) -> int | None:
    return group.id if group is not None else None


def _check_depth(deep: int) -> None:
    if deep > hierarchy.DEEPEST:
        raise RuleBroken("groups-too-deep", most=hierarchy.DEEPEST)


def _name(group: Group, name: str) -> None:
    """Set the name unless another group of the organization has it."""
    if not name.strip():
        raise RuleBroken("group-name-missing")
    if not hierarchy.is_short_enough(name.strip()):
        raise RuleBroken("group-name-long", most=hierarchy.LONGEST_NAME)
    other = group_queries.group_named(group.organization_id, name)
    if other is not None and other.id != group.id:
        raise RuleBroken("group-name-taken", name=other.name)
    group.name, group.folded_name = names.checked(name), hierarchy.folded(name)


def _rows(group: Group) -> Update:
    return update(GroupMembership).where(
        GroupMembership.organization_id == group.organization_id,
        GroupMembership.group_id == group.id,
    )


def _tell_members(group: Group, groups: Collection[int], at: datetime) -> None:
    ids = db.session.scalars(group_queries.membership_ids_in(group.organization_id, groups))
    changes.tell(group.organization_id, ids, at=at)


def _record(act: str, group: Group, by: str, at: datetime, about: str | None = None) -> None:
    audit.record(
        act,
        subject=group.public_id,
        about=about,
        by=by,
        at=at,
        organization_id=group.organization_id,
    )
