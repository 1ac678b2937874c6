"""Published courses, as learners meet them. They never change, so they are kept in memory."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select

from learning import canonical
from learning.articles.outline import SectionKind
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.courses.settings import CourseSettings, course_minutes, minutes
from learning.courses.states import VersionPurpose
from learning.courses.structure import has_quiz
from learning.database import db


@dataclass(frozen=True)
class PublishedModule:
    """A module of a course version."""

    key: str
    number: int
    kind: SectionKind
    title: str
    article_version_id: int
    start: int
    end: int
    words: int
    objectives: tuple[str, ...]
    quiz_version_id: int | None
    questions: int

    @property
    def minutes(self) -> int:
        return minutes(self.words)

    @property
    def is_numbered(self) -> bool:
        return self.number > 0


@dataclass(frozen=True)
class PublishedCourse:
    """A course version with its modules in order."""

    course_version_id: int
    public_id: str
    organization_id: int
    course_id: int
    purpose: VersionPurpose
    number: int
    title: str
    summary: str
    language: str
    settings: CourseSettings
    published_at: datetime
    modules: tuple[PublishedModule, ...]

    @property
    def taught(self) -> tuple[PublishedModule, ...]:
        """The numbered modules: the ones that have to be passed."""
        return tuple(module for module in self.modules if module.is_numbered)

    @property
    def minutes(self) -> int:
        """Reading and answering, in whole minutes."""
        return course_minutes(
            sum(module.words for module in self.modules),
            sum(module.questions for module in self.modules),
        )

    def module(self, key: str) -> PublishedModule | None:
        return next((module for module in self.modules if module.key == key), None)


# Asked on every page of a course, so composed once.
_PUBLIC_ID = select(CourseVersion.public_id).where(
    CourseVersion.organization_id == bindparam("organization_id"),
    CourseVersion.id == bindparam("id"),
)


def published(organization_id: int, course_version_id: int) -> PublishedCourse:
    """A course version, by its id."""
    public_id = db.session.scalars(
        _PUBLIC_ID, {"organization_id": organization_id, "id": course_version_id}
    ).one()
    return published_by_public_id(organization_id, public_id)


@lru_cache(maxsize=256)
def published_by_public_id(organization_id: int, public_id: str) -> PublishedCourse:
    """A course version, by its public id; read once per process, since it never changes."""
    version = db.session.scalars(
        select(CourseVersion).where(
            CourseVersion.organization_id == organization_id, CourseVersion.public_id == public_id
        )
    ).one()
    rows = db.session.scalars(
        select(ModuleVersion)
        .where(
            ModuleVersion.organization_id == organization_id,
            ModuleVersion.course_version_id == version.id,
        )
        .order_by(ModuleVersion.position)
    ).all()
    modules, number = [], 0
    for row in rows:
        kind = SectionKind(row.kind)
        is_numbered = has_quiz(kind)
        number += is_numbered
        modules.append(
            PublishedModule(
                row.key,
                number if is_numbered else 0,
                kind,
                row.title,
                row.article_version_id,
                row.start,
                row.end,
                row.words,
                tuple(canonical.parse(row.objectives)),
                row.quiz_version_id,
                row.questions,
            )
        )
    return PublishedCourse(
        version.id,
        version.public_id,
        version.organization_id,
        version.course_id,
        VersionPurpose(version.purpose),
        version.number,
        version.title,
        version.summary,
        version.language,
        CourseSettings.from_json(canonical.parse(version.settings)),
        version.published_at,
        tuple(modules),
    )


def latest_version_id(course: Course) -> int | None:
    """The id of the newest published version; None before the first."""
    return db.session.scalar(
        select(CourseVersion.id).where(
            CourseVersion.organization_id == course.organization_id,
            CourseVersion.course_id == course.id,
            CourseVersion.purpose == VersionPurpose.PUBLISHED,
            CourseVersion.number == course.latest_number,
        )
    )


def versions_of(course: Course) -> list[CourseVersion]:
    """Published versions, newest first."""
    return list(
        db.session.scalars(
            select(CourseVersion)
            .where(
                CourseVersion.organization_id == course.organization_id,
                CourseVersion.course_id == course.id,
                CourseVersion.purpose == VersionPurpose.PUBLISHED,
            )
            .order_by(CourseVersion.number.desc())
        )
    )
