"""What is stored about people who sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Instant, Key, Model, key_column, only_one


class Person(Model):
    """Somebody who can sign in. What they learn belongs to a membership, not to them."""

    __tablename__ = "person"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    # An AccessProfile: nothing that a query asks for.
    access_profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="active")
    is_operator: Mapped[bool] = mapped_column(Boolean, default=False)
    # Which messages that aren't mandatory they want, by kind.
    mail_choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    # When they are to be erased, if they asked for it; until then it can be taken back.
    erase_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class EmailAddress(Model):
    """An address, lower case; a person may have several, one person owns each."""

    __tablename__ = "email_address"
    __table_args__ = (
        Index("ix_email_address_person_id", "person_id"),
        only_one("person_id", where="is_primary", name="uq_email_address_primary"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(String(320), unique=True)
    is_primary: Mapped[bool] = mapped_column(Boolean, default=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    # Since when messages to it come back; nothing more is sent there until it is confirmed anew.
    bounced_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInSession(Model):
    """One sign-in on one device. The cookie holds a token; only its hash is stored."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index("ix_sign_in_session_person_id", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("person.id"))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    # The organization whose tools are shown, for people in more than one.
    organization_id: Mapped[int | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Token(Model):
    """A link that works once, sent to somebody: an address to confirm, a password to reset.

    The secret part of the link is computed from the public id (link_secrets.py), never stored.
    """

    __tablename__ = "token"
    __table_args__ = (Index("ix_token_person_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    # None where it was asked for an address that nobody has: then it opens nothing.
    person_id: Mapped[int | None] = mapped_column(Key, ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    # The address it was sent to.
    address: Mapped[str | None] = mapped_column(String(320))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class FailedSignIn(Model):
    """A sign-in that failed, counted in the database so that a restart forgives nobody.

    Holds hashes of the account's and the network's address, so it works for unknown accounts too
    and tells nobody's name.
    """

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_account_at", "account", "at"),
        Index("ix_failed_sign_in_network_at", "network", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    account: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class LinkRequest(Model):
    """A link that somebody asked for, counted so that nobody's mailbox is flooded.

    Holds hashes, as a failed sign-in does, and for the same reasons.
    """

    __tablename__ = "link_request"
    __table_args__ = (
        Index("ix_link_request_account_at", "account", "at"),
        Index("ix_link_request_network_at", "network", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = key_column()
    account: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
