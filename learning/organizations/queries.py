"""What can be asked about organizations and their members."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, tuple_

from learning.database import db
from learning.organizations.models import OWN_TIME_FACTOR, Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role


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
        Standing(a, b, c, d, e, Role(role), MembershipKind(kind), name)
        for a, b, c, d, e, role, kind, name in rows
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


def lets_set_own_time_factor(organization_id: int) -> bool:
    """Whether members of this organization may set their own time factor."""
    return bool(organization_with_id(organization_id).settings.get(OWN_TIME_FACTOR, False))


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
        .where(
            Membership.organization_id == organization_id,
            # Nobody can be looked up there any more.
            Membership.state != MembershipState.ERASED,
        )
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


def member(organization_id: int, public_id: str) -> Membership | None:
    """The membership with this public id, in this organization only."""
    return db.session.scalar(
        select(Membership).where(
            Membership.organization_id == organization_id, Membership.public_id == public_id
        )
    )


def names_by_public_id(organization_id: int, public_ids: set[str]) -> dict[str, str]:
    """The names of these memberships, by public id; those of other organizations are left out."""
    rows = db.session.execute(
        select(Membership.public_id, Membership.name).where(
            Membership.organization_id == organization_id, Membership.public_id.in_(public_ids)
        )
    )
    return dict(rows.all())


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
