"""What changes about organizations and their members."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning import audit
from learning.accounts import names
from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import changes, checks, invitation_queries, queries, turnstile
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role, may_give

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction
def create_organization(*, name: str, slug: str, by: str, at: datetime) -> Organization:
    """A tenant. Raises RuleBroken slug-invalid, name-missing or slug-taken."""
    if not name.strip():
        raise RuleBroken("name-missing")
    if not _SLUG.fullmatch(slug) or len(slug) > 64:
        raise RuleBroken("slug-invalid", slug=slug)
    organization = Organization(public_id=public_id(), name=name.strip(), slug=slug, created_at=at)
    db.session.add(organization)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("slug-taken", slug=slug) from error
    audit.record(
        "organization-created",
        subject=organization.public_id,
        by=by,
        at=at,
        organization_id=organization.id,
    )
    return organization


@transaction
def found_organization(
    person_id: int, *, name: str, slug: str, by: str, at: datetime
) -> Organization:
    """A tenant whose owner is whoever makes it.

    Raises RuleBroken as `create_organization`, or erasure-ahead for somebody who is about to be
    erased: nobody would own it then.
    """
    if db.session.get_one(Person, person_id).erase_at is not None:
        raise RuleBroken("erasure-ahead")
    organization = create_organization(name=name, slug=slug, by=by, at=at)
    person = db.session.get_one(Person, person_id)
    add_member(organization.id, person, role=Role.OWNER, by=by, at=at)
    return organization


@transaction
def add_member(
    organization_id: int, person: Person, *, role: Role, by: str, at: datetime
) -> Membership:
    """Make a person a member. Raises RuleBroken member-already."""
    if queries.membership_in(organization_id, person.id):
        raise RuleBroken("member-already")
    membership = insert_membership(organization_id, person, MembershipKind.MEMBER, role, at)
    audit.record(
        "member-added",
        subject=membership.public_id,
        about=membership.public_id,
        by=by,
        at=at,
        organization_id=organization_id,
        new=role,
    )
    return membership


@transaction
def join_as_guest(organization_id: int, person_id: int, *, at: datetime) -> Membership:
    """The person's membership here; a new guest if they had none.

    Raises RuleBroken membership-deactivated for somebody the organization has let go, and what
    check_address does.
    """
    # Two tabs at once: the person's row is the turnstile on PostgreSQL, the write lock on SQLite.
    person = db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    membership = queries.membership_in(organization_id, person_id)
    if membership is None:
        check_address(organization_id, person_id)
        return insert_membership(organization_id, person, MembershipKind.GUEST, Role.LEARNER, at)
    if membership.state != MembershipState.ACTIVE:
        raise RuleBroken("membership-deactivated")
    return membership


def check_address(organization_id: int, person_id: int) -> None:
    """Whether somebody may come in by themselves, with the address that they have.

    Raises RuleBroken domain-not-allowed or address-unconfirmed.
    """
    settings = queries.settings_of(organization_id)
    if not settings.allowed_domains:
        return
    if not settings.welcomes(accounts.primary_address(person_id)):
        raise RuleBroken("domain-not-allowed")
    # Anybody can write down an address of that domain; only its owner can confirm it.
    if not accounts.is_confirmed(person_id):
        raise RuleBroken("address-unconfirmed")


def insert_membership(
    organization_id: int, person: Person, kind: MembershipKind, role: Role, at: datetime
) -> Membership:
    """A new active membership, in the open transaction; who may have it is decided before."""
    membership = Membership(
        public_id=public_id(),
        organization_id=organization_id,
        person_id=person.id,
        kind=kind,
        role=role,
        name=person.name,
        contact_address=accounts.primary_address(person.id),
        joined_at=at,
    )
    db.session.add(membership)
    db.session.flush()
    return membership


@transaction
def change_role(
    membership: Membership, role: Role, *, by: str, by_role: Role, at: datetime
) -> None:
    """Give a member another role. Raises RuleBroken role-too-high, last-owner, guest-role
    or member-erased."""
    _lock_owners(membership)
    old = Role(membership.role)
    if old == role:
        return
    if not may_give(by_role, old, role):
        raise RuleBroken("role-too-high")
    checks.check_not_erased(membership)
    if membership.kind == MembershipKind.GUEST:
        raise RuleBroken("guest-role")
    if old == Role.OWNER:
        _keep_an_owner(membership)
    membership.role = role
    record_act("role-changed", membership, by, at, old, role)
    changes.tell(membership.organization_id, [membership.id], at=at)


@transaction
def deactivate(membership: Membership, *, by: str, by_role: Role, at: datetime) -> None:
    """Let somebody go: from the next request on they see nothing of this organization.

    What they earned stays. Raises RuleBroken role-too-high, deactivate-self, last-owner, or
    not-joined-yet for somebody whose invitation can be taken back instead.
    """
    _lock_owners(membership)
    checks.check_rank(membership, by_role)
    if by == _public_id_of(membership):
        raise RuleBroken("deactivate-self")
    if membership.state in (MembershipState.DEACTIVATED, MembershipState.ERASED):
        return
    if membership.state == MembershipState.INVITED:
        raise RuleBroken("not-joined-yet")
    if membership.role == Role.OWNER:
        _keep_an_owner(membership)
    membership.state = MembershipState.DEACTIVATED
    membership.left_at = at
    record_act("member-deactivated", membership, by, at)
    changes.tell(membership.organization_id, [membership.id], at=at)


@transaction
def reactivate(membership: Membership, *, by: str, by_role: Role, at: datetime) -> None:
    """Take somebody back, with the role and progress they had.

    Raises RuleBroken role-too-high, not-joined-yet for somebody who can be invited instead, or
    member-erased for somebody who is nobody any more.
    """
    _lock_owners(membership)
    checks.check_rank(membership, by_role)
    if membership.state == MembershipState.ACTIVE:
        return
    if invitation_queries.is_placeholder(membership):
        raise RuleBroken("not-joined-yet")
    checks.check_not_erased(membership)
    membership.state = MembershipState.ACTIVE
    membership.left_at = membership.erase_at = None
    record_act("member-reactivated", membership, by, at)
    changes.tell(membership.organization_id, [membership.id], at=at)


@transaction
def rename(membership: Membership, name: str, *, by: str, at: datetime) -> None:
    """Change the name that certificates of this organization will carry from now on.

    Raises RuleBroken name-missing, name-characters or member-erased.
    """
    if not name.strip():
        raise RuleBroken("name-missing")
    turnstile.pass_through(membership.organization_id)
    db.session.refresh(membership)
    checks.check_not_erased(membership)
    if membership.name == name.strip():
        return
    membership.name = names.checked(name)
    record_act("member-renamed", membership, by, at)


def lock_member(organization_id: int, membership_id: int) -> None:
    """Let whoever else does this in a transaction wait for the end of this one."""
    db.session.execute(
        select(Membership.id)
        .where(Membership.organization_id == organization_id, Membership.id == membership_id)
        .with_for_update(key_share=True)
    )


def _public_id_of(membership: Membership) -> str | None:
    """The public id of the person whose membership it is: what `by` names."""
    return db.session.scalar(select(Person.public_id).where(Person.id == membership.person_id))


def _lock_owners(membership: Membership) -> None:
    # Two owners who let each other go at once must not leave the organization without one.
    turnstile.pass_through(membership.organization_id)
    db.session.refresh(membership)


def _keep_an_owner(membership: Membership) -> None:
    if not queries.has_another_owner(membership):
        raise RuleBroken("last-owner")


def record_act(
    act: str,
    membership: Membership,
    by: str,
    at: datetime,
    old: str | None = None,
    new: str | None = None,
) -> None:
    """Enter into the audit log, in the open transaction, what was done with a membership."""
    audit.record(
        act,
        subject=membership.public_id,
        about=membership.public_id,
        by=by,
        at=at,
        organization_id=membership.organization_id,
        old=old,
        new=new,
    )
