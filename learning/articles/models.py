"""What is stored about articles: the working row and its immutable versions."""

from datetime import datetime

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import (
    Instant,
    Key,
    Model,
    key_column,
    tenant_column,
    tenant_table,
    within_tenant,
)


class Article(Model):
    """A source text that courses are made from."""

    __tablename__ = "article"
    __table_args__ = tenant_table()

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    rights: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Instant)


class ArticleVersion(Model):
    """An immutable revision: canonical text, its hash, its outline with sentence ids."""

    __tablename__ = "article_version"
    __table_args__ = tenant_table(
        within_tenant("article_id", "article"),
        within_tenant("previous_id", "article_version"),
        within_tenant("file_id", "stored_file"),
        UniqueConstraint("organization_id", "article_id", "number"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    article_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(16))
    previous_id: Mapped[int | None] = mapped_column(Key)
    file_id: Mapped[int | None] = mapped_column(Key)
    # Where the file was fetched from; None for one that was sent.
    address: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    # Canonical text of the outline, as `articles outline` prints it.
    outline: Mapped[str] = mapped_column(Text)
    cutter: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
