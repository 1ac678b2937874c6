"""Freezing a course into a version: published to learners, or as a preview for its trainer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from learning import canonical
from learning.articles import queries as articles
from learning.courses import queries, readiness, structure
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.courses.rows import lock, record
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, CourseState, VersionPurpose
from learning.courses.structure import ModulePlan
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.quizzes import actions as quiz_actions
from learning.quizzes import queries as quizzes
from learning.quizzes.models import QuizVersion


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
    frozen = {
        "title": course.title,
        "summary": course.summary,
        "settings": course.settings,
        "modules": [
            {**plan.as_json(), "quiz": quiz.sha256 if (quiz := quiz_versions[plan.key]) else None}
            for plan in plans
        ],
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
    return version


def _frozen_quiz(
    course: Course, plan: ModulePlan, settings: CourseSettings, at: datetime
) -> QuizVersion | None:
    if not structure.has_quiz(plan.kind):
        return None
    quiz = quizzes.quiz_with_id(course.organization_id, plan.quiz_id)
    items = quizzes.publishable_items(quiz)
    return quiz_actions.freeze(quiz, items, settings.quiz_rules, at=at)


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
