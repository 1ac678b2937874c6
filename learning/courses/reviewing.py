"""Reviewing a course's questions: several decisions in one act, taking one back, what is tested."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.articles import queries as articles
from learning.articles.outline import Sentence, sentences_between
from learning.courses import queries
from learning.courses.models import Course
from learning.courses.rows import lock
from learning.courses.structure import ModulePlan, has_quiz
from learning.database import transaction
from learning.errors import RuleBroken
from learning.quizzes import actions, content, review_actions, review_queries
from learning.quizzes import queries as quizzes
from learning.quizzes.coverage import Coverage, coverage
from learning.quizzes.models import Question
from learning.quizzes.review_queries import Batch
from learning.quizzes.states import PUBLISHABLE, QuestionState, RejectReason


@dataclass(frozen=True)
class Selected:
    """A question to decide on, as it was shown: its public id and revision."""

    public_id: str
    revision: int


@dataclass(frozen=True)
class Refused:
    """A question that stays as it is, and the rule that says so."""

    question: Question
    error: RuleBroken


@dataclass(frozen=True)
class ModuleCoverage:
    """A module, its sentences, and which of them are tested."""

    plan: ModulePlan
    sentences: tuple[Sentence, ...]
    coverage: Coverage


@transaction
def approve_all(
    course: Course, selected: Sequence[Selected], *, by: str, at: datetime
) -> list[Refused]:
    """Approve each of these by the rules for one; what can't be approved stays and is returned."""

    def approve(question: Question, revision: int) -> None:
        actions.approve(question, revision=revision, by=by, at=at)

    return _decide(course, selected, approve)


@transaction
def reject_all(
    course: Course,
    selected: Sequence[Selected],
    *,
    code: RejectReason,
    reason: str,
    by: str,
    at: datetime,
) -> list[Refused]:
    """Reject each of these for one reason; what can't be rejected stays and is returned."""

    def reject(question: Question, revision: int) -> None:
        actions.reject(question, reason=reason, code=code, revision=revision, by=by, at=at)

    return _decide(course, selected, reject)


@transaction
def take_back(course: Course, decided_at: datetime, *, by: str, at: datetime) -> list[str]:
    """Take this person's last act back, which was at that instant; returns what waits again.

    That is all of it, except what was approved before it was rejected and is so again.
    Raises RuleBroken nothing-to-undo when it wasn't, so that pressing twice takes one act back.
    """
    lock(course)  # publishing waits, so what an approval inserted isn't pointed at meanwhile
    batch = last_batch(course, by)
    if batch is None or batch.at != decided_at:
        raise RuleBroken("nothing-to-undo")
    waiting = []
    for decided in batch.decided:
        question = quizzes.question(course.organization_id, decided.public_id)
        assert question is not None  # the batch was read in this transaction
        review_actions.take_back(question, decided.number, by=by, at=at)
        if question.state == QuestionState.DRAFT:
            waiting.append(decided.public_id)
    return waiting


def last_batch(course: Course, by: str) -> Batch | None:
    """What this person decided last in this course and can take back."""
    return review_queries.last_batch(course.organization_id, quiz_ids(course), by)


def quiz_ids(course: Course) -> list[int]:
    return [plan.quiz_id for plan in queries.plans_of(course)]


def coverages(course: Course) -> list[ModuleCoverage]:
    """Of each module with a quiz, in order: what its drafts and approved questions test."""
    plans = [p for p in queries.plans_of(course) if has_quiz(p.kind) and not p.is_excluded]
    versions = articles.versions_with_ids(
        course.organization_id, {plan.article_version_id for plan in plans}
    )
    counted = [
        content.read_anchors(question.anchors)
        for _place, question in quizzes.places(
            course.organization_id, [plan.quiz_id for plan in plans]
        )
        if question.state in PUBLISHABLE and not question.is_stale
    ]
    found = []
    for plan in plans:
        outline = articles.outline_of_version(versions[plan.article_version_id])
        sentences = sentences_between(outline, plan.start, plan.end)
        tested = coverage([sentence.id for sentence in sentences], counted)
        found.append(ModuleCoverage(plan, sentences, tested))
    return found


def _decide(
    course: Course, selected: Sequence[Selected], act: Callable[[Question, int], None]
) -> list[Refused]:
    lock(course)
    refused = []
    here = {
        q.public_id: q for _place, q in quizzes.places(course.organization_id, quiz_ids(course))
    }
    for each in selected:
        question = here.get(each.public_id)
        if question is None:
            continue
        try:
            act(question, each.revision)
        except RuleBroken as error:  # broken before anything is changed, so the others stand
            refused.append(Refused(question, error))
    return refused
