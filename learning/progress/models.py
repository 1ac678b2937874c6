"""What is stored about learning. Each row pins the immutable version it is about."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text, UniqueConstraint, text
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


class Enrolment(Model):
    """A learner on a course version, which never moves; keeps what lists sort by."""

    __tablename__ = "enrolment"
    __table_args__ = tenant_table(
        within_tenant("membership_id", "membership"),
        within_tenant("course_id", "course"),
        within_tenant("course_version_id", "course_version"),
        UniqueConstraint("organization_id", "membership_id", "course_id", "purpose", "round"),
        only_one(
            "organization_id",
            "membership_id",
            "course_id",
            "purpose",
            where="state = 'active'",
            name="uq_enrolment_active",
        ),
        Index("ix_enrolment_course", "organization_id", "course_id", "purpose", "learner", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    membership_id: Mapped[int] = mapped_column(Key)
    course_id: Mapped[int] = mapped_column(Key)
    course_version_id: Mapped[int] = mapped_column(Key)
    purpose: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    # The learner's name, kept here so that a course's list is one ordered index.
    learner: Mapped[str] = mapped_column(String(300))
    modules: Mapped[int] = mapped_column(Integer)
    modules_passed: Mapped[int] = mapped_column(Integer, default=0)
    # By how many days a preview is ahead of the clock, to see what comes later.
    preview_days: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    started_at: Mapped[datetime] = mapped_column(Instant)
    last_active_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)


class ModuleProgress(Model):
    """How far one enrolment is with one module."""

    __tablename__ = "module_progress"
    __table_args__ = tenant_table(
        within_tenant("enrolment_id", "enrolment"),
        within_tenant("passing_attempt_id", "attempt"),
        UniqueConstraint("organization_id", "enrolment_id", "module"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    enrolment_id: Mapped[int] = mapped_column(Key)
    # The module's stable key.
    module: Mapped[str] = mapped_column(String(80))
    first_read_at: Mapped[datetime] = mapped_column(Instant)
    # The heading they were last at.
    place: Mapped[str] = mapped_column(String(120), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    best: Mapped[int] = mapped_column(Integer, default=0)
    passed_at: Mapped[datetime | None] = mapped_column(Instant)
    passing_attempt_id: Mapped[int | None] = mapped_column(Key)
    must_know_left: Mapped[int] = mapped_column(Integer, default=0)
    # Where a next try asks for it: when the module was opened since the last one.
    reread_at: Mapped[datetime | None] = mapped_column(Instant)
    # Tries that trainers have granted beyond the course's own number.
    granted_tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class Attempt(Model):
    """One run through a quiz: what was drawn, under which rules, and how it ended."""

    __tablename__ = "attempt"
    __table_args__ = tenant_table(
        within_tenant("enrolment_id", "enrolment"),
        within_tenant("quiz_version_id", "quiz_version"),
        UniqueConstraint("organization_id", "enrolment_id", "module", "number"),
        only_one(
            "organization_id",
            "enrolment_id",
            "module",
            where="state = 'open'",
            name="uq_attempt_open",
        ),
        Index(
            "ix_attempt_deadline",
            "deadline",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    enrolment_id: Mapped[int] = mapped_column(Key)
    quiz_version_id: Mapped[int] = mapped_column(Key)
    module: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    # As text: 128 bits don't fit a column of numbers.
    seed: Mapped[str] = mapped_column(String(32))
    # Seconds; None is untimed. Factor in per cent.
    base_time: Mapped[int | None] = mapped_column(Integer)
    time_factor: Mapped[int] = mapped_column(Integer, default=100)
    deadline: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(String(16))
    # The rule as applied: so many of so many.
    items: Mapped[int] = mapped_column(Integer)
    needed: Mapped[int] = mapped_column(Integer)
    correct: Mapped[int] = mapped_column(Integer, default=0)
    is_passed: Mapped[bool] = mapped_column(Boolean, default=False)
    transcript_sha256: Mapped[str | None] = mapped_column(String(64))


class Answer(Model):
    """What was shown and given at one place of an attempt. Saved, then checked, then final."""

    __tablename__ = "answer"
    __table_args__ = tenant_table(
        within_tenant("attempt_id", "attempt"),
        within_tenant("question_version_id", "question_version"),
        UniqueConstraint("organization_id", "attempt_id", "position"),
        Index("ix_answer_question_version", "organization_id", "question_version_id"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    attempt_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(Integer)
    question_version_id: Mapped[int] = mapped_column(Key)
    # Canonical texts: option ids in the order shown; what was given.
    shown_order: Mapped[str] = mapped_column(Text)
    given: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(Integer, default=0)
    saved_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    confidence: Mapped[str | None] = mapped_column(String(16))
    earned: Mapped[int] = mapped_column(Integer, default=0)
    possible: Mapped[int] = mapped_column(Integer, default=0)
    is_correct: Mapped[bool] = mapped_column(Boolean, default=False)


class Completion(Model):
    """All rules of an enrolment's course version are met; names the attempts this rests on."""

    __tablename__ = "completion"
    __table_args__ = tenant_table(
        within_tenant("enrolment_id", "enrolment"),
        UniqueConstraint("organization_id", "enrolment_id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    enrolment_id: Mapped[int] = mapped_column(Key)
    # Canonical text: per module the attempt and its transcript's hash.
    evidence: Mapped[str] = mapped_column(Text)
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    completed_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime | None] = mapped_column(Instant)
    voided_at: Mapped[datetime | None] = mapped_column(Instant)


class QuestionReport(Model):
    """What a learner says is wrong with a question they have answered. Trainers see no name."""

    __tablename__ = "question_report"
    __table_args__ = tenant_table(
        within_tenant("answer_id", "answer"),
        within_tenant("course_id", "course"),
        within_tenant("question_version_id", "question_version"),
        UniqueConstraint("organization_id", "answer_id"),
        Index(
            "ix_question_report_course",
            "organization_id",
            "course_id",
            "state",
            "reported_at",
            "id",
        ),
        Index("ix_question_report_version", "organization_id", "question_version_id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    answer_id: Mapped[int] = mapped_column(Key)
    course_id: Mapped[int] = mapped_column(Key)
    question_version_id: Mapped[int] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(16))
    reported_at: Mapped[datetime] = mapped_column(Instant)
    handled_by: Mapped[str | None] = mapped_column(String(64))
    handled_at: Mapped[datetime | None] = mapped_column(Instant)


class Regrade(Model):
    """What a correction made of an attempt, and what it was before. Append-only.

    An attempt asks a question once, so of each attempt a correction changes one answer.
    """

    __tablename__ = "regrade"
    __table_args__ = tenant_table(
        within_tenant("correction_id", "question_correction"),
        within_tenant("enrolment_id", "enrolment"),
        within_tenant("attempt_id", "attempt"),
        within_tenant("answer_id", "answer"),
        UniqueConstraint("organization_id", "correction_id", "attempt_id"),
        Index("ix_regrade_enrolment", "organization_id", "enrolment_id", "at"),
        Index("ix_regrade_attempt", "organization_id", "attempt_id"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    correction_id: Mapped[int] = mapped_column(Key)
    enrolment_id: Mapped[int] = mapped_column(Key)
    attempt_id: Mapped[int] = mapped_column(Key)
    answer_id: Mapped[int] = mapped_column(Key)
    # Whether the attempt had ended: its transcript's hash then holds the old points.
    is_after_closing: Mapped[bool] = mapped_column(Boolean)
    old_earned: Mapped[int] = mapped_column(Integer)
    old_possible: Mapped[int] = mapped_column(Integer)
    new_earned: Mapped[int] = mapped_column(Integer)
    new_possible: Mapped[int] = mapped_column(Integer)
    old_correct: Mapped[int] = mapped_column(Integer)
    new_correct: Mapped[int] = mapped_column(Integer)
    was_passed: Mapped[bool] = mapped_column(Boolean)
    is_passed: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)
