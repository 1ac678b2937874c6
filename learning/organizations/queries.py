"""What can be asked about organizations and their members."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from learning.accounts import passwords
from learning.accounts import queries as accounts
from learning.accounts.models import EmailAddress, Person
from learning.database import db
from learning.organizations import group_queries
from learning.organizations.models import Group, Membership, Organization
from learning.organizations.roles import PRESENT, MembershipKind, MembershipState, Role
from learning.organizations.settings import OrganizationSettings


@dataclass(frozen=True)
class Standing:
    """A living membership, as every request needs it."""

    membership_id: int
    public_id: str
    organization_id: int
    organization: str
    organization_public_id: str
    role: Role
    kind: MembershipKind
    name: str
    settings: OrganizationSettings
    # Whether somebody, or some group, names this membership as manager.
    is_manager: bool


@dataclass(frozen=True)
class MemberRow:
    """One line of the people page."""

    public_id: str
    name: str
    contact_address: str
    role: Role
    kind: MembershipKind
    state: MembershipState
    joined_at: datetime


@dataclass(frozen=True)
class Trainer:
    """Somebody who may train somewhere: the membership's public id, and their time zone."""

    organization_id: int
    membership: str
    zone: str


_LED = aliased(Membership)
# The membership that has taken another one in.
_TAKING_IN = aliased(Membership)

# Asked on every page of whoever is signed in, so composed once.
_STANDINGS = (
    select(
        Membership.id,
        Membership.public_id,
        Membership.organization_id,
        Organization.name,
        Organization.public_id,
        Membership.role,
        Membership.kind,
        Membership.name,
        Organization.settings,
        or_(
            select(_LED.id)
            .where(
                _LED.organization_id == Membership.organization_id,
                _LED.manager_id == Membership.id,
            )
            .exists(),
            select(Group.id)
            .where(
                Group.organization_id == Membership.organization_id,
                Group.manager_id == Membership.id,
                Group.removed_at.is_(None),
            )
            .exists(),
        ),
    )
    .join(Organization, Organization.id == Membership.organization_id)
    .where(
        Membership.person_id == bindparam("person_id"),
        Membership.state == MembershipState.ACTIVE,
        Organization.state == "active",
    )
    .order_by(Membership.id)
)


def standings_of(person_id: int) -> list[Standing]:
    """The person's active memberships in living organizations, strongest role first."""
    rows = db.session.execute(_STANDINGS, {"person_id": person_id})
    standings = [
        Standing(
            a,
            b,
            c,
            d,
            e,
            Role(role),
            MembershipKind(kind),
            name,
            OrganizationSettings.from_json(settings),
            bool(leads),
        )
        for a, b, c, d, e, role, kind, name, settings, leads in rows
    ]
    # Stable: among equals the older membership first.
    standings.sort(key=lambda s: list(Role).index(s.role), reverse=True)
    return standings


def subjects_of(person_id: int) -> list[tuple[int, str]]:
    """(organization id, public id) of all a person's memberships, ended ones included.

    What somebody earned stays theirs when they leave.
    """
    rows = db.session.execute(
        select(Membership.organization_id, Membership.public_id).where(
            Membership.person_id == person_id
        )
    )
    return [(organization_id, public_id) for organization_id, public_id in rows]


def organization_with_slug(slug: str) -> Organization | None:
    return db.session.scalar(select(Organization).where(Organization.slug == slug))


def organization_with_id(organization_id: int) -> Organization:
    return db.session.scalars(select(Organization).where(Organization.id == organization_id)).one()


def settings_of(organization_id: int) -> OrganizationSettings:
    """What this organization has set for itself."""
    return OrganizationSettings.from_json(organization_with_id(organization_id).settings)


def lets_set_own_time_factor(organization_id: int) -> bool:
    """Whether members of this organization may set their own time factor."""
    return settings_of(organization_id).own_time_factor


@dataclass(frozen=True)
class MemberFilter:
    """Which members are asked for; what is left out narrows nothing."""

    # A part of the name or the address.
    search: str = ""
    role: Role | None = None
    state: MembershipState | None = None
    # In one of these groups, each of them named.
    groups: frozenset[int] | None = None
    # Neither guests nor whoever has left.
    is_staff: bool = False


EVERYBODY = MemberFilter()
# More ids than this aren't named in a question.
_LISTED = 500
_BY_NAME = (
    select(
        Membership.public_id,
        Membership.name,
        Membership.contact_address,
        Membership.role,
        Membership.kind,
        Membership.state,
        Membership.joined_at,
        Membership.id,
    )
    .where(Membership.merged_into.is_(None))
    .order_by(Membership.name, Membership.id)
)


def members(
    organization_id: int,
    wanted: MemberFilter = EVERYBODY,
    *,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[tuple[MemberRow, int]]:
    """Members and guests by name; one more than `limit` if there are more. `after`: name and id."""
    query = _BY_NAME.where(
        Membership.organization_id == organization_id,
        Membership.merged_into.is_(None),
        # Nobody can be looked up there any more.
        Membership.state != MembershipState.ERASED,
        *conditions_of(organization_id, wanted),
    )
    return _rows(query.limit(limit + 1), after)


def members_among(
    organization_id: int,
    membership_ids: Collection[int],
    *,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[tuple[MemberRow, int]]:
    """Those of these by name; one more than `limit` if there are more. `after`: name and id."""
    if len(membership_ids) <= _LISTED:
        chosen = _BY_NAME.where(Membership.id.in_(sorted(membership_ids)))
        return _rows(
            chosen.where(Membership.organization_id == organization_id).limit(limit + 1), after
        )
    # Too many to name in a question, so they are most of the people: a few pages hold enough.
    found: list[tuple[MemberRow, int]] = []
    while len(found) <= limit:
        rows = members(organization_id, after=after, limit=_LISTED)
        found += [(row, id) for row, id in rows if id in membership_ids]
        if len(rows) <= _LISTED:
            break
        after = (rows[-1][0].name, rows[-1][1])
    return found[: limit + 1]


def _rows(query: Any, after: tuple[str, int] | None) -> list[tuple[MemberRow, int]]:
    if after:
        query = query.where(tuple_(Membership.name, Membership.id) > after)
    return [
        (
            MemberRow(a, name, address, Role(role), MembershipKind(kind), MembershipState(s), j),
            id,
        )
        for a, name, address, role, kind, s, j, id in db.session.execute(query)
    ]


def has_others(organization_id: int) -> bool:
    """Whether anybody belongs here beside one."""
    query = (
        select(Membership.id)
        .where(
            Membership.organization_id == organization_id,
            Membership.kind == MembershipKind.MEMBER,
            Membership.state.in_(PRESENT),
        )
        .limit(2)
    )
    return len(db.session.scalars(query).all()) > 1


def is_only_claimed() -> ColumnElement[bool]:
    """Whether a membership's address is one that its person wrote down and never confirmed.

    Then it may be anybody's, so nobody is taken for its owner.
    """
    return exists().where(
        EmailAddress.person_id == Membership.person_id,
        EmailAddress.address == Membership.contact_address,
        EmailAddress.confirmed_at.is_(None),
    )


def has_another_owner(membership: Membership) -> bool:
    """Whether an organization keeps an owner without this one."""
    return (
        db.session.scalar(
            select(
                exists()
                .where(Membership.person_id == Person.id)
                .where(
                    Membership.organization_id == membership.organization_id,
                    Membership.role == Role.OWNER,
                    Membership.state == MembershipState.ACTIVE,
                    Membership.id != membership.id,
                    # Whoever is about to be erased won't be an owner for long.
                    Person.erase_at.is_(None),
                )
            )
        )
        or False
    )


def shortest_password_of(person_id: int) -> int:
    """How long a new password of this person has to be: as the strictest of theirs demands."""
    stored = db.session.scalars(
        select(Organization.settings)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE)
    )
    demanded = [OrganizationSettings.from_json(each).shortest_password for each in stored]
    return max(demanded, default=passwords.MINIMUM_LENGTH)


def conditions_of(organization_id: int, wanted: MemberFilter) -> Iterator[ColumnElement[bool]]:
    """What a filter says about memberships, as parts of a larger question."""
    if wanted.search:
        yield or_(
            Membership.name.icontains(wanted.search, autoescape=True),
            Membership.contact_address.icontains(wanted.search, autoescape=True),
        )
    if wanted.role is not None:
        yield Membership.role == wanted.role
    if wanted.state is not None:
        yield Membership.state == wanted.state
    if wanted.groups is not None:
        yield Membership.id.in_(group_queries.membership_ids_in(organization_id, wanted.groups))
    if wanted.is_staff:
        yield Membership.kind == MembershipKind.MEMBER
        yield Membership.state.in_(PRESENT)


def member(organization_id: int, public_id: str) -> Membership | None:
    """The membership with this public id, in this organization only.

    For one that another has taken in, that other one.
    """
    found = db.session.scalar(
        select(Membership).where(
            Membership.organization_id == organization_id, Membership.public_id == public_id
        )
    )
    if found is not None and found.merged_into is not None:
        return member(organization_id, found.merged_into)
    return found


def names_by_public_id(organization_id: int, public_ids: set[str]) -> dict[str, str]:
    """The names of these memberships, by public id; those of other organizations are left out."""
    rows = db.session.execute(
        select(Membership.public_id, func.coalesce(_TAKING_IN.name, Membership.name))
        .outerjoin(
            _TAKING_IN,
            (_TAKING_IN.organization_id == Membership.organization_id)
            & (_TAKING_IN.public_id == Membership.merged_into),
        )
        .where(Membership.organization_id == organization_id, Membership.public_id.in_(public_ids))
    )
    return {public_id: name for public_id, name in rows}


def public_ids_of(organization_id: int, membership_ids: Iterable[int]) -> dict[int, str]:
    """The public ids of these memberships, by id."""
    rows = db.session.execute(
        select(Membership.id, Membership.public_id).where(
            Membership.organization_id == organization_id, Membership.id.in_(set(membership_ids))
        )
    )
    return dict(rows.all())


def all_trainers() -> list[Trainer]:
    """Everybody who may train, in every living organization."""
    rows = db.session.execute(
        select(Membership.organization_id, Membership.public_id, Person.zone)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.role.in_([role for role in Role if role.includes(Role.TRAINER)]),
            Membership.kind == MembershipKind.MEMBER,
            Membership.state == MembershipState.ACTIVE,
            Organization.state == "active",
        )
        .order_by(Membership.id),
        execution_options={"crosses_tenants": "background work"},
    )
    return [Trainer(*row) for row in rows]


def membership_in(organization_id: int, person_id: int) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(
            Membership.organization_id == organization_id, Membership.person_id == person_id
        )
    )


def membership_with_id(organization_id: int, membership_id: int) -> Membership:
    return db.session.scalars(
        select(Membership).where(
            Membership.organization_id == organization_id, Membership.id == membership_id
        )
    ).one()


@dataclass(frozen=True)
class Match:
    """Somebody who fits what was typed: their membership's and their person's public ids."""

    public_id: str
    person: str
    name: str
    contact_address: str


def matching(organization_id: int, typed: str, *, limit: int = 20) -> list[Match]:
    """Who is meant by a name or a part of it, an address, or a public id of a membership.

    Whoever fits exactly is meant alone.
    """
    columns = (Membership.public_id, Person.public_id, Membership.name, Membership.contact_address)
    here = (
        select(*columns)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organization_id == organization_id)
        .order_by(Membership.name, Membership.id)
        .limit(limit)
    )
    is_exact = or_(
        Membership.public_id == typed,
        Membership.contact_address == accounts.normalised(typed),
    )
    exact = [Match(*row) for row in db.session.execute(here.where(is_exact))]
    if exact:
        return exact
    is_like = or_(
        Membership.name.icontains(typed, autoescape=True),
        Membership.contact_address.icontains(typed, autoescape=True),
    )
    return [Match(*row) for row in db.session.execute(here.where(is_like))]
