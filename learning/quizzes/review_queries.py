"""What can be asked about decisions: the last one, how a round went, how drafters do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select

from learning.database import db
from learning.quizzes.models import Question, QuizQuestion, ReviewDecision
from learning.quizzes.states import Decision, QuestionState

_STANDING = (Decision.APPROVED, Decision.EDITED, Decision.REJECTED)
_SETTLED = (QuestionState.APPROVED, QuestionState.REJECTED)


@dataclass(frozen=True)
class Decided:
    """A decision that stands: on which question, and its number there."""

    public_id: str
    number: int
    decision: Decision


@dataclass(frozen=True)
class Batch:
    """What a person decided in one act: a single question, or several at once."""

    at: datetime
    decided: tuple[Decided, ...]


@dataclass(frozen=True)
class Round:
    """How many questions somebody decided on, and how long they looked at them."""

    approved: int
    edited: int
    rejected: int
    seconds: int

    @property
    def reviewed(self) -> int:
        return self.approved + self.edited + self.rejected


@dataclass(frozen=True)
class DrafterTally:
    """What became of one drafter's proposals; "" are those that people wrote."""

    drafter: str
    waiting: int
    approved: int
    edited: int
    rejected: int

    @property
    def decided(self) -> int:
        return self.approved + self.edited + self.rejected


def last_batch(organization_id: int, quiz_ids: Sequence[int], by: str) -> Batch | None:
    """The newest act of this person among these quizzes' questions that can be taken back."""
    rows = db.session.execute(
        _newest(organization_id, quiz_ids)
        .where(ReviewDecision.by == by, Question.state.in_(_SETTLED))
        .order_by(ReviewDecision.at.desc(), ReviewDecision.id)
    ).all()
    if not rows:
        return None
    decided = tuple(
        Decided(question.public_id, decision.number, Decision(decision.decision))
        for decision, question in rows
        if decision.at == rows[0][0].at
    )
    return Batch(rows[0][0].at, decided)


def round_since(organization_id: int, quiz_ids: Sequence[int], by: str, since: datetime) -> Round:
    """What this person has decided on since then, as far as it stands."""
    rows = db.session.execute(
        _newest(organization_id, quiz_ids).where(
            ReviewDecision.by == by, ReviewDecision.at >= since
        )
    ).all()
    counted = Counter(decision.decision for decision, _question in rows)
    return Round(
        counted[Decision.APPROVED],
        counted[Decision.EDITED],
        counted[Decision.REJECTED],
        sum(decision.seconds for decision, _question in rows),
    )


def drafter_tallies(organization_id: int, quiz_ids: Sequence[int]) -> list[DrafterTally]:
    """Per drafter how many of its proposals wait, and how people decided on the others."""
    decided = {
        question.id: decision.decision
        for decision, question in db.session.execute(_newest(organization_id, quiz_ids))
    }
    questions = db.session.execute(
        select(Question.id, Question.drafter, Question.state)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.quiz_id.in_(quiz_ids),
            Question.drafted.is_not(None),
        )
    ).all()
    return [
        _tally(drafter, [row for row in questions if row.drafter == drafter], decided)
        for drafter in sorted({row.drafter for row in questions})
    ]


def _tally(
    drafter: str, questions: Sequence[Row[int, str, str]], decided: dict[int, str]
) -> DrafterTally:
    counted = Counter(decided.get(row.id) for row in questions)
    waiting = sum(row.id not in decided and row.state == QuestionState.DRAFT for row in questions)
    return DrafterTally(drafter, waiting, *(counted[each] for each in _STANDING))


def _newest(organization_id: int, quiz_ids: Sequence[int]) -> Select[ReviewDecision, Question]:
    """Per question of these quizzes its newest decision, unless that was taken back."""
    last = (
        select(ReviewDecision.question_id, func.max(ReviewDecision.number).label("number"))
        .where(ReviewDecision.organization_id == organization_id)
        .group_by(ReviewDecision.question_id)
        .subquery()
    )
    return (
        select(ReviewDecision, Question)
        .join(
            last,
            (last.c.question_id == ReviewDecision.question_id)
            & (last.c.number == ReviewDecision.number),
        )
        .join(Question, Question.id == ReviewDecision.question_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(
            ReviewDecision.organization_id == organization_id,
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.quiz_id.in_(quiz_ids),
            ReviewDecision.decision.in_(_STANDING),
        )
    )
