"""What has come of a course: its published versions, and how far its learners are."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from learning.accounts import queries as accounts
from learning.courses import versions as course_versions
from learning.courses.models import Course
from learning.courses.versions import PublishedModule
from learning.progress import queries as progress_queries
from learning.progress.queries import ProgressCell
from learning.web import access, looks, paging
from learning.web.trainer import words
from learning.web.trainer.courses import working_course

PAGE = 50


@dataclass(frozen=True)
class CellWords:
    """A learner's standing in a module, in words and a tone."""

    text: str
    tone: str | None


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/versions", view_func=versions)
    trainer.add_url_rule("/courses/<course>/progress", view_func=progress)


def versions(course: str) -> str:
    """All published versions, the newest first, with who published them and what changed."""
    found = working_course(course)
    rows = course_versions.versions_of(found)
    return render_template(
        "trainer/courses/versions.html",
        course=found,
        versions=rows,
        publishers=accounts.names_by_public_id({version.published_by for version in rows}),
        changes=words.CHANGES,
    )


def progress(course: str) -> str:
    """Learners by name, modules across."""
    found = working_course(course)
    looks.note_look("progress-seen", found.organization_id, found.public_id)
    rows = progress_queries.progress_rows(
        found.organization_id,
        found.id,
        sight=access.sight(found),
        after=paging.unpack_name(request.args.get("after")),
        limit=PAGE,
    )
    learners, has_more = paging.page_of(rows, PAGE)
    last = learners[-1] if has_more else None
    return render_template(
        "trainer/courses/progress.html",
        course=found,
        modules=modules_of(found) if learners else (),
        learners=learners,
        newest=found.latest_number,
        cell_words=cell_words,
        after=paging.pack(last.learner, last.enrolment_id) if last else None,
        is_first="after" not in request.args,
    )


def cell_words(
    cell: ProgressCell | None, module: PublishedModule, *, is_same_version: bool
) -> CellWords:
    """How a learner stands in a module: “5/5”, “2nd try”, “–”.

    The quiz of another version may have had another length, so that one only says “passed”.
    """
    if cell is None:
        return CellWords("–", None)
    if cell.is_passed:
        if not cell.attempts:
            return CellWords(_("read"), "ok")
        if not is_same_version:
            return CellWords(_("passed"), "ok")
        return CellWords(f"{cell.best}/{module.questions}", "ok")
    if cell.attempts == 0:
        return CellWords(_("reading"), None)
    if cell.attempts == 1:
        return CellWords(_("2nd try"), "warn")
    return CellWords(_("not passed in %(number)s tries", number=cell.attempts), "bad")


def modules_of(course: Course) -> tuple[PublishedModule, ...]:
    """The modules that count in the newest version, one column each."""
    version_id = course_versions.latest_version_id(course)
    return (
        course_versions.published(course.organization_id, version_id).required if version_id else ()
    )
