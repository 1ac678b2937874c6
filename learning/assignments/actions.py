"""What changes about rules: saving, applying, taking back, ending."""

from datetime import datetime

from sqlalchemy import func, select

from learning import audit, canonical, outbox
from learning.assignments import applying, keeping, queries
from learning.assignments.models import AssignmentRule, RuleApplication, RuleVersion
from learning.assignments.rules import RuleSettings, Version, in_force, problem_with
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
    rule: AssignmentRule,
    *,
    is_for_present: bool,
    seen: str | None = None,
    by: str,
    at: datetime,
) -> RuleApplication:
    """Make what the form says the rule's next version, and leave the going through of people.

    Not `is_for_present`: who is there already stays under the version before. `seen`: the mark of
    what was previewed. Raises RuleBroken rule-being-applied, rule-unchanged,
    rule-changed-since, or as create_rule.
    """
    keeping.lock(rule)
    if seen is not None and seen != queries.mark_of(rule, is_for_present=is_for_present):
        raise RuleBroken("rule-changed-since")
    settings = queries.settings_of(rule)
    _check(rule.organization_id, settings)
    newest = next(iter(in_force(queries.versions_of(rule))), None)
    if newest and newest.settings == settings and newest.is_for_present >= is_for_present:
        raise RuleBroken("rule-unchanged")
    version = queries.next_version(rule, is_for_present=is_for_present, at=at)
    return _add_version(rule, version, "rule-applied", by=by)


@transaction
def undo(rule: AssignmentRule, number: int, *, by: str, at: datetime) -> RuleApplication:
    """Take the newest version back: obligations become what they were before it.

    Messages that have gone out stay out. Raises RuleBroken rule-being-applied or rule-not-newest.
    """
    keeping.lock(rule)
    if number != rule.latest_number:
        raise RuleBroken("rule-not-newest")
    return _add_version(rule, queries.undoing_version(rule, at=at), "rule-undone", by=by)


@transaction
def end_rule(rule: AssignmentRule, *, by: str, at: datetime) -> RuleApplication:
    """Let a rule oblige nobody any more; undoing that brings it back.

    Raises RuleBroken rule-being-applied or rule-not-active.
    """
    keeping.lock(rule)
    if rule.state != RuleState.ACTIVE:
        raise RuleBroken("rule-not-active")
    return _add_version(rule, queries.ending_version(rule, at=at), "rule-ended", by=by)


def _check(organization_id: int, settings: RuleSettings) -> None:
    problem = problem_with(settings)
    if problem:
        raise RuleBroken(problem)
    queries.check_names(organization_id, settings)


def _add_version(rule: AssignmentRule, version: Version, act: str, *, by: str) -> RuleApplication:
    if queries.running_application(rule):
        raise RuleBroken("rule-being-applied")
    settings = canonical.text(version.settings.as_json())
    db.session.add(
        RuleVersion(
            organization_id=rule.organization_id,
            rule_id=rule.id,
            number=version.number,
            settings=settings,
            is_for_present=version.is_for_present,
            undoes=version.undoes,
            by=by,
            at=version.at,
        )
    )
    db.session.flush()
    rule.latest_number, rule.changed_at = version.number, version.at
    rule.name, rule.zone = version.settings.name, version.settings.zone
    rule.state = _state(rule)
    if rule.state != RuleState.ENDED:
        rule.settings = settings
    audit.record(
        act, subject=rule.public_id, by=by, at=version.at, organization_id=rule.organization_id,
        old=str(version.undoes) if version.undoes else None, new=str(version.number),
    )  # fmt: skip
    return _begin(rule, version.number, version.at)


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
