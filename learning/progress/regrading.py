"""Correcting results after the fact: a correction of a question, and all it makes good, in one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from learning import outbox
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.progress import closing, regrades
from learning.progress.models import Answer, Attempt, Enrolment, Regrade
from learning.progress.regrades import Judged
from learning.progress.states import AttemptState, ClosedBy, EnrolmentPurpose, EnrolmentState
from learning.quizzes import correction_actions, corrections
from learning.quizzes.correcting import Correction, Policy
from learning.quizzes.models import Question, QuestionCorrection, QuestionVersion

LONGEST_REASON = 300


@transaction
def correct_results(
    question: Question,
    *,
    versions: Collection[int],
    policy: Policy,
    reason: str,
    known: int,
    by: str,
    at: datetime,
) -> int | None:
    """Correct these versions of a question, by number, and every result that rests on them.

    An answer counts when it is right under its own key or under the correction, so nobody loses
    anything. `known` is the number of the newest correction that somebody has seen: whoever asks
    twice corrects once. Returns how many tries changed, None if nothing was done since another
    correction was made. Raises RuleBroken reason-missing or correction-impossible.
    """
    if not reason.strip():
        raise RuleBroken("reason-missing")
    db.session.refresh(question, with_for_update=True)
    if corrections.last_number(question) != known:
        return None
    wanted = regrades.proposed(question, versions, policy)
    _hold_still(question.organization_id, wanted)
    made = correction_actions.make_corrections(
        question, wanted, reason=reason.strip()[:LONGEST_REASON], by=by, at=at
    )
    return sum(_regrade(row, correction, at) for row, correction in made)


def _hold_still(organization_id: int, wanted: Sequence[Correction]) -> None:
    """Let everybody finish who is answering one of these versions, and the others wait.

    Whoever goes on afterwards is graded under the correction. A version that is locked can't be
    drawn, so nobody new comes in between; learners are locked first, as they lock themselves
    before they draw.
    """
    ids = [each.question_version_id for each in wanted]
    _lock_learners(organization_id, ids)
    db.session.execute(
        select(QuestionVersion.id)
        .where(QuestionVersion.organization_id == organization_id, QuestionVersion.id.in_(ids))
        .order_by(QuestionVersion.id)
        .with_for_update()
    ).all()
    _lock_learners(organization_id, ids)


def _lock_learners(organization_id: int, version_ids: Sequence[int]) -> None:
    asked = (
        select(Attempt.enrolment_id)
        .join(Answer, Answer.attempt_id == Attempt.id)
        .where(
            Answer.organization_id == organization_id,
            Answer.question_version_id.in_(version_ids),
        )
    )
    db.session.scalars(
        select(Enrolment)
        .where(Enrolment.organization_id == organization_id, Enrolment.id.in_(asked))
        .order_by(Enrolment.id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).all()


def _regrade(row: QuestionCorrection, correction: Correction, at: datetime) -> int:
    """Make good what a correction makes good; how many tries that were."""
    found = [each for each in regrades.judged(row.organization_id, correction) if each.is_better]
    for each in found:
        _improve(row, each, at)
    db.session.flush()
    _tell_learners(row, found, at)
    return len(found)


def _tell_learners(row: QuestionCorrection, found: Sequence[Judged], at: datetime) -> None:
    learners = {
        each.enrolment.public_id: each.enrolment.membership_id
        for each in found
        if each.enrolment.purpose == EnrolmentPurpose.LEARN
    }
    members = organizations.public_ids_of(row.organization_id, learners.values())
    for enrolment, membership_id in sorted(learners.items()):
        outbox.leave(
            "result-corrected",
            once_key=f"result-corrected:{row.public_id}:{enrolment}",
            payload={"correction": row.public_id, "enrolment": enrolment},
            organization_id=row.organization_id,
            about=members[membership_id],
            at=at,
        )


def _improve(row: QuestionCorrection, judged: Judged, at: datetime) -> None:
    answer, attempt, old, new = judged.answer, judged.attempt, judged.old, judged.new
    is_closed, was_passed = attempt.state == AttemptState.CLOSED, attempt.is_passed
    counts_now = judged.counts_now
    answer.earned, answer.possible, answer.is_correct = new.earned, new.possible, new.is_correct
    new_correct = _count_right(attempt)
    if is_closed:
        _rate_again(attempt, judged.enrolment, new_correct, at)
    db.session.add(
        Regrade(
            organization_id=attempt.organization_id,
            correction_id=row.id,
            enrolment_id=attempt.enrolment_id,
            attempt_id=attempt.id,
            answer_id=answer.id,
            is_after_closing=is_closed,
            old_earned=old.earned,
            old_possible=old.possible,
            new_earned=new.earned,
            new_possible=new.possible,
            old_correct=new_correct - counts_now,
            new_correct=new_correct,
            was_passed=was_passed,
            is_passed=attempt.is_passed,
            at=at,
        )
    )


def _count_right(attempt: Attempt) -> int:
    db.session.flush()
    counted = db.session.scalar(
        select(func.count()).where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.is_correct,
        )
    )
    return counted or 0


def _rate_again(attempt: Attempt, enrolment: Enrolment, correct: int, at: datetime) -> None:
    """The score and the pass of a finished try. Its transcript stays as it was hashed."""
    attempt.correct = correct
    if attempt.closed_by != ClosedBy.RESET:
        attempt.is_passed = attempt.is_passed or correct >= attempt.needed
    # A preview that a newer one has replaced is over.
    if enrolment.state != EnrolmentState.ENDED:
        closing.rate(attempt, enrolment, at)
