"""Going through all people for a version of a rule, batch by batch: a task that can be resumed."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from learning import canonical
from learning.assignments import gathering, keeping, queries
from learning.assignments.models import (
    AssignmentRule,
    Obligation,
    RuleApplication,
    RuleVersion,
)
from learning.assignments.states import ChangeState
from learning.database import db, transaction

TASK = "apply-rule"
AT_ONCE = 500  # people in one transaction


def go_on(organization_id: int, public_id: str, *, at: datetime) -> None:
    """Apply a rule to everybody who hasn't been gone through yet.

    Each batch is one transaction with the place it reached, so a kill between or inside of them
    leaves nothing half-done and nothing is done twice.
    """
    while go_through_next(organization_id, public_id, at=at):
        pass


@transaction
def go_through_next(
    organization_id: int, public_id: str, *, at: datetime, at_once: int = AT_ONCE
) -> bool:
    """Go through the next people; False when all are."""
    application = queries.application(organization_id, public_id)
    assert application is not None  # the task was left with it
    rule = queries.rule_with_id(organization_id, application.rule_id)
    keeping.lock(rule)
    db.session.refresh(application)
    if application.state == ChangeState.DONE:
        return False
    members = gathering.memberships_after(organization_id, application.place, at_once)
    if members:
        _go_through(rule, application, members, at)
    if len(members) < at_once:
        application.state, application.ended_at = ChangeState.DONE, at
    return len(members) == at_once


def _go_through(
    rule: AssignmentRule, application: RuleApplication, members: list[int], at: datetime
) -> None:
    version = db.session.scalars(
        select(RuleVersion).where(
            RuleVersion.organization_id == rule.organization_id,
            RuleVersion.rule_id == rule.id,
            RuleVersion.number == application.number,
        )
    ).one()
    before = (
        gathering.before_version(rule, version.undoes, members)
        if version.undoes is not None
        else None
    )
    done, messages = keeping.settle(rule, members, by=version.by, at=at, before=before)
    _keep_zone(rule, members)
    counts = Counter(canonical.parse(application.counts)) + done.counts
    counts["messages"] += messages
    application.counts = canonical.text(dict(counts))
    application.place = members[-1]
    application.people_done += len(members)
    # More may have come since the people were counted.
    application.people = max(application.people, application.people_done)


def _keep_zone(rule: AssignmentRule, members: Collection[int]) -> None:
    db.session.execute(
        update(Obligation)
        .where(
            Obligation.organization_id == rule.organization_id,
            Obligation.rule_id == rule.id,
            Obligation.membership_id.in_(members),
            Obligation.zone != rule.zone,
        )
        .values(zone=rule.zone),
        execution_options={"synchronize_session": False},
    )
