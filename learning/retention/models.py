"""What is stored about copies that people ask for of all that is kept about them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, key_column, only_one


class DataExport(Model):
    """A copy of all that is kept about somebody, on its way or ready; no organization's."""

    __tablename__ = "data_export"
    __table_args__ = (
        only_one("person_id", where="state = 'waiting'", name="uq_data_export_waiting"),
        Index("ix_data_export_person_id_id", "person_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("person.id"))
    # waiting, done or failed
    state: Mapped[str] = mapped_column(String(16))
    parts: Mapped[int] = mapped_column(Integer)
    parts_done: Mapped[int] = mapped_column(Integer, default=0)
    # A zip file; None before it is ready, and when its days are over.
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
