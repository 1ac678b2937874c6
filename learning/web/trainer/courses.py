"""The trainer's home, the drafts put away, and the overview of one course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from learning.courses import queries
from learning.courses.models import Course
from learning.courses.queries import WorkingModule
from learning.courses.readiness import FEW_WORDS, Finding
from learning.courses.settings import minutes
from learning.courses.states import Change, CourseState
from learning.courses.structure import has_quiz, numbers
from learning.errors import RuleBroken
from learning.organizations.roles import Role
from learning.progress import report_queries
from learning.quizzes.queries import Tally
from learning.web import paging
from learning.web.access import sight, staff_standing, taught_course
from learning.web.forms import ConfirmForm
from learning.web.trainer import words
from learning.web.trainer.forms import PreviewForm, PublishForm

PAGE = 20


@dataclass(frozen=True)
class CourseRow:
    """A course in the trainer's list."""

    public_id: str
    title: str
    state: tuple[str, str, str]
    questions: Tally
    changed_at: datetime


@dataclass(frozen=True)
class ModuleRow:
    """A working module with what its card says about it. Number 0: it has no quiz."""

    key: str
    number: int
    title: str
    kind: str
    evidence: str
    words: int
    minutes: int
    is_excluded: bool
    is_short: bool
    questions: Tally


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("", view_func=home)
    trainer.add_url_rule("/deleted", view_func=deleted_drafts)
    trainer.add_url_rule("/courses/<course>", view_func=course)


def working_course(public_id: str) -> Course:
    """A course to work on: a deleted draft has to be restored first."""
    course = taught_course(public_id)
    if course.state == CourseState.DELETED:
        raise RuleBroken("course-deleted")
    return course


def home() -> str:
    """The organization's courses, the newest change first, and what waits in them."""
    rows, older = _page_of_courses(is_deleted=False)
    return render_template(
        "trainer/courses/home.html",
        rows=rows,
        waiting=[row for row in rows if row.questions.drafts or row.questions.stale],
        older=older,
        is_first="before" not in request.args,
    )


def deleted_drafts() -> str:
    """Drafts that were deleted, to be restored."""
    rows, older = _page_of_courses(is_deleted=True)
    return render_template(
        "trainer/courses/deleted.html",
        rows=rows,
        older=older,
        is_first="before" not in request.args,
        form=ConfirmForm(),
    )


def course(course: str) -> str:
    """One course: its modules, what stands in the way of publishing, and what can be done."""
    found = taught_course(course)
    modules = queries.working_modules(found)
    findings = queries.publishing_findings(found, modules)
    return render_template(
        "trainer/courses/course.html",
        course=found,
        state=words.course_state(found.state, found.latest_number),
        rows=module_rows(modules),
        blocking=[f for f in findings if f.is_blocking],
        advice=_advice(findings),
        sentence=words.finding_sentence,
        reports=report_queries.counts_of(found, sight=sight(found)),
        publish_form=PublishForm(formdata=None, change=Change.COSMETIC),
        preview_form=PreviewForm(formdata=None),
        form=ConfirmForm(),
    )


def _advice(findings: Sequence[Finding]) -> list[Finding]:
    """What doesn't block. That no question is approved at all isn't repeated for each module."""
    codes = {finding.code for finding in findings}
    repeated = {"module-without-questions"} if "course-without-questions" in codes else set()
    return [f for f in findings if not f.is_blocking and f.code not in repeated]


def module_rows(modules: Sequence[WorkingModule]) -> list[ModuleRow]:
    """All working modules, left-out ones included, as their cards show them."""
    numbered = numbers([module.plan for module in modules])
    return [_module_row(module, numbered.get(module.plan.key, 0)) for module in modules]


def _module_row(module: WorkingModule, number: int) -> ModuleRow:
    plan = module.plan
    return ModuleRow(
        plan.key,
        number,
        plan.title or _("Untitled"),
        plan.kind,
        plan.evidence,
        module.words,
        minutes(module.words),
        plan.is_excluded,
        has_quiz(plan.kind) and module.words < FEW_WORDS,
        module.questions,
    )


def _page_of_courses(*, is_deleted: bool) -> tuple[list[CourseRow], str | None]:
    organization_id = staff_standing(Role.TRAINER).organization_id
    found = queries.courses_of(
        organization_id,
        deleted=is_deleted,
        before=paging.unpack_time(request.args.get("before")),
        limit=PAGE,
    )
    courses, has_more = paging.page_of(found, PAGE)
    older = paging.pack(courses[-1].changed_at, courses[-1].id) if has_more else None
    return _course_rows(organization_id, courses), older


def _course_rows(organization_id: int, courses: Sequence[Course]) -> list[CourseRow]:
    tallies = queries.question_tallies(organization_id, [course.id for course in courses])
    return [
        CourseRow(
            course.public_id,
            course.title or _("Untitled"),
            words.course_state(course.state, course.latest_number),
            tallies[course.id],
            course.changed_at,
        )
        for course in courses
    ]
