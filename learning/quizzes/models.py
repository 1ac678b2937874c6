"""What is stored about questions and quizzes. A question version exists only once approved."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Index, Integer, String, Text, UniqueConstraint
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


class Question(Model):
    """The working copy: a proposal until somebody approves it. Its changes reach no learner."""

    __tablename__ = "question"
    __table_args__ = tenant_table(within_tenant("article_id", "article"))

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    article_id: Mapped[int] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(16))
    # Canonical texts: the body alone is read before checking, the key never is.
    body: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    # Canonical list of {"sentence", "start", "end", "quote", "context"} in `article_version_id`.
    anchors: Mapped[str] = mapped_column(Text)
    article_version_id: Mapped[int] = mapped_column(Key)
    state: Mapped[str] = mapped_column(String(16))
    is_stale: Mapped[bool] = mapped_column(Boolean, default=False)
    # Counts saves, so that of two editors the second sees what the first one did.
    revision: Mapped[int] = mapped_column(Integer, default=1)
    reject_reason: Mapped[str | None] = mapped_column(String(300))
    # Which drafter proposed it, and the wording it proposed; "" and None for a person's question.
    drafter: Mapped[str] = mapped_column(String(32), default="", server_default="")
    drafted: Mapped[str | None] = mapped_column(Text)
    # What it says, case folded: what a search looks through.
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Canonical sorted list of words by which people find it.
    tags: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    # What an editor has typed and not saved yet; see waiting.py. By nobody: nothing waits.
    waiting: Mapped[str | None] = mapped_column(Text)
    waiting_by: Mapped[str | None] = mapped_column(String(64))
    waiting_at: Mapped[datetime | None] = mapped_column(Instant)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ReviewDecision(Model):
    """What a person decided about a draft, how long they looked, how much they changed.

    Append-only: what drafters are judged by.
    """

    __tablename__ = "review_decision"
    __table_args__ = tenant_table(
        within_tenant("question_id", "question"),
        UniqueConstraint("organization_id", "question_id", "number"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    question_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    # approved, edited (approved after a change), rejected
    decision: Mapped[str] = mapped_column(String(16))
    # A code for rejections, "" otherwise.
    reason: Mapped[str] = mapped_column(String(32))
    seconds: Mapped[int] = mapped_column(Integer)
    # Characters that differ between the drafted and the approved wording.
    edits: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class QuestionVersion(Model):
    """An approved, immutable revision. What a quiz version may point at."""

    __tablename__ = "question_version"
    __table_args__ = tenant_table(
        within_tenant("question_id", "question"),
        UniqueConstraint("organization_id", "question_id", "number"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    question_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    # A person's public id, or, for a bundle, the approval as the bundle states it.
    approved_by: Mapped[str] = mapped_column(String(64))
    approval: Mapped[str | None] = mapped_column(String(300))
    approved_at: Mapped[datetime] = mapped_column(Instant)


class QuestionCorrection(Model):
    """What is to count as right, too, in a version that was asked with a wrong key. Append-only."""

    __tablename__ = "question_correction"
    __table_args__ = tenant_table(
        within_tenant("question_id", "question"),
        within_tenant("question_version_id", "question_version"),
        within_tenant("key_version_id", "question_version"),
        UniqueConstraint("organization_id", "question_id", "number"),
        Index("ix_question_correction_version", "organization_id", "question_version_id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    question_id: Mapped[int] = mapped_column(Key)
    question_version_id: Mapped[int] = mapped_column(Key)
    # Counts the corrections of a question, whichever of its versions they are of.
    number: Mapped[int] = mapped_column(Integer)
    policy: Mapped[str] = mapped_column(String(16))
    # Whose key counts too; where everybody is right, the corrected version itself.
    key_version_id: Mapped[int] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Anchor(Model):
    """A link from a question version to one sentence of one article version. Immutable."""

    __tablename__ = "anchor"
    __table_args__ = tenant_table(
        within_tenant("question_version_id", "question_version"),
        within_tenant("article_version_id", "article_version"),
        UniqueConstraint("organization_id", "question_version_id", "position"),
        Index("ix_anchor_sentence", "organization_id", "article_version_id", "sentence"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    question_version_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(Integer)
    article_version_id: Mapped[int] = mapped_column(Key)
    sentence: Mapped[str] = mapped_column(String(64))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text)


class Quiz(Model):
    """The working settings and list of one module's questions."""

    __tablename__ = "quiz"
    __table_args__ = tenant_table()

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)


class QuizQuestion(Model):
    """A question's place in a quiz's working list."""

    __tablename__ = "quiz_question"
    __table_args__ = tenant_table(
        within_tenant("quiz_id", "quiz"),
        within_tenant("question_id", "question"),
        within_tenant("held_version_id", "question_version"),
        UniqueConstraint("organization_id", "question_id", "quiz_id"),
        Index("ix_quiz_question_quiz", "organization_id", "quiz_id", "position"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    quiz_id: Mapped[int] = mapped_column(Key)
    question_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(Integer)
    pool: Mapped[str] = mapped_column(String(64), default="")
    is_must_know: Mapped[bool] = mapped_column(Boolean, default=False)
    # None: publish the newest approved version.
    held_version_id: Mapped[int | None] = mapped_column(Key)


class QuizVersion(Model):
    """An immutable quiz: its settings and, as items, the question versions it may draw."""

    __tablename__ = "quiz_version"
    __table_args__ = tenant_table(
        within_tenant("quiz_id", "quiz"),
        UniqueConstraint("organization_id", "quiz_id", "sha256"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    quiz_id: Mapped[int] = mapped_column(Key)
    settings: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)


class QuizItem(Model):
    """One question version in a quiz version. The plain foreign key keeps drafts out. Immutable."""

    __tablename__ = "quiz_item"
    __table_args__ = tenant_table(
        within_tenant("quiz_version_id", "quiz_version"),
        within_tenant("question_version_id", "question_version"),
        UniqueConstraint("organization_id", "quiz_version_id", "position"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    quiz_version_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(Integer)
    question_version_id: Mapped[int] = mapped_column(Key)
    pool: Mapped[str] = mapped_column(String(64))
    is_must_know: Mapped[bool] = mapped_column(Boolean)
