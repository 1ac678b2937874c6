"""Exempting somebody from a rule or a course, with a reason, and ending that."""

from datetime import date, datetime

from learning import audit
from learning.assignments import keeping, queries
from learning.assignments.days import day_of
from learning.assignments.models import AssignmentRule, Exemption
from learning.courses.models import Course
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import checks, turnstile
from learning.organizations.models import Membership

LONGEST_REASON = 300


@transaction
def exempt(
    membership: Membership,
    *,
    rule: AssignmentRule | None = None,
    course: Course | None = None,
    reason: str,
    until: date | None = None,
    zone: str,
    by: str,
    at: datetime,
) -> Exemption:
    """Exempt a member from a rule, from a course whatever rule asks for it, or from one in a rule.

    `until` is the last day of it, in the zone. Raises RuleBroken exemption-reason,
    exemption-until, exempt-already or member-erased.
    """
    assert rule is not None or course is not None
    today = day_of(at, zone)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise RuleBroken("exemption-reason")
    if until is not None and until < today:
        raise RuleBroken("exemption-until")
    for each in _concerned(membership.organization_id, rule):
        keeping.lock(each)
    turnstile.pass_through(membership.organization_id)
    db.session.refresh(membership)
    checks.check_not_erased(membership)
    about = (rule.id if rule else None, course.id if course else None)
    theirs = queries.exemptions_of(membership, on=today)
    if any((each.rule_id, each.course_id) == about for each in theirs):
        raise RuleBroken("exempt-already")
    exemption = Exemption(
        public_id=public_id(),
        organization_id=membership.organization_id,
        membership_id=membership.id,
        rule_id=about[0],
        course_id=about[1],
        reason=reason.strip(),
        since=today,
        until=until,
        by=by,
        at=at,
    )
    db.session.add(exemption)
    db.session.flush()
    _record("exempted", exemption, membership, by, at)
    _settle(membership, rule, by, at)
    return exemption


@transaction
def end_exemption(exemption: Exemption, membership: Membership, *, by: str, at: datetime) -> None:
    """Let the obligations come back; the days of the exemption don't count towards due dates."""
    rule = (
        queries.rule_with_id(exemption.organization_id, exemption.rule_id)
        if exemption.rule_id is not None
        else None
    )
    for each in _concerned(exemption.organization_id, rule):
        keeping.lock(each)
    db.session.refresh(exemption)
    if exemption.ended_at is not None:
        return
    exemption.ended_at, exemption.ended_by = at, by
    db.session.flush()
    _record("exemption-ended", exemption, membership, by, at)
    _settle(membership, rule, by, at)


def _concerned(organization_id: int, rule: AssignmentRule | None) -> list[AssignmentRule]:
    return [rule] if rule else queries.active_rules(organization_id)


def _settle(membership: Membership, rule: AssignmentRule | None, by: str, at: datetime) -> None:
    for each in _concerned(membership.organization_id, rule):
        keeping.bring_up_to_date(each, [membership.id], by=by, at=at)


def _record(act: str, exemption: Exemption, membership: Membership, by: str, at: datetime) -> None:
    audit.record(
        act, subject=exemption.public_id, about=membership.public_id, by=by, at=at,
        organization_id=exemption.organization_id,
    )  # fmt: skip
