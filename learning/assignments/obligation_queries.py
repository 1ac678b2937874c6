"""What can be asked about obligations: those of a rule, of a member, and what becomes due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

from learning import canonical
from learning.assignments.days import day_of
from learning.assignments.models import AssignmentRule, Obligation
from learning.assignments.states import ObligationState, RuleState
from learning.courses.models import Course
from learning.database import db
from learning.organizations.models import Membership
from learning.progress.models import Enrolment
from learning.progress.states import EnrolmentPurpose

MOST_SHOWN = 50
OVERDUE = "overdue"  # a filter beside the states


@dataclass(frozen=True)
class RuleRow:
    """One line of the list of rules."""

    public_id: str
    name: str
    state: RuleState
    has_draft: bool
    people: int
    open: int
    overdue: int


@dataclass(frozen=True)
class ObligationRow:
    """One obligation as lists show it."""

    id: int
    public_id: str
    organization_id: int
    membership: str
    name: str
    course: str
    course_title: str
    course_address: str
    rule: str
    rule_name: str
    round: int
    state: ObligationState
    assigned_on: date
    due_on: date
    is_overdue: bool
    met_on: date | None
    # Codes and ids that say why it exists; see obliging.py.
    reason: dict[str, str]
    # How far the newest round of the course is, if it was begun.
    modules: int | None = None
    modules_passed: int | None = None


def rules_of(organization_id: int, *, at: datetime) -> list[RuleRow]:
    """All rules by name, those that are ended last, each with how many people it obliges now."""
    rules = db.session.scalars(
        select(AssignmentRule)
        .where(AssignmentRule.organization_id == organization_id)
        .order_by((AssignmentRule.state == RuleState.ENDED), AssignmentRule.name, AssignmentRule.id)
    ).all()
    is_open = Obligation.state == ObligationState.OPEN
    is_overdue = _is_overdue(organization_id, at)
    counts = db.session.execute(
        select(
            Obligation.rule_id,
            func.count(Obligation.membership_id.distinct()),
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((is_overdue, 1), else_=0)),
        )
        .where(
            Obligation.organization_id == organization_id,
            Obligation.id.in_(_current(organization_id, [rule.id for rule in rules], at)),
        )
        .group_by(Obligation.rule_id)
    )
    counted = {rule: numbers for rule, *numbers in counts}
    return [
        RuleRow(
            rule.public_id,
            rule.name,
            RuleState(rule.state),
            rule.state == RuleState.DRAFT,
            *counted.get(rule.id, (0, 0, 0)),
        )
        for rule in rules
    ]


def obligations_of(
    rule: AssignmentRule,
    *,
    only: str | None = None,
    after: tuple[date, int] | None = None,
    limit: int = MOST_SHOWN,
    at: datetime,
) -> list[ObligationRow]:
    """A rule's obligations, the earliest due first; one more than `limit` if there are more.

    `only`: a state, or overdue. What is withdrawn is never shown, nor rounds that were met and
    have been followed by another: what was then, a report of that day tells. `after`: due date
    and id.
    """
    query = (
        _query(rule.organization_id)
        .where(Obligation.id.in_(_current(rule.organization_id, [rule.id], at)))
        .order_by(Obligation.due_on, Obligation.id)
        .limit(limit + 1)
    )
    if only == OVERDUE:
        query = query.where(_is_overdue(rule.organization_id, at))
    elif only:
        query = query.where(Obligation.state == only)
    if after:
        query = query.where(tuple_(Obligation.due_on, Obligation.id) > after)
    return [_row(row, at) for row in db.session.execute(query)]


def obligations_of_member(membership: Membership, *, at: datetime) -> list[ObligationRow]:
    """A member's obligations, the open ones first, then by due date."""
    query = (
        _query(membership.organization_id)
        .where(Obligation.membership_id == membership.id)
        .order_by(Obligation.state != ObligationState.OPEN, Obligation.due_on, Obligation.id)
        .limit(200)
    )
    return [_row(row, at) for row in db.session.execute(query)]


def due_of(memberships: Sequence[tuple[int, int]], *, at: datetime) -> list[ObligationRow]:
    """What is open for these (organization id, membership id), the earliest due first.

    A course that several rules ask for is named once, by the earliest of its due dates.
    """
    if not memberships:
        return []
    query = (
        _columns(select(Obligation, Enrolment.modules, Enrolment.modules_passed))
        .outerjoin(
            Enrolment,
            and_(
                Enrolment.organization_id == Obligation.organization_id,
                Enrolment.membership_id == Obligation.membership_id,
                Enrolment.course_id == Obligation.course_id,
                Enrolment.purpose == EnrolmentPurpose.LEARN,
                Enrolment.state == "active",
            ),
        )
        .where(
            tuple_(Obligation.organization_id, Obligation.membership_id).in_(memberships),
            Obligation.state == ObligationState.OPEN,
        )
        .order_by(Obligation.due_on, Obligation.id)
        .limit(200)
    )
    found: dict[str, ObligationRow] = {}
    for row in db.session.execute(query):
        each = _row(row, at)
        found.setdefault(each.course, each)
    return list(found.values())


def obligation(organization_id: int, public_id: str) -> Obligation | None:
    """The obligation with this public id, in this organization only."""
    return db.session.scalar(
        select(Obligation).where(
            Obligation.organization_id == organization_id, Obligation.public_id == public_id
        )
    )


def open_of(rule: AssignmentRule, membership: Membership) -> list[ObligationRow]:
    """What a rule leaves a member to do, the earliest due first."""
    query = (
        _query(rule.organization_id)
        .where(
            Obligation.rule_id == rule.id,
            Obligation.membership_id == membership.id,
            Obligation.state == ObligationState.OPEN,
        )
        .order_by(Obligation.due_on, Obligation.id)
    )
    return [_row(row, None) for row in db.session.execute(query)]


def _current(organization_id: int, rules: Sequence[int], at: datetime) -> CompoundSelect[Any]:
    """The ids of what is open, and of what is settled where no other round has begun since."""
    settled = Obligation.state.in_([ObligationState.MET, ObligationState.EXEMPT])
    # Where the rule counts its days it may be a day earlier: then both are shown for some hours.
    since = day_of(at, "UTC")
    # Each by its own part of an index, so that no earlier rounds are read.
    return union_all(
        *(
            select(Obligation.id).where(
                Obligation.organization_id == organization_id,
                Obligation.rule_id.in_(rules),
                *which,
            )
            for which in (
                (Obligation.state == ObligationState.OPEN,),
                (settled, Obligation.renews_on.is_(None)),
                (settled, Obligation.renews_on >= since),
            )
        )
    )


def _is_overdue(organization_id: int, at: datetime) -> ColumnElement[bool]:
    """Whether an obligation is open and its day over where its rule's days are counted."""
    # No zone is more than a day from UTC; of the two days that may be over, each asks its zone.
    utc = day_of(at, "UTC")
    zones = db.session.scalars(
        select(Obligation.zone)
        .where(
            Obligation.organization_id == organization_id,
            Obligation.state == ObligationState.OPEN,
            Obligation.overdue_on.between(utc, utc + timedelta(days=1)),
        )
        .distinct()
    ).all()
    return and_(
        Obligation.state == ObligationState.OPEN,
        or_(
            Obligation.overdue_on < utc,
            *(
                and_(Obligation.zone == zone, Obligation.overdue_on <= day_of(at, zone))
                for zone in zones
            ),
        ),
    )


def _query(organization_id: int) -> Select[Any]:
    query: Select[Any] = _columns(select(Obligation)).where(
        Obligation.organization_id == organization_id,
        Obligation.state != ObligationState.WITHDRAWN,
    )
    return query


def _columns(query: Any) -> Any:
    here = Obligation.organization_id
    return (
        query.add_columns(
            Membership.public_id.label("membership"),
            Membership.name,
            Course.public_id.label("course"),
            Course.title,
            Course.address,
            AssignmentRule.public_id.label("rule"),
            AssignmentRule.name.label("rule_name"),
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
    )


def _row(row: Any, at: datetime | None) -> ObligationRow:
    found: Obligation = row.Obligation
    state = ObligationState(found.state)
    is_late = at is not None and found.overdue_on <= day_of(at, found.zone)
    return ObligationRow(
        found.id,
        found.public_id,
        found.organization_id,
        row.membership,
        row.name,
        row.course,
        row.title,
        row.address,
        row.rule,
        row.rule_name,
        found.round,
        state,
        found.assigned_on,
        found.due_on,
        state == ObligationState.OPEN and is_late,
        found.met_on,
        canonical.parse(found.reason),
        getattr(row, "modules", None),
        getattr(row, "modules_passed", None),
    )
