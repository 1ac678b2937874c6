"""What can be asked about rules and obligations."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import or_, select

from learning import canonical
from learning.assignments.models import AssignmentRule, Exemption, RuleApplication, RuleVersion
from learning.assignments.rules import Because, RuleSettings, Version, Who, in_force
from learning.assignments.states import ChangeState, RuleState
from learning.courses.models import Course
from learning.courses.states import CourseState
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations.models import Group, Membership


def rule(organization_id: int, public_id: str) -> AssignmentRule | None:
    """The rule with this public id, in this organization only."""
    return db.session.scalar(
        select(AssignmentRule).where(
            AssignmentRule.organization_id == organization_id,
            AssignmentRule.public_id == public_id,
        )
    )


def active_rules(organization_id: int) -> list[AssignmentRule]:
    """The rules that oblige anybody, the oldest first."""
    return list(
        db.session.scalars(
            select(AssignmentRule)
            .where(
                AssignmentRule.organization_id == organization_id,
                AssignmentRule.state == RuleState.ACTIVE,
            )
            .order_by(AssignmentRule.id)
        )
    )


def settings_of(rule: AssignmentRule) -> RuleSettings:
    """What the form of a rule says now."""
    return RuleSettings.from_json(canonical.parse(rule.settings))


def versions_of(rule: AssignmentRule) -> list[Version]:
    """All versions of a rule, those taken back included, the oldest first."""
    rows = db.session.scalars(
        select(RuleVersion)
        .where(RuleVersion.organization_id == rule.organization_id, RuleVersion.rule_id == rule.id)
        .order_by(RuleVersion.number)
    )
    return [
        Version(
            row.number,
            RuleSettings.from_json(canonical.parse(row.settings)),
            row.is_for_present,
            row.at,
            row.undoes,
        )
        for row in rows
    ]


def next_version(rule: AssignmentRule, *, is_for_present: bool, at: datetime) -> Version:
    """The version that applying what the form says would make."""
    return Version(rule.latest_number + 1, settings_of(rule), is_for_present, at)


def undoing_version(rule: AssignmentRule, *, at: datetime) -> Version:
    """The version that taking the newest one back would make."""
    number = rule.latest_number
    versions = versions_of(rule)
    undoing = Version(number + 1, versions[-1].settings, True, at, undoes=number)
    left = next(iter(in_force([*versions, undoing])), None)
    # What is taken back entirely is a draft again, and still says what it said.
    return replace(undoing, settings=left.settings) if left else undoing


def ending_version(rule: AssignmentRule, *, at: datetime) -> Version:
    """The version that ending the rule would make: it names nobody."""
    settings = replace(in_force(versions_of(rule))[0].settings, who=Who())
    return Version(rule.latest_number + 1, settings, True, at)


def application(organization_id: int, public_id: str) -> RuleApplication | None:
    """One application of a rule, with how far it is."""
    return db.session.scalar(
        select(RuleApplication).where(
            RuleApplication.organization_id == organization_id,
            RuleApplication.public_id == public_id,
        )
    )


def rule_with_id(organization_id: int, rule_id: int) -> AssignmentRule:
    return db.session.scalars(
        select(AssignmentRule).where(
            AssignmentRule.organization_id == organization_id, AssignmentRule.id == rule_id
        )
    ).one()


def running_application(rule: AssignmentRule) -> RuleApplication | None:
    """The application of a rule that isn't through yet."""
    return db.session.scalar(
        select(RuleApplication).where(
            RuleApplication.organization_id == rule.organization_id,
            RuleApplication.rule_id == rule.id,
            RuleApplication.state == ChangeState.RUNNING,
        )
    )


def check_names(organization_id: int, settings: RuleSettings) -> None:
    """Check that all that a rule names is this organization's, and its courses can be taken.

    Raises RuleBroken rule-course-unknown, rule-group-unknown or rule-person-unknown.
    """
    named = settings.who.any_of
    groups = {each.value for each in named if each.because == Because.GROUP}
    people = {each.value for each in named if each.because == Because.PERSON}
    known_courses = select(Course.public_id).where(
        Course.organization_id == organization_id, Course.state == CourseState.PUBLISHED
    )
    known_groups = select(Group.public_id).where(
        Group.organization_id == organization_id, Group.removed_at.is_(None)
    )
    known_people = select(Membership.public_id).where(Membership.organization_id == organization_id)
    for code, query, column, public_ids in (
        ("rule-course-unknown", known_courses, Course.public_id, set(settings.courses)),
        ("rule-group-unknown", known_groups, Group.public_id, groups),
        ("rule-person-unknown", known_people, Membership.public_id, people | settings.who.left_out),
    ):
        found = (
            set(db.session.scalars(query.where(column.in_(public_ids)))) if public_ids else set()
        )
        if found != public_ids:
            raise RuleBroken(code)


def exemptions_of(membership: Membership, *, on: date) -> list[Exemption]:
    """The exemptions of a member that hold on a day."""
    return list(
        db.session.scalars(
            select(Exemption)
            .where(
                Exemption.organization_id == membership.organization_id,
                Exemption.membership_id == membership.id,
                Exemption.ended_at.is_(None),
                or_(Exemption.until.is_(None), Exemption.until >= on),
            )
            .order_by(Exemption.id)
        )
    )
