"""What can be asked about organizations and their members."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from learning.accounts import passwords
from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role
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
        )
        for a, b, c, d, e, role, kind, name, settings in rows
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


def members(
    organization_id: int, *, search: str = "", after: tuple[str, int] | None = None, limit: int = 50
) -> list[tuple[MemberRow, int]]:
    """Members and guests by name; one more than `limit` if there are more. `after`: name and id."""
    query = (
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
        .where(Membership.organization_id == organization_id, Membership.merged_into.is_(None))
        .order_by(Membership.name, Membership.id)
        .limit(limit + 1)
    )
    if search:
        query = query.where(
            Membership.name.icontains(search, autoescape=True)
            | Membership.contact_address.icontains(search, autoescape=True)
        )
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
            Membership.state != MembershipState.DEACTIVATED,
        )
        .limit(2)
    )
    return len(db.session.scalars(query).all()) > 1


def shortest_password_of(person_id: int) -> int:
    """How long a new password of this person has to be: as the strictest of theirs demands."""
    stored = db.session.scalars(
        select(Organization.settings)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE)
    )
    demanded = [OrganizationSettings.from_json(each).shortest_password for each in stored]
    return max(demanded, default=passwords.MINIMUM_LENGTH)


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
