"""What learners read about results of theirs that were corrected."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from learning.courses import versions as course_versions
from learning.database import db
from learning.progress import attempt_queries
from learning.progress.models import Answer, Attempt, Enrolment, Regrade
from learning.quizzes.models import QuestionCorrection


@dataclass(frozen=True)
class Note:
    """What a learner reads about a result of theirs that was corrected."""

    attempt: str
    module: str
    position: int
    at: datetime
    old_correct: int
    correct: int
    items: int
    is_newly_passed: bool
    # Empty while the keys of that attempt may not be seen: a reason may tell what is right.
    reason: str


def notes_of(enrolment: Enrolment, *, since: datetime | None = None) -> list[Note]:
    """What was corrected in this learner's finished tries, the newest first."""
    query = (
        select(Regrade, Attempt, Answer.position, QuestionCorrection.reason)
        .join(
            Attempt,
            and_(
                Attempt.organization_id == Regrade.organization_id,
                Attempt.id == Regrade.attempt_id,
            ),
        )
        .join(
            Answer,
            and_(Answer.organization_id == Regrade.organization_id, Answer.id == Regrade.answer_id),
        )
        .join(
            QuestionCorrection,
            and_(
                QuestionCorrection.organization_id == Regrade.organization_id,
                QuestionCorrection.id == Regrade.correction_id,
            ),
        )
        .where(
            Regrade.organization_id == enrolment.organization_id,
            Regrade.enrolment_id == enrolment.id,
            Regrade.is_after_closing,
        )
        .order_by(Regrade.at.desc(), Regrade.id.desc())
    )
    if since is not None:
        query = query.where(Regrade.at >= since)
    return [_note(enrolment, *row) for row in db.session.execute(query)]


def _note(
    enrolment: Enrolment, regrade: Regrade, attempt: Attempt, position: int, reason: str
) -> Note:
    course = course_versions.published(enrolment.organization_id, enrolment.course_version_id)
    module = course.module(attempt.module)
    return Note(
        attempt.public_id,
        module.title if module else attempt.module,
        position,
        regrade.at,
        regrade.old_correct,
        attempt.correct,
        attempt.items,
        regrade.is_passed and not regrade.was_passed,
        reason if attempt_queries.shows_keys(attempt, enrolment) else "",
    )


def is_told(enrolment: Enrolment, correction: str) -> bool:
    """Whether this correction, by its public id, changed a try that was finished: its learner has
    seen another result before."""
    found = db.session.scalar(
        select(Regrade.id)
        .join(
            QuestionCorrection,
            and_(
                QuestionCorrection.organization_id == Regrade.organization_id,
                QuestionCorrection.id == Regrade.correction_id,
            ),
        )
        .where(
            Regrade.organization_id == enrolment.organization_id,
            Regrade.enrolment_id == enrolment.id,
            Regrade.is_after_closing,
            QuestionCorrection.public_id == correction,
        )
        .limit(1)
    )
    return found is not None
