"""What can be asked about courses as they are being worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select, tuple_

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import SectionKind
from learning.courses import structure
from learning.courses.models import ArticleImport, Course, Module, StructureStep
from learning.courses.readiness import Finding, ModuleFacts, findings
from learning.courses.settings import CourseSettings
from learning.courses.states import CourseState, ImportState
from learning.courses.structure import ModulePlan, Plans, has_quiz
from learning.database import db
from learning.organizations.models import Organization
from learning.quizzes import guessing
from learning.quizzes import queries as quizzes
from learning.quizzes.queries import Tally


@dataclass(frozen=True)
class WorkingModule:
    """A module as it is being worked on: its plan, its words, how its questions stand."""

    plan: ModulePlan
    words: int
    questions: Tally


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
    pools = quizzes.approved_pools(
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
                len(pools[module.plan.quiz_id]),
                module.questions.drafts,
                module.questions.stale,
                _untested(module.plan, pools[module.plan.quiz_id]),
            )
            for module in included
        ],
        CourseSettings.from_json(course.settings).final_questions,
    )


def _untested(plan: ModulePlan, pools: Sequence[str]) -> int:
    """How many of a module's objectives no approved question tests; none while none is linked."""
    keys = {structure.objective_key(words) for words in plan.objectives}
    return len(keys.difference(pools)) if keys.intersection(pools) else 0


def guessing_chances(course: Course) -> list[Fraction]:
    """Per quiz as it would be published now, the chance to pass it in one try by guessing alone."""
    plans = [plan for plan in plans_of(course) if has_quiz(plan.kind) and not plan.is_excluded]
    lucks = quizzes.lucks(course.organization_id, [plan.quiz_id for plan in plans])
    settings = CourseSettings.from_json(course.settings)
    rules = [(asked, settings.quiz_rules(len(asked))) for asked in lucks.values() if asked]
    return [guessing.passing(asked, rule.shown, rule.pass_mark) for asked, rule in rules]


def article_import(organization_id: int, public_id: str) -> ArticleImport | None:
    """An article on its way into this organization."""
    return db.session.scalar(
        select(ArticleImport).where(
            ArticleImport.organization_id == organization_id, ArticleImport.public_id == public_id
        )
    )


def unfinished_imports(organization_id: int) -> int:
    """How many articles are on their way into this organization."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(ArticleImport)
            .where(
                ArticleImport.organization_id == organization_id,
                ArticleImport.state.not_in((ImportState.DONE, ImportState.REFUSED)),
            )
        )
        or 0
    )


def imports_under_way(organization_id: int, person: str) -> list[ArticleImport]:
    """What this person sent that isn't in yet, the newest first."""
    return list(
        db.session.scalars(
            select(ArticleImport)
            .where(
                ArticleImport.organization_id == organization_id,
                ArticleImport.created_by == person,
                ArticleImport.state.not_in((ImportState.DONE, ImportState.REFUSED)),
            )
            .order_by(ArticleImport.created_at.desc(), ArticleImport.id.desc())
            .limit(20)
        )
    )
