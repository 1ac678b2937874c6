"""How far the learners of a course are, as a table to take along."""

from collections.abc import Iterator, Sequence

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.courses.models import Course
from learning.courses.versions import PublishedModule
from learning.organizations.group_queries import Sight
from learning.progress import queries as progress_queries
from learning.progress.queries import ProgressCell, ProgressRow
from learning.reports import look_actions
from learning.reports.csv_writing import Cell
from learning.web import access
from learning.web.downloads import csv_file
from learning.web.trainer.courses import working_course
from learning.web.trainer.records import cell_words, modules_of
from learning.web.visitor import visitor

_AT_ONCE = 500


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/progress.csv", view_func=export_progress)


def export_progress(course: str) -> Response:
    """The table of the page with all its learners."""
    found = working_course(course)
    modules = modules_of(found)
    header = ("name", "version", *map(_title, modules), "passed", "of", "completed", "last active")
    rows = _rows(found, modules, access.sight(found))
    look_actions.note_export(
        "progress-exported",
        subject=found.public_id,
        organization_id=found.organization_id,
        by=visitor().public_id,
        at=clock.now(),
    )
    return csv_file(f"{found.address}-progress", header, rows)


def _rows(course: Course, modules: Sequence[PublishedModule], sight: Sight) -> Iterator[list[Cell]]:
    after: tuple[str, int] | None = None
    newest = course.latest_number
    while found := progress_queries.progress_rows(
        course.organization_id,
        course.id,
        sight=sight,
        after=after,
        limit=_AT_ONCE - 1,
    ):
        for row in found:
            yield _cells(row, modules, newest)
        after = found[-1].learner, found[-1].enrolment_id


def _cells(row: ProgressRow, modules: Sequence[PublishedModule], newest: int) -> list[Cell]:
    is_newest = row.version == newest
    return [
        row.learner,
        row.version,
        *(_words(row.cells.get(each.key), each, is_newest) for each in modules),
        row.modules_passed,
        row.modules,
        row.completed_at.date().isoformat() if row.completed_at else "",
        row.last_active_at.date().isoformat(),
    ]


def _words(cell: ProgressCell | None, module: PublishedModule, is_newest: bool) -> str:
    if cell is None:
        return ""
    # A spreadsheet takes “4/5” for the fourth of May.
    text = cell_words(cell, module, is_same_version=is_newest).text
    return text.replace("/", " " + _("of") + " ")


def _title(module: PublishedModule) -> str:
    if module.is_final:
        return str(_("Final: %(title)s", title=module.title))
    return str(_("Module %(number)s: %(title)s", number=module.number, title=module.title))
