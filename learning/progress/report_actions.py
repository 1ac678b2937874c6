"""Reporting a problem with a question, and handling what was reported."""

from datetime import datetime

from sqlalchemy import select

from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.progress import attempt_queries, queries, report_queries
from learning.progress.models import Answer, Attempt, QuestionReport
from learning.progress.rows import lock
from learning.progress.states import EnrolmentPurpose, ReportReason, ReportState

LONGEST_COMMENT = 1_000


@transaction
def report_question(
    attempt: Attempt, position: int, *, reason: ReportReason, comment: str, at: datetime
) -> None:
    """Say what is wrong with a question one has answered; saying it again changes what was said.

    Raises RuleBroken report-too-early for a question whose answer isn't shown to its learner, and
    report-in-preview.
    """
    enrolment = queries.enrolment_with_id(attempt.organization_id, attempt.enrolment_id)
    lock(enrolment)
    if enrolment.purpose != EnrolmentPurpose.LEARN:
        raise RuleBroken("report-in-preview")
    answer = _answered(attempt, position)
    if answer is None or not attempt_queries.shows_keys(attempt, enrolment):
        raise RuleBroken("report-too-early")
    said = (reason, comment.strip()[:LONGEST_COMMENT])
    report = report_queries.report_on(attempt, position)
    if report is None:
        report = QuestionReport(
            public_id=public_id(),
            organization_id=attempt.organization_id,
            answer_id=answer.id,
            course_id=enrolment.course_id,
            question_version_id=answer.question_version_id,
        )
        db.session.add(report)
    elif (report.reason, report.comment) == said:
        return
    report.reason, report.comment = said
    report.state, report.reported_at = ReportState.OPEN, at
    report.handled_by = report.handled_at = None


def _answered(attempt: Attempt, position: int) -> Answer | None:
    return db.session.scalar(
        select(Answer).where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
            Answer.checked_at.is_not(None),
        )
    )


@transaction
def handle(report: QuestionReport, *, by: str, at: datetime) -> None:
    """Mark a report as handled; who did it first stays."""
    db.session.refresh(report, with_for_update=True)
    if report.state == ReportState.OPEN:
        report.state, report.handled_by, report.handled_at = ReportState.HANDLED, by, at


@transaction
def reopen(report: QuestionReport) -> None:
    """Put a handled report back among the open ones: the way back from `handle`."""
    db.session.refresh(report, with_for_update=True)
    report.state, report.handled_by, report.handled_at = ReportState.OPEN, None, None
