"""Recording what people decide about proposals, and taking a decision back."""

from datetime import datetime

from sqlalchemy import delete, func, select

from learning import audit
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.quizzes import content, edits, histories, queries
from learning.quizzes.models import (
    Anchor,
    Question,
    QuestionCorrection,
    QuestionVersion,
    QuizItem,
    ReviewDecision,
)
from learning.quizzes.states import Decision, QuestionState

# Whoever takes longer has done something else in between.
MOST_SECONDS = 1_800


@transaction
def record_approval(question: Question, *, seconds: int, by: str, at: datetime) -> None:
    """Keep that a person approved a question, and how much of its drafted wording they changed."""
    changed = 0
    if question.drafted is not None:
        drafted = content.read_wording(question.drafted)
        changed = edits.changed_characters(drafted, queries.wording_of(question))
    decision = Decision.EDITED if changed else Decision.APPROVED
    _record(question, decision, "", seconds, changed, by, at)


@transaction
def record_rejection(
    question: Question, *, reason: str, seconds: int, by: str, at: datetime
) -> None:
    """Keep that a person said no to a question, and why."""
    _record(question, Decision.REJECTED, reason, seconds, 0, by, at)


@transaction
def take_back(question: Question, number: int, *, by: str, at: datetime) -> None:
    """Let a question be what it was before its decision of this number.

    It waits again; one that was rejected in the words of its newest approved version is approved
    as before. What an approval inserted goes, as long as nothing points at it. Raises RuleBroken
    decision-followed if something has happened to the question since, or approval-in-use.
    """
    db.session.refresh(question, with_for_update=True)
    decision = _newest(question)
    if decision is None or decision.number != number or not _stands(question, decision):
        raise RuleBroken("decision-followed")
    was_approved = decision.decision == Decision.REJECTED and histories.is_as_approved(question)
    if question.state == QuestionState.APPROVED:
        _remove_version(question, decision.at)
        _record_taken_back("question-approval-taken-back", question, by, at)
    else:
        _record_taken_back("question-rejection-taken-back", question, by, at)
    question.state = QuestionState.APPROVED if was_approved else QuestionState.DRAFT
    question.reject_reason = None
    question.revision += 1
    question.changed_at = at
    _record(question, Decision.TAKEN_BACK, "", 0, 0, by, at)


def _stands(question: Question, decision: ReviewDecision) -> bool:
    if decision.decision == Decision.REJECTED:
        return question.state == QuestionState.REJECTED
    return decision.decision != Decision.TAKEN_BACK and question.state == QuestionState.APPROVED


def _remove_version(question: Question, approved_at: datetime) -> None:
    """The version that the approval of this instant inserted; none if the words were approved."""
    version = queries.newest_version(question)
    if version is None or version.approved_at != approved_at:
        return
    if _is_used(version):
        raise RuleBroken("approval-in-use")
    here = Anchor.organization_id == question.organization_id
    db.session.execute(delete(Anchor).where(here, Anchor.question_version_id == version.id))
    db.session.delete(version)
    db.session.flush()


def _is_used(version: QuestionVersion) -> bool:
    """Whether a published version, a preview or a correction names it."""
    return any(
        db.session.scalar(
            select(model.id).where(
                model.organization_id == version.organization_id, column == version.id
            )
        )
        is not None
        for model, column in (
            (QuizItem, QuizItem.question_version_id),
            (QuestionCorrection, QuestionCorrection.question_version_id),
            (QuestionCorrection, QuestionCorrection.key_version_id),
        )
    )


def _record_taken_back(act: str, question: Question, by: str, at: datetime) -> None:
    audit.record(
        act,
        subject=question.public_id,
        by=by,
        at=at,
        organization_id=question.organization_id,
    )


def _newest(question: Question) -> ReviewDecision | None:
    return db.session.scalar(
        select(ReviewDecision)
        .where(
            ReviewDecision.organization_id == question.organization_id,
            ReviewDecision.question_id == question.id,
        )
        .order_by(ReviewDecision.number.desc())
        .limit(1)
    )


def _record(
    question: Question,
    decision: Decision,
    reason: str,
    seconds: int,
    changed: int,
    by: str,
    at: datetime,
) -> None:
    last = db.session.scalar(
        select(func.max(ReviewDecision.number)).where(
            ReviewDecision.organization_id == question.organization_id,
            ReviewDecision.question_id == question.id,
        )
    )
    db.session.add(
        ReviewDecision(
            organization_id=question.organization_id,
            question_id=question.id,
            number=(last or 0) + 1,
            decision=decision,
            reason=reason,
            seconds=max(0, min(seconds, MOST_SECONDS)),
            edits=changed,
            by=by,
            at=at,
        )
    )
