"""What one person had to learn: by whose rule, by when, and what they were exempted from."""

from datetime import date, datetime

from sqlalchemy import and_, select

from learning.assignments.models import AssignmentRule, Exemption, Obligation
from learning.courses.models import Course
from learning.database import db
from learning.retention.archive import Part
from learning.retention.own_data import Whose, said


def obligations(who: Whose, _at: datetime) -> Part:
    """Courses that somebody has or had to complete, also where that was withdrawn."""
    here = Obligation.organization_id
    return Part("obligations", "Courses you have or had to complete", [
        {
            "organization": organization, "course": course, "rule": rule, "round": row.round,
            "state": row.state, "assigned_on": _day(row.assigned_on), "due_on": _day(row.due_on),
            "time_zone": row.zone, "completed_on": _day(row.met_on),
            "again_from": _day(row.renews_on),
        }
        for membership, organization in who.memberships
        for row, course, rule in db.session.execute(
            select(Obligation, Course.title, AssignmentRule.name)
            .join(Course, and_(Course.organization_id == here, Course.id == Obligation.course_id))
            .join(
                AssignmentRule,
                and_(
                    AssignmentRule.organization_id == here,
                    AssignmentRule.id == Obligation.rule_id,
                ),
            )
            .where(
                here == membership.organization_id, Obligation.membership_id == membership.id
            )
            .order_by(Obligation.id)
        )
    ])  # fmt: skip


def exemptions(who: Whose, _at: datetime) -> Part:
    """Courses or rules that somebody need not fulfil, and the reason that was given."""
    here = Exemption.organization_id
    return Part("exemptions", "Exemptions", [
        {
            "organization": organization, "course": course, "rule": rule, "reason": row.reason,
            "since": _day(row.since), "until": _day(row.until), "ended_at": said(row.ended_at),
        }
        for membership, organization in who.memberships
        for row, course, rule in db.session.execute(
            select(Exemption, Course.title, AssignmentRule.name)
            .outerjoin(
                Course, and_(Course.organization_id == here, Course.id == Exemption.course_id)
            )
            .outerjoin(
                AssignmentRule,
                and_(
                    AssignmentRule.organization_id == here, AssignmentRule.id == Exemption.rule_id
                ),
            )
            .where(here == membership.organization_id, Exemption.membership_id == membership.id)
            .order_by(Exemption.id)
        )
    ])  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
