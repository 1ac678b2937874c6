"""The audit log: who did what, on what, about whom. Append-only; ids and codes, never names."""

from datetime import datetime

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, db, key_column


class AuditEntry(Model):
    """One administrative act. `by` and `about` are public ids of people or memberships."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_organization_id_id", "organization_id", "id"),
        Index("ix_audit_entry_act", "organization_id", "act", "id"),
        Index("ix_audit_entry_by", "organization_id", "by", "id"),
        Index("ix_audit_entry_about", "organization_id", "about", "id"),
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


def entries(
    organization_id: int, *, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """An organization's log, newest first; one more than `limit` if there are more."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.organization_id == organization_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(db.session.scalars(query))
