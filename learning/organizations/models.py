"""What is stored about tenants and the people in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
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


class Organization(Model):
    """A tenant. Its row stays as a tombstone when it is gone."""

    __tablename__ = "organization"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16), default="active")
    # OrganizationSettings, and what features above keep beside them.
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
        # Whom one import has invited, another one running at the same time doesn't invite again.
        only_one(
            "organization_id",
            "contact_address",
            where="state = 'invited'",
            name="uq_membership_invited",
        ),
        Index("ix_membership_contact_address", "organization_id", "contact_address"),
        Index("ix_membership_manager_id", "organization_id", "manager_id"),
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
    # The public id of the membership that took this one in: its person had that one already.
    merged_into: Mapped[str | None] = mapped_column(String(26))
    # When what the organization keeps of somebody who left is to be erased; can be taken back.
    erase_at: Mapped[datetime | None] = mapped_column(Instant)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Group(Model):
    """A set of members, such as a department; groups may lie in one another."""

    __tablename__ = "member_group"
    __table_args__ = tenant_table(
        within_tenant("parent_id", "member_group"),
        within_tenant("manager_id", "membership"),
        # Lists of people name groups by name, so a name is given once.
        only_one(
            "organization_id",
            "folded_name",
            where="removed_at IS NULL",
            name="uq_member_group_folded_name",
        ),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    name: Mapped[str] = mapped_column(String(200))
    folded_name: Mapped[str] = mapped_column(String(400))
    parent_id: Mapped[int | None] = mapped_column(Key)
    # The manager of whoever is in it and has no manager of their own.
    manager_id: Mapped[int | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class GroupMembership(Model):
    """A member in a group, from one instant to another: who was in it on a day can be told."""

    __tablename__ = "group_membership"
    __table_args__ = tenant_table(
        within_tenant("group_id", "member_group"),
        within_tenant("membership_id", "membership"),
        only_one(
            "organization_id",
            "group_id",
            "membership_id",
            where="until IS NULL",
            name="uq_group_membership_current",
        ),
        Index("ix_group_membership_membership_id", "organization_id", "membership_id"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    group_id: Mapped[int] = mapped_column(Key)
    membership_id: Mapped[int] = mapped_column(Key)
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)


class TrainerLimit(Model):
    """A trainer who has any of these sees only the members of these groups and those in them."""

    __tablename__ = "trainer_limit"
    __table_args__ = tenant_table(
        within_tenant("membership_id", "membership"),
        within_tenant("group_id", "member_group"),
        UniqueConstraint("organization_id", "membership_id", "group_id"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    membership_id: Mapped[int] = mapped_column(Key)
    group_id: Mapped[int] = mapped_column(Key)


class Invitation(Model):
    """A way in: for one invited member, or for whoever has a group's link or code."""

    __tablename__ = "invitation"
    __table_args__ = tenant_table(
        within_tenant("membership_id", "membership"),
        within_tenant("group_id", "member_group"),
        only_one(
            "organization_id",
            "membership_id",
            where="state = 'open' AND membership_id IS NOT NULL",
            name="uq_invitation_open",
        ),
        Index("ix_invitation_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    # personal: to `membership_id`; shared: for whoever has the link or the code.
    kind: Mapped[str] = mapped_column(String(16))
    membership_id: Mapped[int | None] = mapped_column(Key)
    group_id: Mapped[int | None] = mapped_column(Key)
    role: Mapped[str] = mapped_column(String(16))
    # What is typed instead of a shared invitation's link.
    code: Mapped[str | None] = mapped_column(String(16), unique=True)
    most_uses: Mapped[int | None] = mapped_column(Integer)
    uses: Mapped[int] = mapped_column(Integer, default=0)
    # open, accepted or revoked; an open one whose day has come is expired.
    state: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    # How often its message was left to be sent.
    sendings: Mapped[int] = mapped_column(Integer, default=0)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class PeopleImport(Model):
    """A list of people on its way in: uploaded, checked, confirmed, and how far it is."""

    __tablename__ = "people_import"
    __table_args__ = tenant_table(
        within_tenant("file_id", "stored_file"),
        Index("ix_people_import_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    file_id: Mapped[int | None] = mapped_column(Key)
    file_name: Mapped[str] = mapped_column(String(300))
    # Canonical texts: which column of the file is what; the group, the role and whether to invite.
    mapping: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    # Canonical text: the rows that don't come in, with column and reason.
    problems: Mapped[str] = mapped_column(Text, default="[]")
    # uploaded, confirmed, done or failed
    state: Mapped[str] = mapped_column(String(16))
    # How many rows there are, how many have been gone through, and what became of them.
    rows: Mapped[int] = mapped_column(Integer, default=0)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
