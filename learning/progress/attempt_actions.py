"""What happens to an attempt: starting it, answering, closing it with the last answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from learning import audit, canonical
from learning.accounts import actions as accounts_actions
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.progress import attempt_queries, closing, drawing, queries, timing
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.rows import lock, module_of, progress_row, unlocked_module
from learning.progress.states import AttemptState
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
    return drawing.insert_attempt(enrolment, progress_row(enrolment, key, at), module, at)


@transaction
def save_answer(
    attempt: Attempt, position: int, values: Sequence[str], *, revision: int, at: datetime
) -> int:
    """Keep what somebody has entered so far, however incomplete; returns the answer's new revision.

    `revision` is the one that the page was showing. The same values again are the same save. Raises
    RuleBroken answer-changed-elsewhere if other values were saved since then, answer-final after
    the check, question-gone, answer-too-long, or time-over.
    """
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        raise RuleBroken("answer-too-long")
    _lock_attempt(attempt)
    stored, _question = _place(attempt, position)
    if stored.checked_at is not None:
        raise RuleBroken("answer-final")
    _refuse_late(attempt, at)
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
    place, time-over.
    """
    enrolment = _lock_attempt(attempt)
    stored, question = _place(attempt, position)
    if stored.checked_at is not None:
        return False
    _refuse_late(attempt, at)
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
        closing.close(attempt, enrolment, "learner", at)
    return True


def hand_in_if_over(attempt: Attempt, *, at: datetime) -> bool:
    """Close an attempt whose time is over, with what was saved; whether it was still open."""
    is_overdue = attempt.state == AttemptState.OPEN and timing.is_over(attempt.deadline, at)
    return is_overdue and _hand_in_overdue(attempt, at=at)


@transaction
def _hand_in_overdue(attempt: Attempt, *, at: datetime) -> bool:
    enrolment = _lock_attempt(attempt)
    if attempt.state != AttemptState.OPEN or not timing.is_over(attempt.deadline, at):
        return False
    closing.hand_in(attempt, enrolment)
    return True


@transaction
def set_time_factor(
    person_id: int, factor: int, *, about: str, organization_id: int, by: str, at: datetime
) -> None:
    """Give a person more or less time, in running attempts too, which never become shorter.

    `about` is the public id of the membership through which `by` may do so. The log tells of the
    change, never of its reason.
    """
    before = accounts_actions.change_profile(person_id, time_factor=factor).time_factor
    if before == factor:
        return
    audit.record(
        "time-factor-set", subject=about, about=about, by=by, at=at,
        organization_id=organization_id, old=str(before), new=str(factor),
    )  # fmt: skip
    for attempt in attempt_queries.timed_attempts(person_id):
        _lock_attempt(attempt)
        if attempt.state != AttemptState.OPEN or timing.is_over(attempt.deadline, at):
            continue
        new = timing.deadline(attempt.started_at, attempt.base_time, factor)
        if new is None or (attempt.deadline is not None and new > attempt.deadline):
            attempt.time_factor, attempt.deadline = factor, new


@transaction
def grant_try(enrolment: Enrolment, key: str, *, known: int, by: str, at: datetime) -> None:
    """Grant one more try at a module's quiz than `known`, the number somebody has seen granted.

    Whoever asks twice grants one. Raises RuleBroken module-gone.
    """
    lock(enrolment)
    module_of(enrolment, key)
    row = progress_row(enrolment, key, at)
    if row.granted_tries != known:
        return
    row.granted_tries += 1
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    audit.record(
        "try-granted", subject=enrolment.public_id, about=membership.public_id, by=by, at=at,
        organization_id=enrolment.organization_id, old=str(known), new=str(row.granted_tries),
    )  # fmt: skip


def hand_in_overdue(*, at: datetime) -> int:
    """Close every attempt whose time is over, each on its own; returns how many there were."""
    overdue = attempt_queries.overdue(at - timing.GRACE)
    for attempt in overdue:
        hand_in_if_over(attempt, at=at)
    return len(overdue)


def _refuse_late(attempt: Attempt, at: datetime) -> None:
    if timing.is_over(attempt.deadline, at):
        raise RuleBroken("time-over")


def _lock_attempt(attempt: Attempt) -> Enrolment:
    """Lock the enrolment an attempt belongs to, and see the attempt as it is then."""
    enrolment = queries.enrolment_with_id(attempt.organization_id, attempt.enrolment_id)
    lock(enrolment)
    db.session.refresh(attempt)
    return enrolment


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
