"""The audit log: who did what, on what, about whom. Append-only; ids and codes, never names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Index, Select, String, select, tuple_, union_all
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, db, key_column

T = TypeVar("T", bound=Select[Any])


class AuditEntry(Model):
    """One administrative act. `by` and `about` are public ids of people or memberships."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        # Each filter has its index, in the order of the list, so none reads all that ever happened.
        Index("ix_audit_entry_at", "organization_id", "at", "id"),
        Index("ix_audit_entry_act", "organization_id", "act", "at", "id"),
        Index("ix_audit_entry_by", "organization_id", "by", "at", "id"),
        Index("ix_audit_entry_about", "organization_id", "about", "at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    # No foreign key: the ground knows no table above it, and entries outlive what they tell of.
    organization_id: Mapped[int | None] = mapped_column(Key)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    about: Mapped[str | None] = mapped_column(String(64))
    old: Mapped[str | None] = mapped_column(String(64))
    new: Mapped[str | None] = mapped_column(String(64))


def record(
    act: str,
    *,
    subject: str,
    by: str,
    at: datetime,
    organization_id: int | None,
    about: str | None = None,
    old: str | None = None,
    new: str | None = None,
) -> None:
    """Add an entry to the open transaction; it stands or falls with the change it tells of."""
    db.session.add(
        AuditEntry(
            act=act,
            subject=subject,
            by=by,
            at=at,
            organization_id=organization_id,
            about=about,
            old=old,
            new=new,
        )
    )


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for: one of these acts, done by, about, and from when to when.

    `by` and `about` are public ids as the entries have them; `until` itself is left out.
    """

    acts: tuple[str, ...] = ()
    by: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None


Place = tuple[datetime, int]
_AT_ONCE = 500  # entries that an export holds in memory


def entries(
    organization_id: int,
    wanted: Wanted = Wanted(),
    *,
    before: Place | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """An organization's log, newest first; one more than `limit` if there are more."""
    conditions = _conditions(organization_id, wanted, before)
    if len(wanted.acts) > 1 and wanted.by is None and wanted.about is None:
        return list(db.session.scalars(_of_several_acts(wanted.acts, conditions, limit + 1)))
    if wanted.acts:
        conditions.append(AuditEntry.act.in_(wanted.acts))
    return list(db.session.scalars(_newest(select(AuditEntry).where(*conditions), limit + 1)))


def all_entries(organization_id: int, wanted: Wanted) -> Iterator[list[AuditEntry]]:
    """The same to the end of the log, some hundred entries at a time."""
    before: Place | None = None
    while found := entries(organization_id, wanted, before=before, limit=_AT_ONCE - 1):
        before = place_of(found[-1])
        yield found


def place_of(entry: AuditEntry) -> Place:
    """Where an entry stands in the log."""
    return entry.at, entry.id


def has_entry(organization_id: int, act: str, *, subject: str, by: str, since: datetime) -> bool:
    """Whether somebody has done this to it at or after an instant."""
    found = db.session.scalar(
        select(AuditEntry.id)
        .where(
            AuditEntry.organization_id == organization_id,
            AuditEntry.by == by,
            AuditEntry.at >= since,
            AuditEntry.act == act,
            AuditEntry.subject == subject,
        )
        .limit(1)
    )
    return found is not None


def _conditions(
    organization_id: int, wanted: Wanted, before: Place | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [AuditEntry.organization_id == organization_id]
    if wanted.by is not None:
        found.append(AuditEntry.by == wanted.by)
    if wanted.about is not None:
        found.append(AuditEntry.about == wanted.about)
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
    if before is not None:
        found.append(tuple_(AuditEntry.at, AuditEntry.id) < before)
    return found


def _of_several_acts(
    acts: tuple[str, ...], conditions: list[ColumnElement[bool]], limit: int
) -> Select[Any]:
    # The newest of each act, of which the newest: rare acts aren't searched for among all others.
    newest_of_each = [
        _newest(select(AuditEntry.id).where(*conditions, AuditEntry.act == act), limit).subquery()
        for act in acts
    ]
    ids = union_all(*(select(found.c.id) for found in newest_of_each))
    # Named once more: a query says whose rows it reads.
    query = select(AuditEntry).where(conditions[0], AuditEntry.id.in_(ids))
    return _newest(query, limit)


def _newest(query: T, limit: int) -> T:
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)
