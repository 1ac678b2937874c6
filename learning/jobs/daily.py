"""What is done once a day: left as a task by whichever worker looks first."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from learning import outbox
from learning.database import transaction

RETENTION = "daily-retention"
TASKS = (RETENTION,)


def leave_todays(*, at: datetime) -> None:
    """Leave the tasks of this day (UTC), unless they have been."""
    for kind in TASKS:
        once_key = f"{kind}:{at:%Y-%m-%d}"
        if outbox.left(once_key) is None:
            try:
                _leave(kind, once_key, at)
            except IntegrityError:
                continue  # another worker has left it meanwhile


@transaction
def _leave(kind: str, once_key: str, at: datetime) -> None:
    outbox.leave(kind, once_key=once_key, payload={}, organization_id=None, at=at)
