"""What is stored about certificates. Knows no course and no person, only public ids."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Model, key_column, only_one, tenant_column, tenant_table


class Certificate(Model):
    """A statement about a holder, and the stub that stays when the holder's name is erased."""

    __tablename__ = "certificate"
    __table_args__ = tenant_table(
        UniqueConstraint("organization_id", "basis", "issue_number"),
        UniqueConstraint("organization_id", "status_index"),
        only_one("organization_id", "basis", where="is_current", name="uq_certificate_current"),
        Index("ix_certificate_subject", "organization_id", "subject"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    code: Mapped[str] = mapped_column(String(26), unique=True)
    # Public ids of the completion it rests on and of the membership it is about.
    basis: Mapped[str] = mapped_column(String(26))
    issue_number: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(26))
    is_current: Mapped[bool] = mapped_column(Boolean, default=True)
    # None once erased; stub and hashes stay and still fit the ledger.
    holder: Mapped[str | None] = mapped_column(String(300))
    statement: Mapped[str | None] = mapped_column(Text)
    statement_sha256: Mapped[str] = mapped_column(String(64))
    stub: Mapped[str] = mapped_column(Text)
    stub_sha256: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(Text)
    key_id: Mapped[str | None] = mapped_column(String(64))
    status_index: Mapped[int] = mapped_column(Integer)
    # What the issuer says about a withdrawal; the ledger holds only that it happened.
    withdrawal_reason: Mapped[str | None] = mapped_column(String(300))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime | None] = mapped_column(Instant)


class LedgerEntry(Model):
    """One event in an organization's append-only chain: ids, codes, times and hashes only."""

    __tablename__ = "ledger_entry"
    __table_args__ = tenant_table(
        UniqueConstraint("organization_id", "number"),
        Index("ix_ledger_entry_certificate", "organization_id", "certificate", "number"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    number: Mapped[int] = mapped_column(Integer)
    event: Mapped[str] = mapped_column(String(16))
    certificate: Mapped[str] = mapped_column(String(26))
    statement_sha256: Mapped[str] = mapped_column(String(64))
    stub_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    previous_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))


class SigningKey(Model):
    """The public half of a key; the private half is never in the database."""

    __tablename__ = "signing_key"
    __table_args__ = tenant_table(UniqueConstraint("organization_id", "key_id"))

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    key_id: Mapped[str] = mapped_column(String(64))
    algorithm: Mapped[str] = mapped_column(String(32))
    public_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
