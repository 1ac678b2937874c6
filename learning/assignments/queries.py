"""What can be asked about rules and obligations."""

from sqlalchemy import select

from learning import canonical
from learning.assignments.models import AssignmentRule, RuleApplication, RuleVersion
from learning.assignments.rules import RuleSettings, Version
from learning.assignments.states import RuleState
from learning.database import db


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


def application(organization_id: int, public_id: str) -> RuleApplication | None:
    """One application of a rule, with how far it is."""
    return db.session.scalar(
        select(RuleApplication).where(
            RuleApplication.organization_id == organization_id,
            RuleApplication.public_id == public_id,
        )
    )
