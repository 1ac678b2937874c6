"""Stored files: uploads and images, named by their hash, so that versions pin them."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from learning import canonical
from learning.database import Instant, Model, db, key_column, tenant_column, tenant_table


class StoredFile(Model):
    """Bytes as they came. Never changed; the same bytes are kept once per organization."""

    __tablename__ = "stored_file"
    __table_args__ = tenant_table(UniqueConstraint("organization_id", "sha256"))

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)


def store(organization_id: int, content: bytes, media_type: str, *, at: datetime) -> StoredFile:
    """Keep these bytes, inside the open transaction; the same bytes twice are one file."""
    sha256 = canonical.sha256(content)
    known = stored(organization_id, sha256)
    if known:
        return known
    is_sqlite = db.engine.dialect.name == "sqlite"
    values = {
        "organization_id": organization_id,
        "sha256": sha256,
        "media_type": media_type,
        "content": content,
        "created_at": at,
    }
    insert = sqlite.insert(StoredFile) if is_sqlite else postgresql.insert(StoredFile)
    # Somebody may store the same bytes meanwhile. No savepoint: a full SQLite takes it away, and
    # then going back to it hides why.
    db.session.execute(insert.values(**values).on_conflict_do_nothing())
    file = stored(organization_id, sha256)
    assert file is not None  # one of us has stored it
    return file


def stored(organization_id: int, sha256: str) -> StoredFile | None:
    """The file with this hash, in this organization only."""
    return db.session.scalar(
        select(StoredFile).where(
            StoredFile.organization_id == organization_id, StoredFile.sha256 == sha256
        )
    )


def stored_with_id(organization_id: int, file_id: int) -> StoredFile:
    """A file that a row of this organization points at."""
    return db.session.scalars(
        select(StoredFile).where(
            StoredFile.organization_id == organization_id, StoredFile.id == file_id
        )
    ).one()
