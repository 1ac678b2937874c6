"""Freezing a course into a version: published to learners, or as a preview for its trainer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from learning import canonical
from learning.articles import queries as articles
from learning.courses import addresses, queries, readiness, structure, versions
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.courses.rows import lock, record
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, CourseState, ModuleKind, VersionPurpose
from learning.courses.structure import ModulePlan
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.quizzes import queries as quizzes
from learning.quizzes import quiz_actions
from learning.quizzes.models import QuizVersion

FINAL_KEY, FINAL_TITLE = "final-assessment", "Final assessment"


@transaction
def publish(course: Course, *, change: Change, by: str, at: datetime) -> CourseVersion:
    """Make the next version out of the newest approved questions. It never changes again.

    Raises RuleBroken publish-blocked (findings=) or course-deleted.
    """
    lock(course)
    if course.state == CourseState.DELETED:
        raise RuleBroken("course-deleted")
    blocking = [f for f in queries.publishing_findings(course) if f.is_blocking]
    if blocking:
        raise RuleBroken("publish-blocked", findings=blocking)
    number = course.latest_number + 1
    version = _freeze(
        course,
        VersionPurpose.PUBLISHED,
        number,
        Change.FIRST if number == 1 else change,
        by,
        at,
    )
    course.latest_number = number
    course.state = CourseState.PUBLISHED
    course.changed_at = at
    record("course-published", course, by, at, new=str(number))
    return version


@transaction
def freeze_preview(course: Course, *, by: str, at: datetime) -> CourseVersion:
    """The same as publishing, for the trainer's eyes only: no number, no learners."""
    lock(course)
    last = db.session.scalar(
        select(func.max(CourseVersion.number)).where(
            CourseVersion.organization_id == course.organization_id,
            CourseVersion.course_id == course.id,
            CourseVersion.purpose == VersionPurpose.PREVIEW,
        )
    )
    if not any(
        structure.has_quiz(plan.kind) and not plan.is_excluded for plan in queries.plans_of(course)
    ):
        raise RuleBroken(
            "publish-blocked", findings=[readiness.Finding("course-without-modules", True)]
        )
    return _freeze(course, VersionPurpose.PREVIEW, (last or 0) + 1, Change.FIRST, by, at)


def _freeze(
    course: Course,
    purpose: VersionPurpose,
    number: int,
    change: Change,
    by: str,
    at: datetime,
) -> CourseVersion:
    settings = CourseSettings.from_json(course.settings)
    plans = [plan for plan in queries.plans_of(course) if not plan.is_excluded]
    quiz_versions = {plan.key: _frozen_quiz(course, plan, settings, at) for plan in plans}
    final = _frozen_final(course, plans, settings, at)
    frozen = {
        "title": course.title,
        "summary": course.summary,
        "settings": course.settings,
        "modules": [
            {**plan.as_json(), "quiz": quiz.sha256 if (quiz := quiz_versions[plan.key]) else None}
            for plan in plans
        ],
        **({"final": final.sha256} if final else {}),
    }
    version = CourseVersion(
        public_id=public_id(),
        organization_id=course.organization_id,
        course_id=course.id,
        purpose=purpose,
        number=number,
        title=course.title,
        summary=course.summary,
        language=course.language,
        settings=canonical.text(course.settings),
        change=change,
        sha256=canonical.sha256(canonical.text(frozen)),
        published_by=by,
        published_at=at,
    )
    db.session.add(version)
    db.session.flush()
    _insert_module_versions(course, version, plans, quiz_versions)
    if final is not None:
        _insert_final(version, plans, final)
    return version


def _frozen_quiz(
    course: Course, plan: ModulePlan, settings: CourseSettings, at: datetime
) -> QuizVersion | None:
    if not structure.has_quiz(plan.kind):
        return None
    quiz = quizzes.quiz_with_id(course.organization_id, plan.quiz_id)
    items = quizzes.publishable_items(quiz)
    return quiz_actions.freeze(quiz, items, settings.quiz_rules, at=at)


def _frozen_final(
    course: Course, plans: Sequence[ModulePlan], settings: CourseSettings, at: datetime
) -> QuizVersion | None:
    """A quiz out of all modules' questions; each module is a pool, so every try asks of each."""
    items = [
        replace(item, pool=plan.key)
        for plan in plans
        if structure.has_quiz(plan.kind)
        for item in quizzes.publishable_items(
            quizzes.quiz_with_id(course.organization_id, plan.quiz_id)
        )
    ]
    if not settings.final_questions or not items:
        return None
    known = versions.final_quiz_id(course)
    quiz = (
        quizzes.quiz_with_id(course.organization_id, known)
        if known
        else quiz_actions.create_quiz(course.organization_id, at=at)
    )
    return quiz_actions.freeze(quiz, items, settings.final_rules, at=at)


def _insert_final(version: CourseVersion, plans: Sequence[ModulePlan], quiz: QuizVersion) -> None:
    """The final assessment as the last module: it has questions, and a range of nothing."""
    db.session.add(
        ModuleVersion(
            organization_id=version.organization_id,
            course_version_id=version.id,
            position=len(plans) + 1,
            key=addresses.free(FINAL_KEY, [plan.key for plan in plans]),
            kind=ModuleKind.ASSESSMENT,
            title=FINAL_TITLE,
            article_version_id=plans[0].article_version_id,
            start=0,
            end=0,
            words=0,
            objectives=canonical.text([]),
            quiz_version_id=quiz.id,
            questions=canonical.parse(quiz.settings)["shown"],
            change=version.change,
        )
    )
    db.session.flush()


def _insert_module_versions(
    course: Course,
    version: CourseVersion,
    plans: Sequence[ModulePlan],
    quiz_versions: dict[str, QuizVersion | None],
) -> None:
    texts = articles.versions_with_ids(
        course.organization_id, {plan.article_version_id for plan in plans}
    )
    for position, plan in enumerate(plans, 1):
        quiz = quiz_versions[plan.key]
        text = texts[plan.article_version_id]
        db.session.add(
            ModuleVersion(
                organization_id=course.organization_id,
                course_version_id=version.id,
                position=position,
                key=plan.key,
                kind=plan.kind,
                title=plan.title,
                article_version_id=plan.article_version_id,
                start=plan.start,
                end=plan.end,
                words=queries.words_of(plan, text),
                objectives=canonical.text(list(plan.objectives)),
                quiz_version_id=quiz.id if quiz else None,
                questions=canonical.parse(quiz.settings)["shown"] if quiz else 0,
                change=version.change,
            )
        )
    db.session.flush()
