"""What a new day does to obligations by itself: rounds begin, exemptions are over."""

from datetime import datetime

from sqlalchemy import select

from learning import outbox
from learning.assignments import keeping, queries
from learning.assignments.days import day_of
from learning.assignments.models import AssignmentRule
from learning.assignments.states import RuleState
from learning.database import db, transaction
from learning.organizations.models import Organization

TASK = "assignments-day"
_AT_ONCE = 500  # members in one transaction


def leave_new_days(*, at: datetime) -> None:
    """Leave a task per organization and day, in each zone its rules have; many may call this."""
    due = {
        f"{TASK}:{organization}:{zone}:{day_of(at, zone)}": id
        for id, organization, zone in _zones()
    }
    db.session.rollback()
    if due.keys() - outbox.known(due):
        _leave(due, at=at)


def _zones() -> list[tuple[int, str, str]]:
    """Of each organization with rules that oblige anybody: id, public id, and their zones."""
    rows = db.session.execute(
        select(AssignmentRule.organization_id, Organization.public_id, AssignmentRule.zone)
        .join(Organization, Organization.id == AssignmentRule.organization_id)
        .where(AssignmentRule.state == RuleState.ACTIVE)
        .distinct(),
        execution_options={"crosses_tenants": "a day begins for all"},
    )
    return [(id, organization, zone) for id, organization, zone in rows]


@transaction
def _leave(due: dict[str, int], *, at: datetime) -> None:
    for key, organization_id in due.items():
        outbox.leave_once(TASK, once_key=key, payload={}, organization_id=organization_id, at=at)


def begin_day(organization_id: int, *, at: datetime) -> None:
    """Bring whoever the day concerns up to date. On the same day again, it finds nothing to do."""
    for rule in queries.active_rules(organization_id):
        members = keeping.members_the_day_concerns(rule, at=at)
        for first in range(0, len(members), _AT_ONCE):
            keeping.bring_up_to_date(rule, members[first : first + _AT_ONCE], at=at)
