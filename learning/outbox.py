"""Messages that have to go out: written with the change that causes them, delivered afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, db, key_column


class Outgoing(Model):
    """One message to send or job to do. `payload` holds ids only."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_state_due", "state", "due"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int | None] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(64))
    # The same thing said twice has one effect.
    once_key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    due: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


def leave(
    kind: str, *, once_key: str, payload: dict[str, Any], organization_id: int, at: datetime
) -> None:
    """Leave a message in the open transaction; it goes out only if the change is committed."""
    db.session.add(
        Outgoing(
            kind=kind,
            once_key=once_key,
            payload=payload,
            organization_id=organization_id,
            due=at,
            created_at=at,
        )
    )
