"""What can be asked about rules and obligations."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from learning import canonical
from learning.accounts import queries as accounts
from learning.assignments.models import (
    AssignmentRule,
    Exemption,
    Obligation,
    RuleApplication,
    RuleVersion,
)
from learning.assignments.rules import Because, RuleSettings, Version, Who, in_force
from learning.assignments.states import ChangeState, ObligationState, RuleState
from learning.courses.models import Course
from learning.courses.states import CourseState
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.organizations.models import Group, Membership
from learning.organizations.roles import MembershipKind


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


@dataclass(frozen=True)
class Choices:
    """What a rule of an organization can name: public ids and words."""

    courses: list[tuple[str, str]]
    groups: list[tuple[str, str]]


def choices(organization_id: int) -> Choices:
    """The published courses and the groups of an organization, by name."""
    courses = db.session.execute(
        select(Course.public_id, Course.title)
        .where(Course.organization_id == organization_id, Course.state == CourseState.PUBLISHED)
        .order_by(Course.title, Course.id)
    )
    groups = db.session.execute(
        select(Group.public_id, Group.name)
        .where(Group.organization_id == organization_id, Group.removed_at.is_(None))
        .order_by(Group.folded_name)
    )
    return Choices([(a, b) for a, b in courses], [(a, b) for a, b in groups])


def group_names(organization_id: int, public_ids: Collection[str]) -> dict[str, str]:
    """The names of these groups, also of those that are gone."""
    if not public_ids:
        return {}
    rows = db.session.execute(
        select(Group.public_id, Group.name).where(
            Group.organization_id == organization_id, Group.public_id.in_(public_ids)
        )
    )
    return {public_id: name for public_id, name in rows}


def course_titles(organization_id: int, public_ids: Collection[str]) -> dict[str, str]:
    """The titles of these courses."""
    rows = db.session.execute(
        select(Course.public_id, Course.title).where(
            Course.organization_id == organization_id, Course.public_id.in_(public_ids)
        )
    )
    return {public_id: title for public_id, title in rows}


def people_named(organization_id: int, words: Collection[str]) -> dict[str, str]:
    """The members that addresses or employee ids mean: public id by word, as it was typed."""
    folded = {word.casefold(): word for word in words}
    rows = db.session.execute(
        select(Membership.public_id, Membership.contact_address, Membership.employee_id).where(
            Membership.organization_id == organization_id,
            Membership.kind == MembershipKind.MEMBER,
            or_(
                func.lower(Membership.contact_address).in_(folded),
                Membership.employee_id.in_(words),
            ),
        )
    )
    found: dict[str, str] = {}
    for public_id, address, employee_id in rows:
        if address.casefold() in folded:
            found[folded[address.casefold()]] = public_id
        elif employee_id is not None and employee_id in words:
            found[employee_id] = public_id
    return found


def addresses_of(organization_id: int, public_ids: Collection[str]) -> dict[str, str]:
    """The contact addresses of these members, by public id; of one that another has taken in,
    that other one's."""
    if not public_ids:
        return {}
    own = aliased(Membership)
    address = func.coalesce(own.contact_address, Membership.contact_address)
    rows = db.session.execute(
        select(Membership.public_id, address)
        .outerjoin(
            own,
            and_(
                own.organization_id == Membership.organization_id,
                own.public_id == Membership.merged_into,
            ),
        )
        .where(Membership.organization_id == organization_id, Membership.public_id.in_(public_ids))
    )
    return {public_id: address for public_id, address in rows}


def names_of(organization_id: int, membership_ids: Collection[int]) -> dict[int, str]:
    """The names of these members, by id."""
    rows = db.session.execute(
        select(Membership.id, Membership.name).where(
            Membership.organization_id == organization_id, Membership.id.in_(membership_ids)
        )
    )
    return {id: name for id, name in rows}


def exemption(organization_id: int, public_id: str) -> Exemption | None:
    """The exemption with this public id, in this organization only."""
    return db.session.scalar(
        select(Exemption).where(
            Exemption.organization_id == organization_id, Exemption.public_id == public_id
        )
    )


def zone_of(organization_id: int) -> str:
    """The zone that an organization's new rules begin with; UTC while none is set."""
    return organizations.settings_of(organization_id).zone


def has_active_rule(organization_id: int) -> bool:
    """Whether any rule holds now."""
    return (
        db.session.scalar(
            select(
                exists().where(
                    AssignmentRule.organization_id == organization_id,
                    AssignmentRule.state == RuleState.ACTIVE,
                )
            )
        )
        or False
    )


def mark_of(rule: AssignmentRule, *, is_for_present: bool) -> str:
    """What a preview is of: another mark after each saving and each version, and for others."""
    people = "all" if is_for_present else "new"
    return f"{rule.latest_number}-{canonical.sha256(rule.settings)[:16]}-{people}"


def newest_settings(rule: AssignmentRule) -> RuleSettings | None:
    """What holds now; None for a rule that was never applied or entirely taken back."""
    newest = next(iter(in_force(versions_of(rule))), None)
    return newest.settings if newest else None


def has_changes(rule: AssignmentRule) -> bool:
    """Whether something was saved that isn't applied yet."""
    return newest_settings(rule) != settings_of(rule)


def newest_application(rule: AssignmentRule) -> RuleApplication | None:
    """The application of a rule's newest version."""
    return db.session.scalar(
        select(RuleApplication)
        .where(
            RuleApplication.organization_id == rule.organization_id,
            RuleApplication.rule_id == rule.id,
        )
        .order_by(RuleApplication.number.desc())
        .limit(1)
    )


def who_made(rule: AssignmentRule) -> dict[int, str]:
    """Who made which version of a rule, by number: their names."""
    rows = db.session.execute(
        select(RuleVersion.number, RuleVersion.by).where(
            RuleVersion.organization_id == rule.organization_id, RuleVersion.rule_id == rule.id
        )
    ).all()
    names = accounts.names_by_public_id({by for _number, by in rows})
    return {number: names.get(by, "–") for number, by in rows}


def exemptions_about(rule: AssignmentRule, obligation_ids: Collection[int]) -> dict[int, Exemption]:
    """Per obligation of a rule that is exempt now, the exemption that makes it so."""
    rows = db.session.execute(
        select(Obligation.id, Exemption)
        .join(
            Exemption,
            and_(
                Exemption.organization_id == Obligation.organization_id,
                Exemption.membership_id == Obligation.membership_id,
                or_(Exemption.rule_id.is_(None), Exemption.rule_id == Obligation.rule_id),
                or_(Exemption.course_id.is_(None), Exemption.course_id == Obligation.course_id),
                Exemption.ended_at.is_(None),
            ),
        )
        .where(
            Obligation.organization_id == rule.organization_id,
            Obligation.id.in_(obligation_ids),
            Obligation.state == ObligationState.EXEMPT,
        )
        .order_by(Exemption.id)
    )
    return {id: exemption for id, exemption in rows}
