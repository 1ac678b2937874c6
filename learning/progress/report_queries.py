"""What learners have reported about questions, as their trainers read it: without names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true, tuple_

from learning.courses.models import Course
from learning.database import db
from learning.organizations.group_queries import Sight
from learning.progress.models import Answer, Attempt, Enrolment, QuestionReport
from learning.progress.states import ReportState
from learning.quizzes import content
from learning.quizzes.models import Question, QuestionVersion


@dataclass(frozen=True)
class ReportRow:
    """A report in the trainers' list."""

    id: int
    public_id: str
    question: str
    stem: str
    version: int
    reason: str
    comment: str
    reported_at: datetime


def report_on(attempt: Attempt, position: int) -> QuestionReport | None:
    """What was reported about this place of an attempt."""
    return db.session.scalar(
        select(QuestionReport)
        .join(
            Answer,
            and_(
                Answer.organization_id == QuestionReport.organization_id,
                Answer.id == QuestionReport.answer_id,
            ),
        )
        .where(
            QuestionReport.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    )


def report_of(course: Course, public_id: str, *, sight: Sight) -> QuestionReport | None:
    """A report in sight on a question of this course."""
    return db.session.scalar(
        select(QuestionReport).where(
            QuestionReport.organization_id == course.organization_id,
            QuestionReport.course_id == course.id,
            QuestionReport.public_id == public_id,
            is_in_sight(sight),
        )
    )


def reports_of(
    course: Course,
    state: ReportState,
    *,
    sight: Sight,
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[ReportRow]:
    """A course's reports in this state, the newest first; one more than `limit` if there are."""
    query = (
        select(QuestionReport, QuestionVersion.number, QuestionVersion.body, Question.public_id)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == QuestionReport.organization_id,
                QuestionVersion.id == QuestionReport.question_version_id,
            ),
        )
        .join(
            Question,
            and_(
                Question.organization_id == QuestionVersion.organization_id,
                Question.id == QuestionVersion.question_id,
            ),
        )
        .where(
            QuestionReport.organization_id == course.organization_id,
            QuestionReport.course_id == course.id,
            QuestionReport.state == state,
            is_in_sight(sight),
        )
        .order_by(QuestionReport.reported_at.desc(), QuestionReport.id.desc())
        .limit(limit + 1)
    )
    if before:
        query = query.where(tuple_(QuestionReport.reported_at, QuestionReport.id) < before)
    return [
        ReportRow(
            report.id,
            report.public_id,
            question,
            content.read_body(body).stem,
            number,
            report.reason,
            report.comment,
            report.reported_at,
        )
        for report, number, body, question in db.session.execute(query)
    ]


def counts_of(course: Course, *, sight: Sight) -> dict[ReportState, int]:
    """How many reports of a course are in which state."""
    rows = db.session.execute(
        select(QuestionReport.state, func.count())
        .where(
            QuestionReport.organization_id == course.organization_id,
            QuestionReport.course_id == course.id,
            is_in_sight(sight),
        )
        .group_by(QuestionReport.state)
    )
    found = {ReportState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in ReportState}


def open_on(question: Question, *, sight: Sight) -> int:
    """How many reports on any version of a question nobody has handled yet."""
    counted = db.session.scalar(
        select(func.count())
        .select_from(QuestionReport)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == QuestionReport.organization_id,
                QuestionVersion.id == QuestionReport.question_version_id,
            ),
        )
        .where(
            QuestionReport.organization_id == question.organization_id,
            QuestionReport.state == ReportState.OPEN,
            QuestionVersion.question_id == question.id,
            is_in_sight(sight),
        )
    )
    return counted or 0


def is_in_sight(sight: Sight) -> ColumnElement[bool]:
    """The condition that a report comes from somebody whose results may be seen."""
    if sight.groups is None:
        return true()
    return QuestionReport.answer_id.in_(
        select(Answer.id)
        .join(
            Attempt,
            and_(
                Attempt.organization_id == Answer.organization_id, Attempt.id == Answer.attempt_id
            ),
        )
        .join(
            Enrolment,
            and_(
                Enrolment.organization_id == Attempt.organization_id,
                Enrolment.id == Attempt.enrolment_id,
            ),
        )
        .where(
            Answer.organization_id == sight.organization_id, sight.covers(Enrolment.membership_id)
        )
    )
