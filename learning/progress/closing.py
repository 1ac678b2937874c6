"""Making answers and attempts final: by their learner, or because the time is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from learning import canonical
from learning.database import db
from learning.progress import attempt_queries, transcripts
from learning.progress.completing import pass_module
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.rows import module_of, progress_row
from learning.progress.states import AttemptPurpose, AttemptState, ClosedBy
from learning.progress.transcripts import TranscriptLine
from learning.quizzes import content, corrections, grading
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion, QuizVersion


def hand_in(attempt: Attempt, enrolment: Enrolment) -> None:
    """Check what was saved. The time is that of the deadline, whoever comes by whenever."""
    at = attempt.deadline
    assert at is not None
    for stored, question in _unchecked(attempt):
        saved = canonical.parse(stored.given) if stored.given else []
        kind, body = QuestionKind(question.kind), content.read_body(question.body)
        check(stored, question, grading.read(kind, body, saved), at)
    db.session.flush()
    close(attempt, enrolment, ClosedBy.TIME, at)


def check(
    stored: Answer, question: QuestionVersion, given: Sequence[str] | None, at: datetime
) -> None:
    """Grade for good, under what was corrected since, too; None, no answer, earns nothing."""
    grade = corrections.grade(question, given)
    stored.checked_at = at
    stored.earned, stored.possible = grade.earned, grade.possible
    stored.is_correct = grade.is_correct


def _unchecked(attempt: Attempt) -> list[tuple[Answer, QuestionVersion]]:
    rows = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_(None),
        )
    )
    return [(stored, question) for stored, question in rows]


def close(attempt: Attempt, enrolment: Enrolment, by: ClosedBy, at: datetime) -> None:
    """Make an attempt final, and let it count."""
    _seal(attempt, by, at)
    _count(attempt, enrolment, at)


def reset(attempt: Attempt, at: datetime) -> None:
    """End an attempt that is to count for nothing; what was answered in it is kept."""
    _seal(attempt, ClosedBy.RESET, at)
    attempt.is_passed = False


def _seal(attempt: Attempt, by: ClosedBy, at: datetime) -> None:
    rows = db.session.execute(
        select(Answer, QuestionVersion.public_id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    ).all()
    attempt.correct = sum(answer.is_correct for answer, _ in rows)
    attempt.is_passed = attempt.correct >= attempt.needed
    attempt.state = AttemptState.CLOSED
    attempt.closed_at = at
    attempt.closed_by = by
    attempt.transcript_sha256 = canonical.sha256(_transcript(attempt, list(rows)))


def _count(attempt: Attempt, enrolment: Enrolment, at: datetime) -> None:
    if attempt.purpose == AttemptPurpose.MODULE:
        progress_row(enrolment, attempt.module, at).attempts += 1
    rate(attempt, enrolment, at)


def rate(attempt: Attempt, enrolment: Enrolment, at: datetime) -> None:
    """Let what is right in a closed attempt count for its module, which it may pass.

    One that was reset counts for nothing.
    """
    if attempt.closed_by == ClosedBy.RESET:
        return
    row = progress_row(enrolment, attempt.module, at)
    if attempt.purpose == AttemptPurpose.MODULE:
        row.best = max(row.best, attempt.correct)
    if row.passed_at is not None:
        return
    if attempt.purpose == AttemptPurpose.MODULE and attempt.is_passed:
        row.passing_attempt_id = attempt.id
    row.must_know_left = len(attempt_queries.must_know_left(attempt, enrolment))
    if row.passing_attempt_id is not None and row.must_know_left == 0:
        pass_module(enrolment, module_of(enrolment, attempt.module), row, at)


def _transcript(attempt: Attempt, rows: list[tuple[Answer, str]]) -> str:
    quiz_version = db.session.scalars(
        select(QuizVersion.public_id).where(
            QuizVersion.organization_id == attempt.organization_id,
            QuizVersion.id == attempt.quiz_version_id,
        )
    ).one()
    return transcripts.transcript(
        attempt.public_id,
        quiz_version,
        attempt.needed,
        [
            TranscriptLine(
                answer.position,
                question_version,
                canonical.parse(answer.shown_order),
                canonical.parse(answer.given) if answer.given else None,
                answer.earned,
                answer.possible,
            )
            for answer, question_version in rows
        ],
    )
