"""What has to be done afterwards: left with the change that causes it, taken by a worker later.

A worker takes a task for a while only. One that dies leaves it to the next, so handlers do nothing
twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, db, is_sqlite, key_column, transaction

LEASE = timedelta(minutes=2)  # longer than any task takes
MOST_TRIES = 5
_WAITING, _TAKEN, _DONE, _DEAD = "waiting", "taken", "done", "dead"


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
    # waiting, taken, done, or dead: tried too often
    state: Mapped[str] = mapped_column(String(16), default=_WAITING)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    # When it was done or given up, and in which way it last failed, as a code.
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

    @property
    def is_exhausted(self) -> bool:
        """Whether it was tried often enough, by workers that failed or died of it."""
        return self.tries >= MOST_TRIES


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
    kind: str, *, once_key: str, payload: dict[str, Any], organization_id: int | None, at: datetime
) -> None:
    """Leave what others may be leaving in this very moment; only the first one does."""
    insert = sqlite.insert(Outgoing) if is_sqlite() else postgresql.insert(Outgoing)
    db.session.execute(
        insert.values(
            kind=kind,
            once_key=once_key,
            payload=payload,
            organization_id=organization_id,
            due=at,
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
def finish(task: Task) -> None:
    """Say that a task is done. It stays, so that the same once_key can't be left again."""
    _row(task).state = _DONE


@transaction
def put_off(task: Task, *, at: datetime) -> None:
    """Say that a task failed: it is tried again, each time later."""
    row = _row(task)
    row.state, row.leased_until = _WAITING, None
    row.due = at + timedelta(seconds=5 * 4**task.tries)


@transaction
def give_up(task: Task) -> None:
    """Say that a task won't be tried again."""
    _row(task).state = _DEAD


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
    task = Task(row.id, row.kind, row.payload, row.organization_id, row.tries)
    row.state, row.leased_until, row.tries = _TAKEN, at + LEASE, row.tries + 1
    return task


def _due(kinds: Collection[str], at: datetime) -> Any:
    is_left = (Outgoing.state == _WAITING) & (Outgoing.due <= at)
    is_abandoned = (Outgoing.state == _TAKEN) & (Outgoing.leased_until < at)
    return (
        select(Outgoing)
        .where(Outgoing.kind.in_(kinds), or_(is_left, is_abandoned))
        .order_by(Outgoing.due, Outgoing.id)
        .limit(1)
    )


def _row(task: Task) -> Outgoing:
    return db.session.scalars(
        select(Outgoing).where(Outgoing.id == task.id).with_for_update()
    ).one()
