"""What can be asked about courses. Published structure never changes, so it is kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import and_, bindparam, func, or_, select, tuple_

from learning import canonical
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import SectionKind
from learning.courses.models import Course, CourseVersion, Module, ModuleVersion, StructureStep
from learning.courses.publishing import Finding, ModuleFacts, findings
from learning.courses.settings import CourseSettings, course_minutes, minutes
from learning.courses.states import CourseState, VersionPurpose, Visibility
from learning.courses.structure import ModulePlan, Plans, has_quiz
from learning.database import db
from learning.organizations.models import Organization
from learning.quizzes import queries as quizzes
from learning.quizzes.queries import Tally


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


@dataclass(frozen=True)
class WorkingModule:
    """A module as it is being worked on: its plan, its words, how its questions stand."""

    plan: ModulePlan
    words: int
    questions: Tally


@dataclass(frozen=True)
class CatalogueEntry:
    """A course in the catalogue."""

    id: int
    address: str
    title: str
    summary: str
    organization: str
    is_open: bool
    modules: int
    minutes: int


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


def catalogue(
    member_of: list[int],
    *,
    search: str = "",
    after: tuple[str, int] | None = None,
    limit: int = 24,
) -> list[CatalogueEntry]:
    """Published open courses, and internal ones of these organizations, by title.

    One more than `limit` if there are more. This crosses tenants on purpose: open courses are
    what organizations make public themselves.
    """
    visible = Course.visibility == Visibility.OPEN
    if member_of:
        visible = or_(visible, Course.organization_id.in_(member_of))
    words = (
        select(func.coalesce(func.sum(ModuleVersion.words), 0))
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
        )
        .scalar_subquery()
    )
    questions = (
        select(func.coalesce(func.sum(ModuleVersion.questions), 0))
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
        )
        .scalar_subquery()
    )
    taught = (
        select(func.count())
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
            ModuleVersion.kind.in_((SectionKind.TEACH, SectionKind.CONCLUSION)),
        )
        .scalar_subquery()
    )
    query = (
        select(
            Course.id,
            Course.address,
            CourseVersion.title,
            CourseVersion.summary,
            Organization.name,
            Course.visibility,
            taught,
            words,
            questions,
        )
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Course.organization_id,
                CourseVersion.course_id == Course.id,
                CourseVersion.number == Course.latest_number,
                CourseVersion.purpose == VersionPurpose.PUBLISHED,
            ),
        )
        .join(Organization, Organization.id == Course.organization_id)
        .where(Course.state == CourseState.PUBLISHED, visible, Organization.state == "active")
        .order_by(CourseVersion.title, Course.id)
        .limit(limit + 1)
    )
    if search:
        query = query.where(
            CourseVersion.title.icontains(search, autoescape=True)
            | CourseVersion.summary.icontains(search, autoescape=True)
        )
    if after:
        query = query.where(tuple_(CourseVersion.title, Course.id) > after)
    return [
        CatalogueEntry(
            id,
            address,
            title,
            summary,
            organization,
            visibility == Visibility.OPEN,
            modules,
            course_minutes(read, asked),
        )
        for id, address, title, summary, organization, visibility, modules, read, asked in (
            db.session.execute(query, execution_options={"crosses_tenants": "catalogue"})
        )
    ]


def course_at(address: str) -> Course | None:
    """The course with this public address, of whichever organization."""
    return db.session.scalar(
        select(Course).where(Course.address == address),
        execution_options={"crosses_tenants": "a public address"},
    )


def organization_name(course: Course) -> str:
    """The name of the organization that offers a course."""
    return db.session.scalars(
        select(Organization.name).where(Organization.id == course.organization_id)
    ).one()


def course(organization_id: int, public_id: str) -> Course | None:
    """The working course with this public id, in this organization only."""
    return db.session.scalar(
        select(Course).where(
            Course.organization_id == organization_id, Course.public_id == public_id
        )
    )


def course_with_id(organization_id: int, course_id: int) -> Course:
    return db.session.scalars(
        select(Course).where(Course.organization_id == organization_id, Course.id == course_id)
    ).one()


def courses_of(
    organization_id: int,
    *,
    deleted: bool = False,
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[Course]:
    """An organization's courses, newest change first; one more than `limit` if there are more."""
    query = (
        select(Course)
        .where(
            Course.organization_id == organization_id,
            (Course.state == CourseState.DELETED)
            if deleted
            else (Course.state != CourseState.DELETED),
        )
        .order_by(Course.changed_at.desc(), Course.id.desc())
        .limit(limit + 1)
    )
    if before:
        query = query.where(tuple_(Course.changed_at, Course.id) < before)
    return list(db.session.scalars(query))


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


def modules_of(course: Course) -> list[Module]:
    """The working modules in order, left-out ones included."""
    return list(
        db.session.scalars(
            select(Module)
            .where(Module.organization_id == course.organization_id, Module.course_id == course.id)
            .order_by(Module.position)
        )
    )


def module(course: Course, key: str) -> Module | None:
    return db.session.scalar(
        select(Module).where(
            Module.organization_id == course.organization_id,
            Module.course_id == course.id,
            Module.key == key,
        )
    )


def plan_of(module: Module) -> ModulePlan:
    """A working module as the structure sees it."""
    return ModulePlan(
        module.key,
        SectionKind(module.kind),
        module.title,
        module.article_version_id,
        module.start,
        module.end,
        module.evidence,
        tuple(module.objectives),
        module.quiz_id,
        module.is_excluded,
    )


def question_tallies(organization_id: int, course_ids: list[int]) -> dict[int, Tally]:
    """Per course how its questions stand, those of left-out modules not counted."""
    rows = db.session.execute(
        select(Module.quiz_id, Module.course_id).where(
            Module.organization_id == organization_id,
            Module.course_id.in_(course_ids),
            Module.is_excluded.is_(False),
        )
    )
    course_of = {row.quiz_id: row.course_id for row in rows}
    counted = {course_id: Tally() for course_id in course_ids}
    for quiz_id, tally in quizzes.tallies(organization_id, list(course_of)).items():
        counted[course_of[quiz_id]] += tally
    return counted


def plans_of(course: Course) -> Plans:
    return tuple(plan_of(module) for module in modules_of(course))


def last_step(course: Course) -> StructureStep | None:
    """The newest change of structure that can be undone."""
    return db.session.scalar(
        select(StructureStep)
        .where(
            StructureStep.organization_id == course.organization_id,
            StructureStep.course_id == course.id,
        )
        .order_by(StructureStep.number.desc())
        .limit(1)
    )


def body_of(plan: ModulePlan, version: ArticleVersion) -> str:
    """A module's text without its heading."""
    return version.text[articles.body_begins(version, plan.start, plan.end) : plan.end]


def words_of(plan: ModulePlan, version: ArticleVersion) -> int:
    """How many words a module's text has, its heading not counted."""
    return len(body_of(plan, version).split())


def working_modules(course: Course) -> list[WorkingModule]:
    """All working modules in order, left-out ones included."""
    plans = plans_of(course)
    versions = articles.versions_with_ids(
        course.organization_id, {plan.article_version_id for plan in plans}
    )
    tallies = quizzes.tallies(course.organization_id, [plan.quiz_id for plan in plans])
    return [
        WorkingModule(
            plan,
            words_of(plan, versions[plan.article_version_id]),
            tallies.get(plan.quiz_id, Tally()),
        )
        for plan in plans
    ]


def publishing_findings(
    course: Course, modules: Sequence[WorkingModule] | None = None
) -> list[Finding]:
    """What stands in the way of publishing, and what a trainer should know before.

    `modules` are the course's working modules, if they are at hand.
    """
    included = [
        module for module in modules or working_modules(course) if not module.plan.is_excluded
    ]
    approved = quizzes.approved_counts(
        course.organization_id, [module.plan.quiz_id for module in included]
    )
    return findings(
        course.title,
        [
            ModuleFacts(
                module.plan.key,
                module.plan.title,
                module.plan.kind,
                module.words,
                approved.get(module.plan.quiz_id, 0),
                module.questions.drafts,
                module.questions.stale,
            )
            for module in included
        ],
    )
