"""What learners report about the questions of a course, and that somebody has seen to it."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.progress import report_actions, report_queries
from learning.progress.states import ReportState
from learning.web import access, paging
from learning.web.access import taught_report
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer import words
from learning.web.trainer.courses import working_course
from learning.web.visitor import visitor

PAGE = 30


def add_to(trainer: Blueprint) -> None:
    base = "/courses/<course>/reports"
    trainer.add_url_rule(base, view_func=reports)
    trainer.add_url_rule(f"{base}/<report>/handled", view_func=handle_report, methods=["POST"])
    trainer.add_url_rule(f"{base}/<report>/reopen", view_func=reopen_report, methods=["POST"])


def reports(course: str) -> str:
    """Open reports, or with `state` the handled ones, the newest first."""
    found = working_course(course)
    is_handled = request.args.get("state") == ReportState.HANDLED
    state = ReportState.HANDLED if is_handled else ReportState.OPEN
    sight = access.sight(found)
    place = paging.unpack_time(request.args.get("before"))
    rows, has_more = paging.page_of(
        report_queries.reports_of(found, state, sight=sight, before=place, limit=PAGE), PAGE
    )
    return render_template(
        "trainer/courses/reports.html",
        course=found,
        rows=rows,
        state=state,
        counts=report_queries.counts_of(found, sight=sight),
        reasons=words.REPORT_REASONS,
        before=paging.pack(rows[-1].reported_at, rows[-1].id) if has_more else None,
        is_first=place is None,
        form=ConfirmForm(),
    )


def handle_report(course: str, report: str) -> Response:
    """Somebody has seen to it."""
    found = taught_report(working_course(course), report)
    report_actions.handle(found, by=visitor().public_id, at=clock.now())
    flash(_("The report is handled. You find it under “handled”."), "success")
    return see_other("trainer.reports", course=course)


def reopen_report(course: str, report: str) -> Response:
    """It isn't done after all."""
    report_actions.reopen(taught_report(working_course(course), report))
    flash(_("The report is open again."), "success")
    return see_other("trainer.reports", course=course)
