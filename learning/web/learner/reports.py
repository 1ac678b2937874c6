"""Reporting a problem with a question, from the page that shows its answer."""

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.progress import attempt_queries, report_actions, report_queries, standings
from learning.progress.models import Attempt
from learning.progress.states import EnrolmentPurpose, ReportReason
from learning.web.access import address_for, own_attempt
from learning.web.errors import sentence_for
from learning.web.learner.courses import course_context
from learning.web.learner.forms import ReportForm
from learning.web.redirects import see_other


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule(
        "/attempts/<attempt>/<int:n>/report", view_func=report_question, methods=["GET", "POST"]
    )


def report_question(attempt: str, n: int) -> str | Response | tuple[str, int]:
    """What seems wrong with a question whose answer is shown; else the question's own page."""
    found, enrolment = own_attempt(attempt)
    answers = attempt_queries.checked_answers(found, enrolment)
    checked = next((each for each in answers if each.position == n), None)
    if checked is None or enrolment.purpose == EnrolmentPurpose.PREVIEW:
        return see_other("learner.question", attempt=attempt, n=n)
    form = _form(found, n)
    if form.validate_on_submit():
        return _reported(found, n, form)
    standing = standings.course_standing(enrolment)
    page = render_template(
        "learner/attempts/report.html",
        attempt=found,
        n=n,
        stem=checked.question.stem,
        form=form,
        **course_context(address_for(enrolment), standing),
    )
    return (page, 422) if form.errors else page


def _form(attempt: Attempt, n: int) -> ReportForm:
    """The form with what was reported before."""
    known = report_queries.report_on(attempt, n)
    return ReportForm(reason=known.reason, comment=known.comment) if known else ReportForm()


def _reported(attempt: Attempt, n: int, form: ReportForm) -> Response:
    try:
        report_actions.report_question(
            attempt, n, reason=ReportReason(form.reason.data), comment=form.comment.data or "",
            at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("Thank you. Your trainers look at it, and see no name with it."), "success")
    return see_other("learner.question", attempt=attempt.public_id, n=n)
