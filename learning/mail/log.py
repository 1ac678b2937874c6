"""What an organization has sent to one person: which kinds of messages, when, how that ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learning.database import db
from learning.mail.messages import MESSAGES
from learning.outbox import Outgoing, TaskState


@dataclass(frozen=True)
class LogRow:
    """A message in the log. `at`: when it was sent or given up; when it is due otherwise."""

    id: int
    kind: str
    state: TaskState
    failure: str | None
    at: datetime


def messages_about(
    organization_id: int, about: Sequence[str], *, before: int | None = None, limit: int = 20
) -> list[LogRow]:
    """This organization's messages to these public ids, newest first; one more than `limit`.

    What concerns a person's account alone is no organization's, and stands in no log.
    """
    query = (
        select(Outgoing)
        .where(
            Outgoing.organization_id == organization_id,
            Outgoing.about.in_(about),
            Outgoing.kind.in_(MESSAGES),
        )
        .order_by(Outgoing.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Outgoing.id < before)
    return [
        LogRow(row.id, row.kind, TaskState(row.state), row.failure, row.ended_at or row.due)
        for row in db.session.scalars(query)
    ]
