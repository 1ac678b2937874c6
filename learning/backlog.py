"""What waits, fails or was given up among the tasks that were left; and trying it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_, update

from learning import audit
from learning.database import db, transaction
from learning.outbox import Outgoing, TaskState


class Pile(StrEnum):
    """Tasks that are to be looked at together. What is done lies in none."""

    WAITING = "waiting"
    # Left for a later day.
    SCHEDULED = "scheduled"
    # Tried in vain, and tried again.
    FAILING = "failing"
    DEAD = "dead"
    RETURNED = "returned"


@dataclass(frozen=True)
class Tally:
    """How many tasks of a kind lie in which pile; `oldest`: since when the oldest is due."""

    kind: str
    counts: dict[Pile, int]
    oldest: datetime | None


_UNFINISHED = (TaskState.WAITING, TaskState.TAKEN)
_GIVEN_UP = (TaskState.DEAD, TaskState.RETURNED)
# These are read from the newest on.
_BACKWARDS = (Pile.DEAD, Pile.RETURNED)


def tallies(*, at: datetime) -> list[Tally]:
    """Per kind what lies where, for kinds of which something isn't done."""
    columns = [func.sum(case((_in(pile, at), 1), else_=0)) for pile in Pile]
    is_due = and_(Outgoing.state.in_(_UNFINISHED), Outgoing.due <= at)
    # A task that is put off is due later, so how long it has failed is told by when it was left.
    since = case((Outgoing.failure.is_not(None), Outgoing.created_at), else_=Outgoing.due)
    is_overdue = is_due | _in(Pile.FAILING, at)
    rows = db.session.execute(
        select(Outgoing.kind, func.min(case((is_overdue, since))), *columns)
        .where(Outgoing.state.in_([*_UNFINISHED, TaskState.DEAD, TaskState.RETURNED]))
        .group_by(Outgoing.kind)
        .order_by(Outgoing.kind)
    )
    return [
        Tally(kind, {pile: int(n) for pile, n in zip(Pile, counts, strict=True)}, oldest)
        for kind, oldest, *counts in rows
    ]


def tasks_in(
    pile: Pile, *, at: datetime, place: tuple[datetime, int] | None = None, limit: int = 50
) -> list[Outgoing]:
    """The tasks of a pile by when they are or were due; one more than `limit` if there are more."""
    by = tuple_(Outgoing.due, Outgoing.id)
    is_backwards = pile in _BACKWARDS
    query = select(Outgoing).where(_in(pile, at)).limit(limit + 1)
    if place is not None:
        query = query.where(by < place if is_backwards else by > place)
    columns = (Outgoing.due, Outgoing.id)
    in_order = [column.desc() for column in columns] if is_backwards else columns
    return list(db.session.scalars(query.order_by(*in_order)))


@transaction
def retry(task_id: int, *, by: str, at: datetime) -> bool:
    """Do this task now, as if it had never failed; False for one that has nothing to try again.

    What was left for a later day isn't brought forward: it would find that its day hasn't come.
    """
    is_failing = (Outgoing.state == TaskState.WAITING) & Outgoing.failure.is_not(None)
    row = db.session.scalar(
        select(Outgoing)
        .where(Outgoing.id == task_id, is_failing | Outgoing.state.in_(_GIVEN_UP))
        .with_for_update()
    )
    if row is None:
        return False
    row.state, row.tries, row.due, row.ended_at = TaskState.WAITING, 0, at, None
    _record("task-retried", f"{task_id}", None, by, at)
    return True


@transaction
def retry_dead(kind: str, *, by: str, at: datetime) -> int:
    """Do all tasks of this kind that were given up; how many those are."""
    ids = _ids_of_dead(kind)
    if ids:
        db.session.execute(
            update(Outgoing)
            .where(Outgoing.kind == kind, Outgoing.state == TaskState.DEAD)
            .values(state=TaskState.WAITING, tries=0, due=at, ended_at=None)
        )
        _record("tasks-retried", kind[:64], str(len(ids)), by, at)
    return len(ids)


def _ids_of_dead(kind: str) -> Collection[int]:
    return db.session.scalars(
        select(Outgoing.id)
        .where(Outgoing.kind == kind, Outgoing.state == TaskState.DEAD)
        .with_for_update()
    ).all()


def _record(act: str, subject: str, new: str | None, by: str, at: datetime) -> None:
    # No organization's business: it stands in none of their logs.
    audit.record(act, subject=subject, new=new, by=by, at=at, organization_id=None)


def _in(pile: Pile, at: datetime) -> ColumnElement[bool]:
    if pile == Pile.DEAD:
        return Outgoing.state == TaskState.DEAD
    if pile == Pile.RETURNED:
        return Outgoing.state == TaskState.RETURNED
    unfinished = Outgoing.state.in_(_UNFINISHED)
    if pile == Pile.FAILING:
        return unfinished & Outgoing.failure.is_not(None)
    is_now = Outgoing.due <= at if pile == Pile.WAITING else Outgoing.due > at
    return unfinished & Outgoing.failure.is_(None) & is_now
