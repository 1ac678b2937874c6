"""Published courses, as learners meet them. They never change, so they are kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import and_, bindparam, select

from learning import canonical
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.courses.settings import CourseSettings, course_minutes, minutes
from learning.courses.states import ModuleKind, VersionPurpose
from learning.database import db
from learning.quizzes.models import QuizItem, QuizVersion
from learning.quizzes.rules import QuizRules


@dataclass(frozen=True)
class PublishedModule:
    """A module of a course version."""

    key: str
    # 0 for one that isn't counted: overview, reference, final assessment.
    number: int
    kind: ModuleKind
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

    @property
    def is_final(self) -> bool:
        """Whether it is the final assessment: questions of the whole course, and no text."""
        return self.kind == ModuleKind.ASSESSMENT

    @property
    def is_required(self) -> bool:
        """Whether the course is complete only once it is passed."""
        return self.is_numbered or self.is_final


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
        """The numbered modules: the ones that teach."""
        return tuple(module for module in self.modules if module.is_numbered)

    @property
    def required(self) -> tuple[PublishedModule, ...]:
        """What has to be passed: the numbered modules and the final assessment."""
        return tuple(module for module in self.modules if module.is_required)

    @property
    def final(self) -> PublishedModule | None:
        return next((module for module in self.modules if module.is_final), None)

    def rules_of(self, module: PublishedModule) -> QuizRules:
        """How a module's quiz is taken."""
        if module.is_final:
            return self.settings.final_rules(module.questions)
        return self.settings.quiz_rules(module.questions)

    def module_at(self, article_version_id: int, place: int) -> PublishedModule | None:
        """The module that holds this place of this article version."""
        return next(
            (
                module
                for module in self.modules
                if module.article_version_id == article_version_id
                and module.start <= place < module.end
            ),
            None,
        )

    @property
    def minutes(self) -> int:
        """Reading and answering, in whole minutes."""
        return course_minutes(
            sum(module.words for module in self.modules),
            sum(module.questions for module in self.modules),
        )

    def module(self, key: str) -> PublishedModule | None:
        return next((module for module in self.modules if module.key == key), None)


def published_uses(course: Course, question_version_ids: Sequence[int]) -> dict[int, list[int]]:
    """Per question version the numbers of the published versions of a course that may ask it."""
    rows = db.session.execute(
        select(QuizItem.question_version_id, CourseVersion.number)
        .join(
            ModuleVersion,
            (ModuleVersion.organization_id == QuizItem.organization_id)
            & (ModuleVersion.quiz_version_id == QuizItem.quiz_version_id),
        )
        .join(
            CourseVersion,
            (CourseVersion.organization_id == ModuleVersion.organization_id)
            & (CourseVersion.id == ModuleVersion.course_version_id),
        )
        .where(
            QuizItem.organization_id == course.organization_id,
            QuizItem.question_version_id.in_(question_version_ids),
            CourseVersion.course_id == course.id,
            CourseVersion.purpose == VersionPurpose.PUBLISHED,
        )
        .distinct()
        .order_by(CourseVersion.number)
    )
    uses: dict[int, list[int]] = {id: [] for id in question_version_ids}
    for id, number in rows:
        uses[id].append(number)
    return uses


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
        kind = ModuleKind(row.kind)
        is_numbered = kind in (ModuleKind.TEACH, ModuleKind.CONCLUSION)
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


def final_quiz_id(course: Course) -> int | None:
    """The quiz of which the final assessments so far, previews' too, are versions."""
    return db.session.scalar(
        select(QuizVersion.quiz_id)
        .join(
            ModuleVersion,
            and_(
                ModuleVersion.organization_id == QuizVersion.organization_id,
                ModuleVersion.quiz_version_id == QuizVersion.id,
            ),
        )
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == ModuleVersion.organization_id,
                CourseVersion.id == ModuleVersion.course_version_id,
            ),
        )
        .where(
            CourseVersion.organization_id == course.organization_id,
            CourseVersion.course_id == course.id,
            ModuleVersion.kind == ModuleKind.ASSESSMENT,
        )
        .limit(1)
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
