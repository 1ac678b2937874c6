"""What changes about one member beside role and name: manager, employee id, day of joining."""

from datetime import UTC, date, datetime

from sqlalchemy.exc import IntegrityError

from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import changes, checks, group_queries, turnstile
from learning.organizations.actions import record_act
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipKind

LONGEST_EMPLOYEE_ID = 100
_EARLIEST = date(1900, 1, 1)


@transaction
def set_manager(
    membership: Membership, manager: Membership | None, *, by: str, at: datetime
) -> None:
    """Say whom a member has above them; None leaves it to their groups.

    Raises RuleBroken manager-self, manager-below for somebody who names them, directly or over
    others, manager-unfit for a guest or somebody who has left, and member-erased.
    """
    _lock(membership)
    new = manager.id if manager is not None else None
    if membership.manager_id == new:
        return
    if membership.kind == MembershipKind.GUEST:
        raise RuleBroken("guest-no-member")
    checks.check_not_erased(membership)
    if manager is not None:
        db.session.refresh(manager)
        if manager.id == membership.id:
            raise RuleBroken("manager-self")
        group_queries.check_manager(manager)
        if membership.id in group_queries.named_above(manager):
            raise RuleBroken("manager-below", name=manager.name)
    membership.manager_id = new
    record_act("manager-set" if manager is not None else "manager-taken", membership, by, at)


@transaction
def set_facts(
    membership: Membership, *, employee_id: str, joined_on: date, by: str, at: datetime
) -> None:
    """Both of what follows at once, or neither. Raises RuleBroken as they do."""
    set_joined_on(membership, joined_on, by=by, at=at)
    set_employee_id(membership, employee_id, by=by, at=at)


@transaction
def set_employee_id(membership: Membership, employee_id: str, *, by: str, at: datetime) -> None:
    """Keep under which id the organization knows a member; blank: none.

    Raises RuleBroken employee-id-taken, employee-id-long or member-erased.
    """
    _lock(membership)
    new = " ".join(employee_id.split()) or None
    if membership.employee_id == new:
        return
    checks.check_not_erased(membership)
    if new is not None and len(new) > LONGEST_EMPLOYEE_ID:
        raise RuleBroken("employee-id-long", most=LONGEST_EMPLOYEE_ID)
    membership.employee_id = new
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("employee-id-taken", employee_id=new) from error
    record_act("employee-id-set", membership, by, at)


@transaction
def set_joined_on(membership: Membership, day: date, *, by: str, at: datetime) -> None:
    """Correct on which day somebody joined; what is due so many days later moves with it.

    Raises RuleBroken joined-day for one that lies in the future or more than a life back, and
    member-erased.
    """
    _lock(membership)
    old = membership.joined_at.date()
    if old == day:
        return
    checks.check_not_erased(membership)
    if not _EARLIEST <= day <= at.date():
        raise RuleBroken("joined-day")
    membership.joined_at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    record_act("joined-on-set", membership, by, at, old.isoformat(), day.isoformat())
    changes.tell(membership.organization_id, [membership.id], at=at)


def _lock(membership: Membership) -> None:
    # Two who name each other as manager at once must not both succeed.
    turnstile.pass_through(membership.organization_id)
    db.session.refresh(membership)
