"""What obligations follow from, loaded for many people at once in a handful of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, and_, or_, select

from learning import canonical
from learning.assignments.days import day_of
from learning.assignments.models import AssignmentRule, Exemption, Obligation, ObligationEvent
from learning.assignments.obliging import Done, Facts, Key, Pause, Person, Wanted
from learning.assignments.planning import Present
from learning.assignments.rules import Because, Fresh, Version
from learning.assignments.snapshots import as_told
from learning.assignments.states import ObligationState
from learning.courses.models import Course, CourseVersion
from learning.courses.states import VersionPurpose
from learning.database import db
from learning.organizations.models import Group, GroupMembership, Membership
from learning.organizations.roles import PRESENT, MembershipKind, MembershipState
from learning.progress.models import Completion, Enrolment
from learning.progress.states import EnrolmentPurpose


@dataclass(frozen=True)
class Loaded:
    """The facts about some people, and the obligations that one rule has made of them so far."""

    facts: Facts
    present: dict[Key, Present]
    # Course ids by public id.
    courses: dict[str, int]


def load(
    rule: AssignmentRule,
    versions: list[Version],
    membership_ids: Collection[int] | None = None,
    *,
    at: datetime,
) -> Loaded:
    """Everything about these memberships, or about all of the organization, that a rule asks."""
    courses = _courses(rule, versions)
    public_ids = {id: public_id for public_id, id in courses.items()}
    present = _present(rule, public_ids, membership_ids)
    zone = versions[-1].settings.zone if versions else rule.zone
    today = day_of(at, zone)
    facts = Facts(
        _people(rule.organization_id, versions, membership_ids),
        _completions(rule.organization_id, public_ids, membership_ids),
        _pauses(rule, public_ids, membership_ids),
        _published(rule.organization_id, public_ids, versions),
        _remembered(present.values(), zone, today),
    )
    return Loaded(facts, {key: row for key, row, _ in present.values()}, courses)


def memberships_after(organization_id: int, place: int, limit: int) -> list[int]:
    """The next membership ids after one, in order."""
    return list(
        db.session.scalars(
            select(Membership.id)
            .where(Membership.organization_id == organization_id, Membership.id > place)
            .order_by(Membership.id)
            .limit(limit)
        )
    )


def _courses(rule: AssignmentRule, versions: list[Version]) -> dict[str, int]:
    """The ids of the courses that any version names, and of those there are obligations for."""
    named = {course for version in versions for course in version.settings.courses}
    rows = db.session.execute(
        select(Course.public_id, Course.id).where(
            Course.organization_id == rule.organization_id, Course.public_id.in_(named)
        )
    )
    return {public_id: id for public_id, id in rows}


def _people(
    organization_id: int, versions: list[Version], membership_ids: Collection[int] | None
) -> list[Person]:
    conditions = [each for v in versions for each in v.settings.who.any_of]
    groups = _groups_of(
        organization_id,
        {each.value for each in conditions if each.because == Because.GROUP},
        membership_ids,
    )
    asks_fields = any(each.because == Because.FIELD for each in conditions)
    columns: list[Any] = [
        Membership.id, Membership.public_id, Membership.kind, Membership.state, Membership.role,
        Membership.joined_at,
    ]  # fmt: skip
    if asks_fields:
        columns.append(Membership.attributes)
    query: Select[Any] = (
        select(*columns)
        .where(Membership.organization_id == organization_id)
        .order_by(Membership.id)
    )
    if membership_ids is not None:
        query = query.where(Membership.id.in_(membership_ids))
    nowhere: dict[str, datetime] = {}
    taken_in = _taken_in(organization_id)
    return [
        Person(
            id,
            public_id,
            kind == MembershipKind.MEMBER and state in PRESENT,
            state == MembershipState.ACTIVE,
            role,
            joined_at,
            groups.get(id, nowhere),
            attributes[0] if attributes else MappingProxyType({}),
            frozenset(taken_in.get(public_id, ())),
        )
        for id, public_id, kind, state, role, joined_at, *attributes in db.session.execute(query)
    ]


def _taken_in(organization_id: int) -> dict[str, list[str]]:
    """Of each membership that has taken others in: their public ids. There are few."""
    found: dict[str, list[str]] = {}
    rows = db.session.execute(
        select(Membership.merged_into, Membership.public_id).where(
            Membership.organization_id == organization_id, Membership.merged_into.is_not(None)
        )
    )
    for own, taken_in in rows:
        found.setdefault(str(own), []).append(taken_in)
    return found


def _groups_of(
    organization_id: int, named: set[str], membership_ids: Collection[int] | None
) -> dict[int, dict[str, datetime]]:
    """Per membership which named groups it is in, itself or by a group inside: since when."""
    if not named:
        return {}
    within = _named_above(organization_id, named)
    query = select(
        GroupMembership.membership_id, GroupMembership.group_id, GroupMembership.since
    ).where(GroupMembership.organization_id == organization_id, GroupMembership.until.is_(None))
    if membership_ids is not None:
        query = query.where(GroupMembership.membership_id.in_(membership_ids))
    found: dict[int, dict[str, datetime]] = {}
    for membership_id, group_id, since in db.session.execute(query):
        for public_id in within.get(group_id, ()):
            groups = found.setdefault(membership_id, {})
            groups[public_id] = min(since, groups.get(public_id, since))
    return found


def _named_above(organization_id: int, named: set[str]) -> dict[int, list[str]]:
    """Per group those of the named ones that it is or lies in."""
    rows = db.session.execute(
        select(Group.id, Group.public_id, Group.parent_id).where(
            Group.organization_id == organization_id, Group.removed_at.is_(None)
        )
    )
    groups = {id: (public_id, parent) for id, public_id, parent in rows}
    above: dict[int, list[str]] = {}
    for id in groups:
        seen: set[int] = set()
        place: int | None = id
        while place in groups and place not in seen:
            seen.add(place)
            public_id, parent = groups[place]
            if public_id in named:
                above.setdefault(id, []).append(public_id)
            place = parent
    return above


def _completions(
    organization_id: int, courses: dict[int, str], membership_ids: Collection[int] | None
) -> dict[tuple[int, str], list[Done]]:
    query = (
        select(
            Enrolment.membership_id,
            Enrolment.course_id,
            Completion.id,
            Completion.completed_at,
            CourseVersion.number,
        )
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
        .where(
            Completion.organization_id == organization_id,
            Completion.voided_at.is_(None),
            Enrolment.course_id.in_(courses),
            Enrolment.purpose == EnrolmentPurpose.LEARN,
        )
    )
    if membership_ids is not None:
        query = query.where(Enrolment.membership_id.in_(membership_ids))
    found: dict[tuple[int, str], list[Done]] = {}
    for membership_id, course_id, id, at, number in db.session.execute(query):
        found.setdefault((membership_id, courses[course_id]), []).append(Done(id, at, number))
    return found


def _pauses(
    rule: AssignmentRule, courses: dict[int, str], membership_ids: Collection[int] | None
) -> dict[tuple[int, str], list[Pause]]:
    query = select(Exemption).where(
        Exemption.organization_id == rule.organization_id,
        or_(Exemption.rule_id == rule.id, Exemption.rule_id.is_(None)),
    )
    if membership_ids is not None:
        query = query.where(Exemption.membership_id.in_(membership_ids))
    found: dict[tuple[int, str], list[Pause]] = {}
    for row in db.session.scalars(query):
        pause = Pause(row.since, last_day(row, rule.zone))
        about = courses.values() if row.course_id is None else [courses.get(row.course_id)]
        for course in about:
            if course is not None:
                found.setdefault((row.membership_id, course), []).append(pause)
    return found


def last_day(exemption: Exemption, zone: str) -> date | None:
    """The last day on which somebody is exempt; the day on which it is ended is none any more."""
    if exemption.ended_at is None:
        return exemption.until
    ended = day_of(exemption.ended_at, zone) - timedelta(days=1)
    return min(ended, exemption.until or ended)


def _published(
    organization_id: int, courses: dict[int, str], versions: list[Version]
) -> dict[str, list[tuple[int, datetime]]]:
    if all(each.settings.fresh.kind != Fresh.NEWEST for each in versions):
        return {}
    rows = db.session.execute(
        select(CourseVersion.course_id, CourseVersion.number, CourseVersion.published_at).where(
            CourseVersion.organization_id == organization_id,
            CourseVersion.course_id.in_(courses),
            CourseVersion.purpose == VersionPurpose.PUBLISHED,
        )
    )
    found: dict[str, list[tuple[int, datetime]]] = {}
    for course_id, number, at in rows:
        found.setdefault(courses[course_id], []).append((number, at))
    return found


def _present(
    rule: AssignmentRule, courses: dict[int, str], membership_ids: Collection[int] | None
) -> dict[int, tuple[Key, Present, datetime]]:
    table = Obligation
    query = select(
        table.id, table.membership_id, table.course_id, table.round, table.events, table.state,
        table.assigned_on, table.due_on, table.overdue_on, table.reason, table.completion_id,
        table.met_on, table.renews_on, table.changed_at,
    ).where(table.organization_id == rule.organization_id, table.rule_id == rule.id)  # fmt: skip
    if membership_ids is not None:
        query = query.where(table.membership_id.in_(membership_ids))
    return {
        id: (
            Key(membership_id, courses[course_id], round),
            Present(
                id, events,
                Wanted(
                    ObligationState(state), assigned, due, overdue, _parsed(reason), met_by, met_on,
                    renews,
                ),
            ),
            changed_at,
        )
        for id, membership_id, course_id, round, events, state, assigned, due, overdue, reason,
        met_by, met_on, renews, changed_at in db.session.execute(query)
    }  # fmt: skip


@lru_cache(maxsize=4096)
def _parsed(reason: str) -> MappingProxyType[str, str]:
    """Shared by all who have the same reason, so nobody may change it."""
    return MappingProxyType(canonical.parse(reason))


def _remembered(
    present: Iterable[tuple[Key, Present, datetime]], zone: str, today: date
) -> dict[tuple[int, str], date]:
    """Since when courses have been assigned; what was withdrawn before today begins anew."""
    return {
        (key.membership, key.course): row.now.assigned_on
        for key, row, changed_at in present
        if key.round == 1
        and (row.now.state != ObligationState.WITHDRAWN or day_of(changed_at, zone) == today)
    }


def before_version(
    rule: AssignmentRule, number: int, members: Collection[int] | None = None
) -> dict[Key, Wanted]:
    """How these members' obligations were before a version first touched them."""
    query = (
        select(
            Obligation.membership_id,
            Course.public_id,
            Obligation.round,
            ObligationEvent.old,
        )
        .join(
            ObligationEvent,
            (ObligationEvent.organization_id == Obligation.organization_id)
            & (ObligationEvent.obligation_id == Obligation.id),
        )
        .join(
            Course,
            (Course.organization_id == Obligation.organization_id)
            & (Course.id == Obligation.course_id),
        )
        .where(
            Obligation.organization_id == rule.organization_id,
            Obligation.rule_id == rule.id,
            ObligationEvent.rule_version >= number,
        )
        .order_by(ObligationEvent.obligation_id, ObligationEvent.number)
    )
    if members is not None:
        query = query.where(Obligation.membership_id.in_(members))
    first: dict[Key, str | None] = {}
    for membership_id, course, round, old in db.session.execute(query):
        first.setdefault(Key(membership_id, course, round), old)
    return {key: as_told(old) for key, old in first.items() if old is not None}
