"""What is stored about assignments: rules and their versions, obligations and their history."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
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


class AssignmentRule(Model):
    """A rule as it is worked on. What it obliges to follows from its versions."""

    __tablename__ = "assignment_rule"
    __table_args__ = tenant_table(Index("ix_assignment_rule_state", "state", "organization_id"))

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    name: Mapped[str] = mapped_column(String(200))
    # In which zone its days begin.
    zone: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    # Canonical text of what the form says, saved and perhaps not applied yet.
    settings: Mapped[str] = mapped_column(Text)
    latest_number: Mapped[int] = mapped_column(Integer, default=0)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class RuleVersion(Model):
    """A rule as it was applied, or that another version is taken back. Immutable."""

    __tablename__ = "rule_version"
    __table_args__ = tenant_table(
        within_tenant("rule_id", "assignment_rule"),
        UniqueConstraint("organization_id", "rule_id", "number"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    rule_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    settings: Mapped[str] = mapped_column(Text)
    is_for_present: Mapped[bool] = mapped_column(Boolean)
    # The number of the version that this one takes back.
    undoes: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class RuleApplication(Model):
    """How far the people of an organization have been gone through for a version of a rule."""

    __tablename__ = "rule_application"
    __table_args__ = tenant_table(
        within_tenant("rule_id", "assignment_rule"),
        UniqueConstraint("organization_id", "rule_id", "number"),
        only_one(
            "organization_id",
            "rule_id",
            where="state = 'running'",
            name="uq_rule_application_running",
        ),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    rule_id: Mapped[int] = mapped_column(Key)
    # The version's.
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    people: Mapped[int] = mapped_column(Integer)
    people_done: Mapped[int] = mapped_column(Integer, default=0)
    # The last membership that was gone through.
    place: Mapped[int] = mapped_column(Key, default=0)
    # Canonical text: how many changes of which kind there were, and messages.
    counts: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Obligation(Model):
    """What a rule makes one member do, once per round; stays when it is withdrawn."""

    __tablename__ = "obligation"
    __table_args__ = tenant_table(
        within_tenant("rule_id", "assignment_rule"),
        within_tenant("membership_id", "membership"),
        within_tenant("course_id", "course"),
        within_tenant("completion_id", "completion"),
        UniqueConstraint("organization_id", "rule_id", "membership_id", "course_id", "round"),
        Index("ix_obligation_membership", "organization_id", "membership_id", "state"),
        Index("ix_obligation_due", "organization_id", "state", "due_on", "id"),
        Index("ix_obligation_overdue", "organization_id", "state", "overdue_on", "id"),
        Index("ix_obligation_renews", "organization_id", "rule_id", "state", "renews_on"),
        Index("ix_obligation_course", "organization_id", "course_id", "id"),
        Index("ix_obligation_rule", "organization_id", "rule_id", "state", "due_on", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    rule_id: Mapped[int] = mapped_column(Key)
    membership_id: Mapped[int] = mapped_column(Key)
    course_id: Mapped[int] = mapped_column(Key)
    round: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    assigned_on: Mapped[date] = mapped_column(Date)
    # Days of this zone: due, the first one on which it is overdue, and when the next round begins.
    zone: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date] = mapped_column(Date)
    overdue_on: Mapped[date] = mapped_column(Date)
    renews_on: Mapped[date | None] = mapped_column(Date)
    # Canonical text of codes and ids: why it exists.
    reason: Mapped[str] = mapped_column(Text)
    completion_id: Mapped[int | None] = mapped_column(Key)
    met_on: Mapped[date | None] = mapped_column(Date)
    # How many events it has.
    events: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ObligationEvent(Model):
    """What happened to an obligation, so that its state as of any day can be told. Append-only."""

    __tablename__ = "obligation_event"
    __table_args__ = tenant_table(
        within_tenant("obligation_id", "obligation"),
        UniqueConstraint("organization_id", "obligation_id", "number"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    obligation_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    # The newest version of the rule then.
    rule_version: Mapped[int] = mapped_column(Integer)
    # Canonical texts of how it was and how it is; see recording.py.
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Exemption(Model):
    """That somebody needn't: take a course, whatever rule asks for it, or fulfil a rule."""

    __tablename__ = "exemption"
    __table_args__ = tenant_table(
        within_tenant("membership_id", "membership"),
        within_tenant("rule_id", "assignment_rule"),
        within_tenant("course_id", "course"),
        CheckConstraint("rule_id IS NOT NULL OR course_id IS NOT NULL", name="about"),
        Index("ix_exemption_membership", "organization_id", "membership_id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    membership_id: Mapped[int] = mapped_column(Key)
    # Both: that course, where this rule asks for it.
    rule_id: Mapped[int | None] = mapped_column(Key)
    course_id: Mapped[int | None] = mapped_column(Key)
    # Emptied when the person is erased.
    reason: Mapped[str] = mapped_column(String(300))
    # Its first and its last day; no last one: until it is ended.
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Reminder(Model):
    """A step of the ladder that is over for an obligation with this due date; see telling.py.

    One row whatever becomes of the message: what is settled is never said again.
    """

    __tablename__ = "reminder"
    __table_args__ = tenant_table(
        within_tenant("obligation_id", "obligation"),
        UniqueConstraint("organization_id", "obligation_id", "due_on", "code"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    obligation_id: Mapped[int] = mapped_column(Key)
    due_on: Mapped[date] = mapped_column(Date)
    code: Mapped[str] = mapped_column(String(32))
    # Whom the step tells, and on which day counted from the due date.
    line: Mapped[str] = mapped_column(String(16))
    day: Mapped[int] = mapped_column(Integer)
    # False: overtaken by a newer step, of no use any more, or there was nobody to tell.
    is_said: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)
