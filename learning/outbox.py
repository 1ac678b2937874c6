"""What has to be done afterwards: left with the change that causes it, taken by a worker later.

A worker takes a task for a while only. One that dies leaves it to the next, so handlers do nothing
twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, db, is_sqlite, key_column, transaction

LEASE = timedelta(minutes=2)  # longer than any task takes
MOST_TRIES = 5
# Between two tries: 5 seconds, 20, 80 ... and never longer than an hour, so that whatever was away
# finds all that waited for it soon after it is back.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
_LONGEST_CODE = 64


class TaskState(StrEnum):
    """Where a task stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    # There was nothing to do any more.
    DROPPED = "dropped"
    # Whoever it was for won't have it: a message that came back.
    RETURNED = "returned"
    # Tried too often.
    DEAD = "dead"


class Failed(Exception):
    """A try failed in a way that has a name; it is tried again. Holds nothing else of the task."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Ended(Exception):
    """A task ends without being done, since trying again would be in vain."""

    def __init__(self, state: TaskState, code: str) -> None:
        super().__init__(code)
        self.state, self.code = state, code


class NotYet(Exception):
    """A task is to be done at another time. That is no failure, so it isn't counted as a try."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class Outgoing(Model):
    """One message to send or job to do. `payload` holds ids only."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_state_due", "state", "due"),
        Index("ix_outgoing_about_id", "about", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int | None] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(64))
    # The same thing said twice has one effect.
    once_key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The public id of the membership or person that a message is for.
    about: Mapped[str | None] = mapped_column(String(64))
    due: Mapped[datetime] = mapped_column(Instant)
    # A TaskState.
    state: Mapped[str] = mapped_column(String(16), default=TaskState.WAITING)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    # When it was done or given up; in which way it last failed, or why it wasn't done, as a code.
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    failure: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True)
class Task:
    """A row that a worker has taken: what to do, with which ids, how often it was tried before."""

    id: int
    kind: str
    payload: dict[str, Any]
    organization_id: int | None
    tries: int
    about: str | None = None


def leave(
    kind: str,
    *,
    once_key: str,
    payload: dict[str, Any],
    organization_id: int | None,
    at: datetime,
    about: str | None = None,
    due: datetime | None = None,
) -> None:
    """Leave a message in the open transaction; it goes out only if the change is committed.

    `about`: the public id of the membership or person it is for. `due`: not before; at once if
    none is given.
    """
    db.session.add(
        Outgoing(
            kind=kind,
            once_key=once_key,
            payload=payload,
            about=about,
            organization_id=organization_id,
            due=due or at,
            created_at=at,
        )
    )


def leave_once(
    kind: str,
    *,
    once_key: str,
    payload: dict[str, Any],
    organization_id: int | None,
    at: datetime,
    about: str | None = None,
    due: datetime | None = None,
) -> None:
    """Leave what may have been left, or others may be leaving now; only the first one does."""
    insert = sqlite.insert(Outgoing) if is_sqlite() else postgresql.insert(Outgoing)
    db.session.execute(
        insert.values(
            kind=kind,
            once_key=once_key,
            payload=payload,
            organization_id=organization_id,
            about=about,
            due=due or at,
            created_at=at,
        ).on_conflict_do_nothing()
    )


def next_task(kinds: Collection[str], *, at: datetime) -> Task | None:
    """Take the task of these kinds that has been due longest; None when nothing is due."""
    # Looking is a read; only where there is something is the write lock taken.
    if db.session.scalar(_due(kinds, at).with_only_columns(Outgoing.id)) is None:
        db.session.rollback()
        return None
    return _take(kinds, at)


@transaction
def finish(task: Task, *, at: datetime) -> None:
    """Say that a task is done. It stays, so that the same once_key can't be left again."""
    _end(_row(task), TaskState.DONE, None, at)


@transaction
def put_off(task: Task, *, at: datetime, failure: str) -> None:
    """Say that a task failed, and how: it is tried again, each time later."""
    row = _row(task)
    row.state, row.leased_until, row.failure = TaskState.WAITING, None, failure[:_LONGEST_CODE]
    row.due = at + pause_after(task.tries)


@transaction
def wait_until(task: Task, until: datetime) -> None:
    """Let a task wait for its time, as if nobody had looked at it yet."""
    row = _row(task)
    row.state, row.leased_until, row.failure = TaskState.WAITING, None, None
    row.due, row.tries = until, 0


@transaction
def give_up(task: Task, *, at: datetime) -> None:
    """Say that a task won't be tried again; how it last failed stays with it."""
    row = _row(task)
    _end(row, TaskState.DEAD, row.failure, at)


@transaction
def end(task: Task, ending: Ended, *, at: datetime) -> None:
    """Say that a task isn't done and won't be, and why."""
    _end(_row(task), ending.state, ending.code, at)


def pause_after(tries: int) -> timedelta:
    """How long a task waits that has failed after so many tries before."""
    factor: int = 4 ** min(tries, 10)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def left(once_key: str) -> dict[str, Any] | None:
    """The payload that was left under this key; None if nothing was."""
    return db.session.scalar(select(Outgoing.payload).where(Outgoing.once_key == once_key))


def known(once_keys: Iterable[str]) -> set[str]:
    """Those of the keys under which something was left already."""
    return set(
        db.session.scalars(select(Outgoing.once_key).where(Outgoing.once_key.in_(once_keys)))
    )


@transaction
def _take(kinds: Collection[str], at: datetime) -> Task | None:
    row = db.session.scalar(_due(kinds, at).with_for_update(skip_locked=True))
    if row is None:
        return None
    task = Task(row.id, row.kind, row.payload, row.organization_id, row.tries, row.about)
    row.state, row.leased_until, row.tries = TaskState.TAKEN, at + LEASE, row.tries + 1
    return task


def _due(kinds: Collection[str], at: datetime) -> Any:
    is_left = (Outgoing.state == TaskState.WAITING) & (Outgoing.due <= at)
    is_abandoned = (Outgoing.state == TaskState.TAKEN) & (Outgoing.leased_until < at)
    return (
        select(Outgoing)
        .where(Outgoing.kind.in_(kinds), or_(is_left, is_abandoned))
        .order_by(Outgoing.due, Outgoing.id)
        .limit(1)
    )


def _end(row: Outgoing, state: TaskState, failure: str | None, at: datetime) -> None:
    row.state, row.leased_until, row.failure, row.ended_at = state, None, failure, at


def _row(task: Task) -> Outgoing:
    return db.session.scalars(
        select(Outgoing).where(Outgoing.id == task.id).with_for_update()
    ).one()


def how_often(kind: str, about: Collection[str], *, since: datetime) -> dict[str, int]:
    """How many messages of this kind were left for each of these people since then."""
    rows = db.session.execute(
        select(Outgoing.about, func.count())
        .where(Outgoing.about.in_(about), Outgoing.kind == kind, Outgoing.created_at > since)
        .group_by(Outgoing.about)
    )
    return {public_id: times for public_id, times in rows if public_id}
