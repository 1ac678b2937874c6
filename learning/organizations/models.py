"""What is stored about tenants and the people in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import (
    Instant,
    Key,
    Model,
    key_column,
    only_one,
    tenant_column,
    tenant_table,
    within_tenant,
)

# In an organization's settings: whether members set their own time factor.
OWN_TIME_FACTOR = "own_time_factor"


class Organization(Model):
    """A tenant. Its row stays as a tombstone when it is gone."""

    __tablename__ = "organization"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16), default="active")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Model):
    """A person in an organization: role, name and all that is learned there hang on it."""

    __tablename__ = "membership"
    __table_args__ = tenant_table(
        within_tenant("manager_id", "membership"),
        UniqueConstraint("organization_id", "person_id"),
        Index("ix_membership_person_id", "person_id"),
        Index("ix_membership_organization_id_name_id", "organization_id", "name", "id"),
        only_one(
            "organization_id",
            "employee_id",
            where="employee_id IS NOT NULL",
            name="uq_membership_employee_id",
        ),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="active")
    # The name that certificates of this organization carry.
    name: Mapped[str] = mapped_column(String(300))
    contact_address: Mapped[str] = mapped_column(String(320))
    employee_id: Mapped[str | None] = mapped_column(String(100))
    external_id: Mapped[str | None] = mapped_column(String(200))
    manager_id: Mapped[int | None] = mapped_column(Key)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
