"""What a look for reminders reads: open obligations on which something may have to be said."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

from learning.accounts.models import Person
from learning.assignments.ladders import Ladder, To, from_settings
from learning.assignments.models import AssignmentRule, Obligation, Reminder
from learning.assignments.quiet_hours import day_in
from learning.assignments.reminding import Due
from learning.assignments.states import ObligationState, RuleState
from learning.assignments.telling import Candidate
from learning.assignments.zones import zone_for
from learning.database import db
from learning.organizations import queries as organizations
from learning.organizations.group_queries import manager_ids_of
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import PRESENT, MembershipState, Role
from learning.organizations.settings import OrganizationSettings

_BEFORE = -1
_LISTED = 500  # ids in one query
# How far a step can be from its day as the organization's calendar counts: by another zone's date,
# and by a weekend.
_ZONES_APART, _WEEKEND = 1, 2


def ladder_of(organization_id: int) -> tuple[Ladder, ZoneInfo]:
    """How an organization reminds, and in which zone its own days begin."""
    settings = organizations.organization_with_id(organization_id).settings
    return from_settings(settings), zone_for(OrganizationSettings.from_json(settings).zone)


def organizations_that_oblige() -> list[tuple[int, str]]:
    """The id and public id of every living organization with a rule that has obliged anybody."""
    rows = db.session.execute(
        select(Organization.id, Organization.public_id).where(
            Organization.state == "active",
            exists().where(
                AssignmentRule.organization_id == Organization.id,
                AssignmentRule.state == RuleState.ACTIVE,
            ),
        ),
        execution_options={"crosses_tenants": "reminders are looked for in all"},
    )
    return [(id, public_id) for id, public_id in rows]


def members_to_look_at(
    organization_id: int, ladder: Ladder, zone: ZoneInfo, to: To, *, now: datetime
) -> list[int]:
    """Of whom something may have to be said now: a few too many, never one too few."""
    where = _may_be_due(organization_id, ladder, to, day_in(zone, now))
    if where is None:
        return []
    return list(
        db.session.scalars(
            select(Obligation.membership_id)
            .where(where)
            .distinct()
            .order_by(Obligation.membership_id)
        )
    )


def candidates(
    organization_id: int,
    ladder: Ladder,
    zone: ZoneInfo,
    to: To,
    *,
    now: datetime,
    members: Collection[int] | None = None,
) -> list[Candidate]:
    """The open obligations on which this step's line may have come to something new."""
    where = _may_be_due(organization_id, ladder, to, day_in(zone, now))
    if where is None:
        return []
    query = (
        select(Obligation, Membership.state, Person.zone)
        .join(
            Membership,
            and_(
                Membership.organization_id == Obligation.organization_id,
                Membership.id == Obligation.membership_id,
            ),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            where,
            Membership.state.in_(PRESENT),
            Person.state.in_(["active", "invited"]),
        )
        .order_by(Obligation.due_on, Obligation.id)
    )
    if members is not None:
        query = query.where(Obligation.membership_id.in_(members))
    rows = db.session.execute(query).all()
    settled = _settled(organization_id, [row.id for row, _, _ in rows])
    managers = (
        active_managers(organization_id, {row.membership_id for row, _, _ in rows})
        if to is To.MANAGER and rows
        else {}
    )
    return [
        Candidate(
            row.id,
            row.membership_id,
            zone_for(person_zone, zone),
            state == MembershipState.ACTIVE,
            due_of(row),
            settled.get((row.id, row.due_on), {}),
            managers.get(row.membership_id),
        )
        for row, state, person_zone in rows
    ]


def due_of(obligation: Obligation) -> Due:
    """By when an obligation is to be met. Its last change is when it came or its date moved."""
    grace = (obligation.overdue_on - obligation.due_on).days - 1
    return Due(obligation.due_on, zone_for(obligation.zone), grace, obligation.changed_at)


def admins(organization_id: int) -> list[int]:
    """The memberships of those who hear of what nobody else could move."""
    return list(
        db.session.scalars(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.organization_id == organization_id,
                Membership.state == MembershipState.ACTIVE,
                Membership.role.in_([Role.ADMIN, Role.OWNER]),
                Person.state == "active",
            )
            .order_by(Membership.id)
        )
    )


def addressees(organization_id: int, membership_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Of these memberships the public id, and the zone their person is in."""
    rows = db.session.execute(
        select(Membership.id, Membership.public_id, Person.zone)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organization_id == organization_id,
            Membership.id.in_(sorted(set(membership_ids))),
        )
    )
    return {id: (public_id, zone) for id, public_id, zone in rows}


def public_ids(organization_id: int, obligation_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Of these obligations the public id and the round."""
    rows = db.session.execute(
        select(Obligation.id, Obligation.public_id, Obligation.round).where(
            Obligation.organization_id == organization_id,
            Obligation.id.in_(sorted(set(obligation_ids))),
        )
    )
    return {id: (public_id, round) for id, public_id, round in rows}


def _may_be_due(
    organization_id: int, ladder: Ladder, to: To, today: date
) -> ColumnElement[bool] | None:
    """Open, near enough to its day, and without the newest step that may have come settled."""
    days = ladder.days_for(to) if ladder.is_on else ()
    if not days:
        return None
    reach = _reach(ladder)
    come = [(_came(day, today, reach), day) for day in sorted(days, reverse=True)]
    return and_(
        Obligation.organization_id == organization_id,
        Obligation.state == ObligationState.OPEN,
        come[-1][0],
        _not_over(ladder, days[-1]),
        ~exists().where(
            Reminder.organization_id == organization_id,
            Reminder.obligation_id == Obligation.id,
            Reminder.due_on == Obligation.due_on,
            Reminder.line == to,
            Reminder.day >= case(*come, else_=days[0]),
        ),
    )


def _reach(ladder: Ladder) -> int:
    return _ZONES_APART + (_WEEKEND if ladder.quiet.weekends else 0)


def _not_over(ladder: Ladder, last: int) -> ColumnElement[bool]:
    """Whether a step may come since the ladder is like this; else every look would ask again."""
    if ladder.since is None:
        return true()
    # Steps count from the last day in time, or from when something was assigned too late.
    begin = ladder.since - timedelta(days=last + _reach(ladder) + 1)
    return or_(Obligation.overdue_on >= begin.date(), Obligation.changed_at >= begin)


def _came(day: int, today: date, reach: int) -> ColumnElement[bool]:
    """Whether a step may have come by now, as far as dates alone can tell."""
    if day <= _BEFORE:
        return Obligation.due_on <= today + timedelta(days=reach - day)
    return Obligation.overdue_on <= today + timedelta(days=reach + 1 - day)


def _settled(
    organization_id: int, obligation_ids: Sequence[int]
) -> dict[tuple[int, date], dict[To, int]]:
    """The newest settled day of each line, by obligation and due date."""
    found: dict[tuple[int, date], dict[To, int]] = {}
    for first in range(0, len(obligation_ids), _LISTED):
        ids = obligation_ids[first : first + _LISTED]
        for id, due_on, line, day in db.session.execute(
            select(Reminder.obligation_id, Reminder.due_on, Reminder.line, func.max(Reminder.day))
            .where(Reminder.organization_id == organization_id, Reminder.obligation_id.in_(ids))
            .group_by(Reminder.obligation_id, Reminder.due_on, Reminder.line)
        ):
            found.setdefault((id, due_on), {})[To(line)] = day
    return found


def active_managers(organization_id: int, members: Collection[int]) -> dict[int, int]:
    """Who stands directly above these members, as far as they are there to be told."""
    managers = manager_ids_of(organization_id, members)
    there = set(
        db.session.scalars(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.organization_id == organization_id,
                Membership.id.in_(sorted(set(managers.values()))),
                Membership.state == MembershipState.ACTIVE,
                Person.state == "active",
            )
        )
    )
    return {member: manager for member, manager in managers.items() if manager in there}
