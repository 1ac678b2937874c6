"""Once a week, for whoever trains: what needs them. Left as a message, sent if there is any."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning import outbox
from learning.assignments.zones import zone_for
from learning.database import db, transaction
from learning.organizations import queries as organizations
from learning.outbox import Outgoing, Task

# The week's one task that leaves everybody's own.
WEEK = "trainer-digests"
DIGEST = "trainer-digest"
MORNING = time(8)


def begin_week(*, at: datetime) -> None:
    """Leave this week's task unless it has been left."""
    key = f"{WEEK}:{_week(at)}"
    is_left = outbox.left(key) is not None
    db.session.rollback()
    if not is_left:
        with suppress(IntegrityError):  # another worker was faster
            _leave_week(key, at)


@transaction
def leave_each(task: Task, at: datetime) -> None:
    """Leave a digest for everybody who trains, for Monday morning where they are."""
    week = str(task.payload["week"])
    known = set(
        db.session.scalars(
            select(Outgoing.once_key).where(Outgoing.once_key.startswith(f"{DIGEST}:{week}:"))
        )
    )
    for trainer in organizations.all_trainers():
        key = f"{DIGEST}:{week}:{trainer.membership}"
        if key not in known:
            outbox.leave(
                DIGEST,
                once_key=key,
                payload={},
                organization_id=trainer.organization_id,
                about=trainer.membership,
                at=at,
                due=max(at, monday_morning(week, trainer.zone)),
            )


def monday_morning(week: str, zone: str) -> datetime:
    """When the digest of a week, such as 2026-W48, is due in this time zone."""
    monday = datetime.strptime(f"{week}-1", "%G-W%V-%u").date()
    return datetime.combine(monday, MORNING, zone_for(zone)).astimezone(UTC)


@transaction
def _leave_week(key: str, at: datetime) -> None:
    outbox.leave(WEEK, once_key=key, payload={"week": _week(at)}, organization_id=None, at=at)


def _week(at: datetime) -> str:
    # Where Monday begins first, it is Sunday in UTC for half a day.
    return (at + timedelta(hours=14)).strftime("%G-W%V")
