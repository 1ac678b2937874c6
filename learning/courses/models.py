"""What is stored about courses: working rows, and the immutable versions that are published."""

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


class Course(Model):
    """What a trainer works on. Learners only ever see its versions."""

    __tablename__ = "course"
    __table_args__ = tenant_table(
        within_tenant("article_id", "article"),
        Index("ix_course_catalogue", "state", "visibility", "title", "id"),
        Index("ix_course_organization", "organization_id", "changed_at", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    # The last part of its public address; unique among all organizations.
    address: Mapped[str] = mapped_column(String(120), unique=True)
    # The same course in another language or edition shares the family.
    family: Mapped[str] = mapped_column(String(26))
    article_id: Mapped[int] = mapped_column(Key)
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The number of the newest published version, 0 before the first.
    latest_number: Mapped[int] = mapped_column(Integer, default=0)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ArticleImport(Model):
    """An article on its way in: what was sent, how far it has come, the course it became."""

    __tablename__ = "article_import"
    __table_args__ = tenant_table(
        within_tenant("file_id", "stored_file"),
        within_tenant("course_id", "course"),
        Index("ix_article_import_organization", "organization_id", "created_at", "id"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    # None while the file at `address` hasn't been fetched.
    file_id: Mapped[int | None] = mapped_column(Key)
    file_name: Mapped[str] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(Text)
    rights: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    # Canonical {"code", "values"} of the broken rule.
    refusal: Mapped[str | None] = mapped_column(Text)
    course_id: Mapped[int | None] = mapped_column(Key)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Module(Model):
    """A unit of a course: a range of an article version, and perhaps a quiz. Has no text itself."""

    __tablename__ = "module"
    __table_args__ = tenant_table(
        within_tenant("course_id", "course"),
        within_tenant("article_version_id", "article_version"),
        within_tenant("quiz_id", "quiz"),
        UniqueConstraint("organization_id", "course_id", "key"),
        Index("ix_module_course", "organization_id", "course_id", "position"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    course_id: Mapped[int] = mapped_column(Key)
    # Stays when the title changes; the last part of the module's address.
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    article_version_id: Mapped[int] = mapped_column(Key)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[list[str]] = mapped_column(JSON, default=list)
    quiz_id: Mapped[int] = mapped_column(Key)
    is_excluded: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    # What an editor has typed and not saved yet; see waiting.py. By nobody: nothing waits.
    waiting: Mapped[str | None] = mapped_column(Text)
    waiting_by: Mapped[str | None] = mapped_column(String(64))
    waiting_at: Mapped[datetime | None] = mapped_column(Instant)


class StructureStep(Model):
    """How a course's modules stood before a change of structure, so that it can be undone."""

    __tablename__ = "structure_step"
    __table_args__ = tenant_table(
        within_tenant("course_id", "course"),
        UniqueConstraint("organization_id", "course_id", "number"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    course_id: Mapped[int] = mapped_column(Key)
    number: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(32))
    # {"modules": [plan], "places": [{"question", "quiz", "position"}], "revisions": {key: number}}
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class CourseVersion(Model):
    """An immutable state of a course. A preview is the same without a place in the numbering."""

    __tablename__ = "course_version"
    __table_args__ = tenant_table(
        within_tenant("course_id", "course"),
        UniqueConstraint("organization_id", "course_id", "purpose", "number"),
    )

    id: Mapped[int] = key_column()
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    organization_id: Mapped[int] = tenant_column()
    course_id: Mapped[int] = mapped_column(Key)
    # published or preview; each counts its own numbers.
    purpose: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    settings: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(String(16))
    is_urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    sha256: Mapped[str] = mapped_column(String(64))
    published_by: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)


class ModuleVersion(Model):
    """A module as a course version shows it. Immutable."""

    __tablename__ = "module_version"
    __table_args__ = tenant_table(
        within_tenant("course_version_id", "course_version"),
        within_tenant("article_version_id", "article_version"),
        within_tenant("quiz_version_id", "quiz_version"),
        UniqueConstraint("organization_id", "course_version_id", "position"),
        UniqueConstraint("organization_id", "course_version_id", "key"),
    )

    id: Mapped[int] = key_column()
    organization_id: Mapped[int] = tenant_column()
    course_version_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    article_version_id: Mapped[int] = mapped_column(Key)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    words: Mapped[int] = mapped_column(Integer)
    objectives: Mapped[str] = mapped_column(Text)
    quiz_version_id: Mapped[int | None] = mapped_column(Key)
    # How many questions an attempt shows; 0 for a module that is only read.
    questions: Mapped[int] = mapped_column(Integer)
    change: Mapped[str] = mapped_column(String(16))
