"""What changes about rules: saving, applying, taking back, ending."""

from datetime import datetime

from sqlalchemy import func, select

from learning import audit, canonical, outbox
from learning.assignments import applying, keeping, queries
from learning.assignments.models import AssignmentRule, RuleApplication, RuleVersion
from learning.assignments.rules import RuleSettings, Version, Who, in_force, problem_with
from learning.assignments.states import ChangeState, RuleState
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations.models import Membership


@transaction
def create_rule(
    organization_id: int, settings: RuleSettings, *, by: str, at: datetime
) -> AssignmentRule:
    """A draft, which obliges nobody. Raises RuleBroken for what keeps it from being applied."""
    _check(organization_id, settings)
    rule = AssignmentRule(
        public_id=public_id(),
        organization_id=organization_id,
        name=settings.name,
        zone=settings.zone,
        state=RuleState.DRAFT,
        settings=canonical.text(settings.as_json()),
        latest_number=0,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(
        "rule-created", subject=rule.public_id, by=by, at=at, organization_id=organization_id
    )
    return rule


@transaction
def change_rule(rule: AssignmentRule, settings: RuleSettings, *, by: str, at: datetime) -> None:
    """Save what the form says; it holds once it is applied. Raises RuleBroken as create_rule."""
    keeping.lock(rule)
    _check(rule.organization_id, settings)
    text = canonical.text(settings.as_json())
    if rule.settings == text:
        return
    rule.settings, rule.changed_at = text, at
    if not rule.latest_number:
        rule.name, rule.zone = settings.name, settings.zone
    audit.record(
        "rule-changed", subject=rule.public_id, by=by, at=at, organization_id=rule.organization_id
    )


@transaction
def discard_rule(rule: AssignmentRule, *, by: str, at: datetime) -> None:
    """Throw a draft away. Raises RuleBroken rule-was-applied: its history stays."""
    keeping.lock(rule)
    if rule.latest_number:
        raise RuleBroken("rule-was-applied")
    audit.record(
        "rule-discarded", subject=rule.public_id, by=by, at=at, organization_id=rule.organization_id
    )
    db.session.delete(rule)


@transaction
def apply_rule(
    rule: AssignmentRule, *, is_for_present: bool, by: str, at: datetime
) -> RuleApplication:
    """Make what the form says the rule's next version, and leave the going through of people.

    Not `is_for_present`: who is there already stays under the version before. Raises RuleBroken
    rule-being-applied, rule-unchanged, or as create_rule.
    """
    keeping.lock(rule)
    settings = queries.settings_of(rule)
    _check(rule.organization_id, settings)
    newest = next(iter(in_force(queries.versions_of(rule))), None)
    if newest and newest.settings == settings and newest.is_for_present >= is_for_present:
        raise RuleBroken("rule-unchanged")
    return _add_version(rule, settings, "rule-applied", is_for_present=is_for_present, by=by, at=at)


@transaction
def undo(rule: AssignmentRule, number: int, *, by: str, at: datetime) -> RuleApplication:
    """Take the newest version back: obligations become what they were before it.

    Messages that have gone out stay out. Raises RuleBroken rule-being-applied or rule-not-newest.
    """
    keeping.lock(rule)
    if number != rule.latest_number:
        raise RuleBroken("rule-not-newest")
    versions = queries.versions_of(rule)
    undoing = Version(number + 1, versions[-1].settings, True, at, undoes=number)
    left = next(iter(in_force([*versions, undoing])), None)
    # What is taken back entirely is a draft again, and still says what it said.
    settings = left.settings if left else versions[-1].settings
    return _add_version(
        rule, settings, "rule-undone", is_for_present=True, undoes=number, by=by, at=at
    )


@transaction
def end_rule(rule: AssignmentRule, *, by: str, at: datetime) -> RuleApplication:
    """Let a rule oblige nobody any more; undoing that brings it back.

    Raises RuleBroken rule-being-applied or rule-not-active.
    """
    keeping.lock(rule)
    if rule.state != RuleState.ACTIVE:
        raise RuleBroken("rule-not-active")
    newest = in_force(queries.versions_of(rule))[0].settings
    nobody = RuleSettings(
        newest.name, newest.zone, Who(), newest.courses, newest.order, newest.due,
        newest.renewal, newest.fresh,
    )  # fmt: skip
    return _add_version(rule, nobody, "rule-ended", is_for_present=True, by=by, at=at)


def _check(organization_id: int, settings: RuleSettings) -> None:
    problem = problem_with(settings)
    if problem:
        raise RuleBroken(problem)
    queries.check_names(organization_id, settings)


def _add_version(
    rule: AssignmentRule,
    settings: RuleSettings,
    act: str,
    *,
    is_for_present: bool,
    by: str,
    at: datetime,
    undoes: int | None = None,
) -> RuleApplication:
    if queries.running_application(rule):
        raise RuleBroken("rule-being-applied")
    number = rule.latest_number + 1
    db.session.add(
        RuleVersion(
            organization_id=rule.organization_id,
            rule_id=rule.id,
            number=number,
            settings=canonical.text(settings.as_json()),
            is_for_present=is_for_present,
            undoes=undoes,
            by=by,
            at=at,
        )
    )
    db.session.flush()
    rule.latest_number, rule.changed_at = number, at
    rule.name, rule.zone = settings.name, settings.zone
    rule.state = _state(rule)
    if rule.state != RuleState.ENDED:
        rule.settings = canonical.text(settings.as_json())
    audit.record(
        act, subject=rule.public_id, by=by, at=at, organization_id=rule.organization_id,
        old=str(undoes) if undoes else None, new=str(number),
    )  # fmt: skip
    return _begin(rule, number, at)


def _state(rule: AssignmentRule) -> RuleState:
    holding = in_force(queries.versions_of(rule))
    if not holding:
        return RuleState.DRAFT
    return RuleState.ACTIVE if holding[0].settings.who.any_of else RuleState.ENDED


def _begin(rule: AssignmentRule, number: int, at: datetime) -> RuleApplication:
    """Leave the going through of all people, in the transaction of what causes it."""
    people = db.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(Membership.organization_id == rule.organization_id)
    )
    application = RuleApplication(
        public_id=public_id(),
        organization_id=rule.organization_id,
        rule_id=rule.id,
        number=number,
        state=ChangeState.RUNNING,
        people=people or 0,
        counts="{}",
        started_at=at,
    )
    db.session.add(application)
    db.session.flush()
    outbox.leave(
        applying.TASK,
        once_key=f"{applying.TASK}:{application.public_id}",
        payload={"application": application.public_id},
        organization_id=rule.organization_id,
        at=at,
    )
    return application
