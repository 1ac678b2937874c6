"""What changes about courses: their text and settings, and whether they are open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from learning import waiting
from learning.articles import actions as article_actions
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.courses import queries, structure
from learning.courses.models import Course, Module, StructureStep
from learning.courses.rows import lock, record
from learning.courses.settings import CourseSettings
from learning.courses.states import CourseState, Visibility
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.quizzes import anchor_actions, quiz_actions
from learning.waiting import Closing, Typed


@transaction
def edit_module(
    course: Course,
    key: str,
    *,
    body: str,
    objectives: Sequence[str],
    revision: int,
    by: str,
    at: datetime,
    closing: Closing | None = None,
) -> int:
    """Save a module's text as a new article version; returns how many questions became stale.

    `closing` is the window it was typed in: nothing of that waits any more.

    Raises RuleBroken changed-elsewhere if somebody saved since `revision` was shown, module-empty
    for a text of nothing.
    """
    lock(course)
    module = queries.module(course, key)
    if module is None:
        raise RuleBroken("module-gone")
    if module.revision != revision:
        raise RuleBroken("changed-elsewhere")
    if not body.strip():
        raise RuleBroken("module-empty")
    module.revision += 1
    if closing is not None:
        db.session.refresh(module, ["waiting", "waiting_by", "waiting_at"], with_for_update=True)
        waiting.close(module, closing)
    wanted = [line.strip() for line in objectives if line.strip()]
    if wanted != module.objectives:
        _set_objectives(module, wanted)
        _forget_steps(course)
    course.changed_at = at
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    start = articles.body_begins(version, module.start, module.end)
    new_body = body.replace("\r\n", "\n").strip()
    old_body = version.text[start : module.end]
    if new_body == old_body.strip():
        return 0
    # White space around the body belongs to the layout of the whole article.
    leading = old_body[: len(old_body) - len(old_body.lstrip())]
    trailing = old_body[len(old_body.rstrip()) :]
    text = version.text[:start] + leading + new_body + trailing + version.text[module.end :]
    edited = article_actions.add_edited_version(version, text, version.format, by=by, at=at)
    _move_ranges(course, key, edited, len(text) - len(version.text))
    return anchor_actions.follow_text(edited, at=at)


@transaction
def keep_typed(module: Module, typed: Typed, *, by: str, at: datetime) -> None:
    """Let what somebody types wait, beside what is stored. Raises what `waiting.keep` raises."""
    db.session.refresh(module, with_for_update=True)
    waiting.keep(module, typed, by=by, at=at)


@transaction
def discard_typed(module: Module, mark: str, closing: Closing, *, at: datetime) -> None:
    """Put waiting text away; what is stored stays. Raises what `waiting.discard` raises."""
    db.session.refresh(module, with_for_update=True)
    waiting.discard(module, mark, closing, at=at)


def _set_objectives(module: Module, objectives: list[str]) -> None:
    """Questions follow an objective that is only worded anew: as many lines as before."""
    if len(objectives) == len(module.objectives):
        for old, new in zip(module.objectives, objectives, strict=True):
            if old != new:
                quiz_actions.rename_pool(
                    module.organization_id,
                    module.quiz_id,
                    structure.objective_key(old),
                    structure.objective_key(new),
                )
    module.objectives = objectives


def _move_ranges(course: Course, key: str, edited: ArticleVersion, grown_by: int) -> None:
    plans = structure.after_edit(queries.plans_of(course), key, edited.id, grown_by)
    by_key = {plan.key: plan for plan in plans}
    for module in queries.modules_of(course):
        plan = by_key[module.key]
        module.article_version_id, module.start, module.end = edited.id, plan.start, plan.end
    _forget_steps(course)


def _forget_steps(course: Course) -> None:
    """Undoing an older step would bring its text and objectives back over what is saved now."""
    db.session.execute(
        delete(StructureStep).where(
            StructureStep.organization_id == course.organization_id,
            StructureStep.course_id == course.id,
        )
    )


@transaction
def change_settings(
    course: Course,
    *,
    title: str,
    summary: str,
    visibility: Visibility,
    settings: CourseSettings,
    by: str,
    at: datetime,
) -> None:
    """Save what a course says about itself. Learners see it with the next version."""
    lock(course)
    if not title.strip():
        raise RuleBroken("title-missing")
    stated = (course.title, course.summary, course.settings)
    course.title = " ".join(title.split())
    course.summary = summary.strip()
    if course.visibility != visibility:
        record("course-visibility", course, by, at, course.visibility, visibility)
    course.visibility = visibility
    course.settings = settings.as_json()
    if (course.title, course.summary, course.settings) != stated:
        record("course-settings-changed", course, by, at)
    course.changed_at = at


@transaction
def withdraw(course: Course, *, by: str, at: datetime) -> None:
    """Close a course to new learners; who has started finishes, certificates stay."""
    _move(course, CourseState.PUBLISHED, CourseState.WITHDRAWN, "course-withdrawn", by, at)


@transaction
def reopen(course: Course, *, by: str, at: datetime) -> None:
    """Open a withdrawn course to new learners again."""
    _move(course, CourseState.WITHDRAWN, CourseState.PUBLISHED, "course-reopened", by, at)


@transaction
def delete_draft(course: Course, *, by: str, at: datetime) -> None:
    """Put a draft away; it can be restored. Published courses are withdrawn instead."""
    _move(course, CourseState.DRAFT, CourseState.DELETED, "course-deleted", by, at)


@transaction
def restore_draft(course: Course, *, by: str, at: datetime) -> None:
    """Take a deleted draft back as it was."""
    _move(course, CourseState.DELETED, CourseState.DRAFT, "course-restored", by, at)


def _move(
    course: Course, old: CourseState, new: CourseState, act: str, by: str, at: datetime
) -> None:
    lock(course)
    if course.state == new:
        return
    if course.state != old:
        raise RuleBroken("course-state", state=course.state)
    course.state = new
    course.changed_at = at
    record(act, course, by, at, old, new)
