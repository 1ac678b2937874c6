"""Who had to do what as of a day, and who had: read from the history of obligations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Select, and_, func, or_, select, tuple_

from learning import canonical
from learning.assignments.days import day_begins
from learning.assignments.models import (
    AssignmentRule,
    Exemption,
    Obligation,
    ObligationEvent,
)
from learning.assignments.states import EventKind, ObligationState
from learning.courses.models import Course, CourseVersion
from learning.database import db
from learning.organizations.models import Group, GroupMembership, Membership
from learning.progress.models import Completion, Enrolment


@dataclass(frozen=True)
class Met:
    """What met an obligation: the completion, when, and on which version of the course."""

    completion: str
    at: datetime
    version: int


@dataclass(frozen=True)
class AsOf:
    """An obligation as it was at the end of a day. Names and titles are those of today."""

    id: int
    public_id: str
    membership: str
    name: str
    course: str
    course_title: str
    rule: str
    rule_name: str
    rule_version: int
    round: int
    state: ObligationState
    assigned_on: date
    due_on: date
    overdue_on: date
    # Codes and ids that say why it exists; see obliging.py.
    reason: dict[str, str]
    met: Met | None
    # Why they were exempt, and up to and including which day.
    exemption: str | None
    exempt_until: date | None
    is_overdue: bool


def obligations_as_of(
    organization_id: int,
    day: date,
    *,
    zone: str = "UTC",
    course: int | None = None,
    group: int | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[AsOf]:
    """Those that stood at the end of a day, by name; one more than `limit` if there are more.

    `course`, `group`: ids; who was in the group or in one inside it then. `after`: name and id.
    """
    end = day_begins(day + timedelta(days=1), zone)
    query = standing_then(organization_id, end, course=course, group=group)
    if after is not None:
        query = query.where(tuple_(Membership.name, Obligation.id) > after)
    query = query.order_by(Membership.name, Obligation.id).limit(limit + 1)
    rows = db.session.execute(query).all()
    told = [canonical.parse(row.new) for row in rows]
    met = _completions(organization_id, {each["completion"] for each in told} - {None})
    exemptions = _exemptions(organization_id, {row.membership_id for row in rows}, day, end)
    found = []
    for row, value in zip(rows, told, strict=True):
        state = ObligationState(value["state"])
        exemption = _about(exemptions.get(row.membership_id, []), row.rule_id, row.course_id)
        overdue_on = date.fromisoformat(value["overdue"])
        is_exempt = state == ObligationState.EXEMPT and exemption is not None
        found.append(
            AsOf(
                row.id,
                row.public_id,
                row.membership,
                row.name,
                row.course,
                row.title,
                row.rule,
                row.rule_name,
                row.rule_version,
                row.round,
                state,
                date.fromisoformat(value["assigned"]),
                date.fromisoformat(value["due"]),
                overdue_on,
                value["reason"],
                met.get(value["completion"]),
                exemption.reason if is_exempt and exemption else None,
                exemption.until if is_exempt and exemption else None,
                state == ObligationState.OPEN and overdue_on <= day,
            )
        )
    return found


def standing_then(
    organization_id: int, end: datetime, *, course: int | None = None, group: int | None = None
) -> Select[Any]:
    """The last event before an instant of each obligation, with the names that belong to it."""
    last = (
        select(ObligationEvent.obligation_id, func.max(ObligationEvent.number).label("number"))
        .where(ObligationEvent.organization_id == organization_id, ObligationEvent.at < end)
        .group_by(ObligationEvent.obligation_id)
    )
    if course is not None:
        of_course = select(Obligation.id).where(
            Obligation.organization_id == organization_id, Obligation.course_id == course
        )
        last = last.where(ObligationEvent.obligation_id.in_(of_course))
    newest = last.subquery()
    here = Obligation.organization_id
    query: Any = (
        select(
            Obligation.id,
            Obligation.public_id,
            Obligation.round,
            Obligation.membership_id,
            Obligation.rule_id,
            Obligation.course_id,
            Membership.public_id.label("membership"),
            Membership.name,
            Course.public_id.label("course"),
            Course.title,
            AssignmentRule.public_id.label("rule"),
            AssignmentRule.name.label("rule_name"),
            ObligationEvent.rule_version,
            ObligationEvent.new,
        )
        .join(newest, newest.c.obligation_id == Obligation.id)
        .join(
            ObligationEvent,
            and_(
                ObligationEvent.organization_id == here,
                ObligationEvent.obligation_id == Obligation.id,
                ObligationEvent.number == newest.c.number,
            ),
        )
        .join(
            Membership,
            and_(Membership.organization_id == here, Membership.id == Obligation.membership_id),
        )
        .join(Course, and_(Course.organization_id == here, Course.id == Obligation.course_id))
        .join(
            AssignmentRule,
            and_(AssignmentRule.organization_id == here, AssignmentRule.id == Obligation.rule_id),
        )
        .where(
            Obligation.organization_id == organization_id,
            ObligationEvent.kind != EventKind.WITHDRAWN,
        )
    )
    if group is not None:
        query = query.where(
            Obligation.membership_id.in_(_members_then(organization_id, group, end))
        )
    return cast(Select[Any], query)


def _members_then(organization_id: int, group: int, end: datetime) -> Select[int]:
    """Who was in a group or in one that lies in it now, shortly before an instant."""
    inside = (
        select(Group.id)
        .where(Group.organization_id == organization_id, Group.id == group)
        .cte("inside", recursive=True)
    )
    inside = inside.union(
        select(Group.id).where(
            Group.organization_id == organization_id, Group.parent_id == inside.c.id
        )
    )
    return select(GroupMembership.membership_id).where(
        GroupMembership.organization_id == organization_id,
        GroupMembership.group_id.in_(select(inside.c.id)),
        GroupMembership.since < end,
        or_(GroupMembership.until.is_(None), GroupMembership.until >= end),
    )


def _completions(organization_id: int, ids: Collection[int]) -> dict[int, Met]:
    rows = db.session.execute(
        select(Completion.id, Completion.public_id, Completion.completed_at, CourseVersion.number)
        .join(
            Enrolment,
            and_(
                Enrolment.organization_id == Completion.organization_id,
                Enrolment.id == Completion.enrolment_id,
            ),
        )
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Enrolment.organization_id,
                CourseVersion.id == Enrolment.course_version_id,
            ),
        )
        .where(Completion.organization_id == organization_id, Completion.id.in_(ids))
    )
    return {id: Met(public_id, at, number) for id, public_id, at, number in rows}


def _exemptions(
    organization_id: int, membership_ids: Collection[int], day: date, end: datetime
) -> dict[int, list[Exemption]]:
    """The exemptions of these members that held at the end of a day."""
    rows = db.session.scalars(
        select(Exemption)
        .where(
            Exemption.organization_id == organization_id,
            Exemption.membership_id.in_(membership_ids),
            Exemption.at < end,
            or_(Exemption.until.is_(None), Exemption.until >= day),
            or_(Exemption.ended_at.is_(None), Exemption.ended_at >= end),
        )
        .order_by(Exemption.id)
    )
    found: dict[int, list[Exemption]] = {}
    for row in rows:
        found.setdefault(row.membership_id, []).append(row)
    return found


def _about(exemptions: list[Exemption], rule_id: int, course_id: int) -> Exemption | None:
    for each in exemptions:
        if each.rule_id in (None, rule_id) and each.course_id in (None, course_id):
            return each
    return None
