"""Who had to do what as of the end of a day, and who had: a report that later changes don't change.

States, days, versions and titles are those of that day. People have the names they have today,
so that whoever is erased is erased here, too.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, and_, case, cast, func, select, tuple_, type_coerce

from learning import canonical
from learning.assignments import compliance
from learning.assignments.compliance import AsOf
from learning.assignments.days import day_begins
from learning.assignments.models import AssignmentRule, Obligation, RuleVersion
from learning.assignments.rules import RuleSettings
from learning.assignments.states import ObligationState
from learning.courses.models import Course, CourseVersion
from learning.courses.states import VersionPurpose
from learning.database import db, is_sqlite
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState

# Every step reads the history again, so few and large ones.
_AT_ONCE = 5_000


class Result(StrEnum):
    """What came of an obligation by then."""

    DONE = "done"
    OVERDUE = "overdue"
    OPEN = "open"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Question:
    """What a report is about: one course or all, one group or everybody, and which day's end."""

    day: date
    zone: str = "UTC"
    course: int | None = None
    group: int | None = None

    @property
    def end(self) -> datetime:
        return day_begins(self.day + timedelta(days=1), self.zone)


@dataclass(frozen=True)
class Person:
    """Who it is, as of today. The name of somebody who was erased is blank."""

    name: str
    employee_id: str
    left_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One person's obligation, with what its course and its rule were called then."""

    then: AsOf
    person: Person
    course_title: str
    rule_name: str

    @property
    def result(self) -> Result:
        if self.then.is_overdue:
            return Result.OVERDUE
        return _RESULTS[self.then.state]


_RESULTS = {
    ObligationState.MET: Result.DONE,
    ObligationState.OPEN: Result.OPEN,
    ObligationState.EXEMPT: Result.EXEMPT,
}
Place = tuple[str, int]


def lines(
    organization_id: int, asked: Question, *, after: Place | None = None, limit: int = 50
) -> list[Line]:
    """The report by name; one line more than `limit` if there are more. `after`: name and id."""
    found = compliance.obligations_as_of(
        organization_id, asked.day, zone=asked.zone, course=asked.course, group=asked.group,
        after=after, limit=limit,
    )  # fmt: skip
    if not found:
        return []
    people = _people(organization_id, {each.membership for each in found})
    titles = _titles(organization_id, {each.course for each in found}, asked.end)
    names = _rule_names(organization_id, {(each.rule, each.rule_version) for each in found})
    return [
        Line(
            each,
            people[each.membership],
            titles.get(each.course, each.course_title),
            names.get((each.rule, each.rule_version), each.rule_name),
        )
        for each in found
    ]


def place_of(line: Line) -> Place:
    """Where a line stands in the report."""
    return line.then.name, line.then.id


def all_lines(organization_id: int, asked: Question) -> Iterator[Line]:
    """The whole report, some thousand lines in memory at a time."""
    after: Place | None = None
    while found := lines(organization_id, asked, after=after, limit=_AT_ONCE - 1):
        yield from found
        after = place_of(found[-1])


def totals(organization_id: int, asked: Question) -> dict[Result, int]:
    """How many of the whole report came to what."""
    standing = compliance.standing_then(
        organization_id, asked.end, course=asked.course, group=asked.group
    ).subquery()
    # What events tell is canonical JSON in a text column.
    told = type_coerce(standing.c.new, JSON) if is_sqlite() else cast(standing.c.new, JSON)
    state = told["state"].as_string()
    is_overdue = and_(
        state == ObligationState.OPEN, told["overdue"].as_string() <= asked.day.isoformat()
    )
    result = case(
        (is_overdue, Result.OVERDUE),
        (state == ObligationState.MET, Result.DONE),
        (state == ObligationState.EXEMPT, Result.EXEMPT),
        else_=Result.OPEN,
    ).label("result")
    counted = select(result, standing.c.id).subquery()
    rows = db.session.execute(select(counted.c.result, func.count()).group_by(counted.c.result))
    return dict.fromkeys(Result, 0) | {Result(each): number for each, number in rows}


def obliging_courses(organization_id: int) -> list[tuple[int, str, str]]:
    """(id, public id, title) of the courses that anybody ever had to take, by title."""
    obliged = select(Obligation.course_id).where(Obligation.organization_id == organization_id)
    rows = db.session.execute(
        select(Course.id, Course.public_id, Course.title)
        .where(Course.organization_id == organization_id, Course.id.in_(obliged))
        .order_by(Course.title, Course.id)
    )
    return [(id, public_id, title) for id, public_id, title in rows]


def _people(organization_id: int, memberships: Collection[str]) -> dict[str, Person]:
    rows = db.session.execute(
        select(
            Membership.public_id,
            Membership.name,
            Membership.employee_id,
            Membership.state,
            Membership.left_at,
        ).where(
            Membership.organization_id == organization_id, Membership.public_id.in_(memberships)
        )
    )
    return {
        public_id: Person(
            name, employee_id or "", left_at if state == MembershipState.DEACTIVATED else None
        )
        for public_id, name, employee_id, state, left_at in rows
    }


def _titles(organization_id: int, courses: Collection[str], end: datetime) -> dict[str, str]:
    """What these courses were called then, in their newest version; before any, in the first."""
    rows = db.session.execute(
        select(Course.public_id, CourseVersion.title, CourseVersion.published_at)
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Course.organization_id,
                CourseVersion.course_id == Course.id,
            ),
        )
        .where(
            Course.organization_id == organization_id,
            Course.public_id.in_(courses),
            CourseVersion.purpose == VersionPurpose.PUBLISHED,
        )
        .order_by(CourseVersion.number)
    )
    found: dict[str, str] = {}
    for course, title, published_at in rows:
        if course not in found or published_at < end:
            found[course] = title
    return found


def _rule_names(
    organization_id: int, versions: Collection[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """What rules were called in these versions of theirs."""
    rows = db.session.execute(
        select(AssignmentRule.public_id, RuleVersion.number, RuleVersion.settings)
        .join(
            RuleVersion,
            and_(
                RuleVersion.organization_id == AssignmentRule.organization_id,
                RuleVersion.rule_id == AssignmentRule.id,
            ),
        )
        .where(
            AssignmentRule.organization_id == organization_id,
            tuple_(AssignmentRule.public_id, RuleVersion.number).in_(versions),
        )
    )
    return {
        (rule, number): RuleSettings.from_json(canonical.parse(settings)).name
        for rule, number, settings in rows
    }
