"""What happens to an attempt: starting it, answering, closing it with the last answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from learning import canonical
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.progress import attempt_queries, closing, drawing, timing
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.rows import lock, lock_attempt, progress_row, unlocked_module
from learning.progress.states import AttemptState, ClosedBy
from learning.quizzes import content, grading
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion

# More than any question has parts, and longer than any answer has to be.
MOST_VALUES = 20
LONGEST_VALUE = 500
# What is to be said about an answer that isn't one, by kind; otherwise "answer-missing".
_MISSING = {
    QuestionKind.MATCHING: "match-missing",
    QuestionKind.ORDERING: "order-incomplete",
    QuestionKind.GAP: "gap-empty",
    QuestionKind.SHORT_TEXT: "text-missing",
    QuestionKind.NUMERIC: "number-missing",
}


@transaction
def start_attempt(enrolment: Enrolment, key: str, *, at: datetime) -> Attempt:
    """A new attempt at a module's quiz; the one that is open if there is one.

    Where only must-know questions are left, it asks those. One whose time is over is handed in and
    returned. Raises RuleBroken module-locked, module-without-quiz, or what `rules.next_try` names.
    """
    lock(enrolment)
    module = unlocked_module(enrolment, key)
    if module.quiz_version_id is None:
        raise RuleBroken("module-without-quiz")
    running = attempt_queries.open_attempt(enrolment, key)
    if running is not None:
        if timing.is_over(running.deadline, at):
            closing.hand_in(running, enrolment)
        return running
    forbidden = attempt_queries.next_try(enrolment, module, at)
    if forbidden is not None:
        raise forbidden
    enrolment.last_active_at = at
    row = progress_row(enrolment, key, at)
    enough = attempt_queries.waiting_attempt(enrolment, row)
    if enough is not None and not attempt_queries.must_know_left(enough, enrolment):
        closing.rate(enough, enrolment, at)  # what was left has been retired since
        return enough
    return drawing.insert_attempt(enrolment, row, module, at)


@transaction
def save_answer(
    attempt: Attempt, position: int, values: Sequence[str], *, revision: int, at: datetime
) -> int:
    """Keep what somebody has entered so far, however incomplete; returns the answer's new revision.

    `revision` is the one that the page was showing. The same values again are the same save. Raises
    RuleBroken answer-changed-elsewhere if other values were saved since then, answer-final after
    the check, question-gone, answer-too-long, time-over, or attempt-closed.
    """
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        raise RuleBroken("answer-too-long")
    lock_attempt(attempt)
    stored, _question = _place(attempt, position)
    if stored.checked_at is not None:
        raise RuleBroken("answer-final")
    _refuse_closed(attempt, at)
    given = canonical.text(list(values))
    if stored.given == given:
        return stored.seq
    if stored.seq != revision:
        raise RuleBroken("answer-changed-elsewhere")
    stored.given = given
    stored.seq += 1
    stored.saved_at = at
    return stored.seq


@transaction
def answer(attempt: Attempt, position: int, values: Sequence[str], *, at: datetime) -> bool:
    """Check one answer; the last one closes the attempt and may complete the course.

    Returns whether this call checked it: False if it had been checked before, which then stays.
    Raises RuleBroken answer-missing for values that are no answer, question-gone for no such
    place, time-over, or attempt-closed for one that was reset.
    """
    enrolment = lock_attempt(attempt)
    stored, question = _place(attempt, position)
    if stored.checked_at is not None:
        return False
    _refuse_closed(attempt, at)
    kind = QuestionKind(question.kind)
    body = content.read_body(question.body)
    given = grading.read(kind, body, values)
    if given is None:
        raise RuleBroken(_MISSING.get(kind, "answer-missing"))
    stored.given = canonical.text(list(given))
    stored.seq += 1
    stored.saved_at = at
    closing.check(stored, question, given, at)
    enrolment.last_active_at = at
    db.session.flush()
    if attempt_queries.first_unchecked(attempt) is None:
        closing.close(attempt, enrolment, ClosedBy.LEARNER, at)
    return True


def hand_in_if_over(attempt: Attempt, *, at: datetime) -> bool:
    """Close an attempt whose time is over, with what was saved; whether it was still open."""
    is_overdue = attempt.state == AttemptState.OPEN and timing.is_over(attempt.deadline, at)
    return is_overdue and _hand_in_overdue(attempt, at=at)


@transaction
def _hand_in_overdue(attempt: Attempt, *, at: datetime) -> bool:
    enrolment = lock_attempt(attempt)
    if attempt.state != AttemptState.OPEN or not timing.is_over(attempt.deadline, at):
        return False
    closing.hand_in(attempt, enrolment)
    return True


def hand_in_overdue(*, at: datetime) -> int:
    """Close every attempt whose time is over, each on its own; returns how many there were."""
    overdue = attempt_queries.overdue(at - timing.GRACE)
    for attempt in overdue:
        hand_in_if_over(attempt, at=at)
    return len(overdue)


def _refuse_closed(attempt: Attempt, at: datetime) -> None:
    if attempt.state != AttemptState.OPEN:
        raise RuleBroken("attempt-closed")
    if timing.is_over(attempt.deadline, at):
        raise RuleBroken("time-over")


def _place(attempt: Attempt, position: int) -> tuple[Answer, QuestionVersion]:
    row = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    ).one_or_none()
    if row is None:
        raise RuleBroken("question-gone")
    return row[0], row[1]
