"""What can be asked about attempts: which one runs, what it asks, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, select

from learning import canonical
from learning.courses.versions import PublishedModule
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations.models import Membership
from learning.progress import queries, rules
from learning.progress.models import Answer, Attempt, Enrolment, ModuleProgress
from learning.progress.queries import OF_ACTIVE_MEMBERSHIP
from learning.progress.states import AttemptPurpose, AttemptState, ClosedBy
from learning.quizzes import content, correcting, corrections, grading
from learning.quizzes import queries as quizzes
from learning.quizzes.correcting import Correction
from learning.quizzes.kinds.contract import (
    AnswerKey,
    Grade,
    PresentedQuestion,
    QuestionKind,
    ReviewedPart,
)
from learning.quizzes.models import QuestionVersion, QuizItem

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class AskedQuestion:
    """One place of an attempt before it is checked. Holds nothing of the key."""

    position: int
    question: PresentedQuestion
    # Whether it has to be right in the end.
    is_must_know: bool
    is_checked: bool
    # What was saved on the page so far, as its form sends it; after the check, the answer.
    saved: tuple[str, ...]
    revision: int


@dataclass(frozen=True)
class CheckedAnswer:
    """One place of an attempt after it was checked."""

    position: int
    question: PresentedQuestion
    is_must_know: bool
    # The version whose key is shown: the one that was asked, or the one it was corrected by.
    key_version_id: int
    key: AnswerKey
    given: tuple[str, ...]
    grade: Grade
    parts: tuple[ReviewedPart, ...]
    corrections: tuple[Correction, ...]
    # Whether it is right only by the key under which it was given, not by the one that is shown.
    is_right_by_old_key: bool


_OWN_ATTEMPT = (
    select(Attempt, Enrolment)
    .join(
        Enrolment,
        and_(
            Enrolment.organization_id == Attempt.organization_id,
            Enrolment.id == Attempt.enrolment_id,
        ),
    )
    .join(Membership, OF_ACTIVE_MEMBERSHIP)
    .where(Attempt.public_id == bindparam("public_id"))
)


def attempt_of_person(person_id: int, public_id: str) -> tuple[Attempt, Enrolment] | None:
    """The person's own attempt with this public id, while their membership stands."""
    row = db.session.execute(
        _OWN_ATTEMPT, {"person_id": person_id, "public_id": public_id}
    ).one_or_none()
    return (row[0], row[1]) if row else None


def attempt_in(enrolment: Enrolment, public_id: str) -> Attempt | None:
    """An attempt of this enrolment."""
    return db.session.scalar(
        select(Attempt).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.public_id == public_id,
        )
    )


def open_attempt(enrolment: Enrolment, module: str) -> Attempt | None:
    """The attempt that is still running on this module."""
    return db.session.scalar(
        select(Attempt).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Attempt.state == AttemptState.OPEN,
        )
    )


def last_attempts(enrolment: Enrolment) -> list[Attempt]:
    """The newest attempt at each module that has one, open or not."""
    newest = (
        select(func.max(Attempt.id))
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
        )
        .group_by(Attempt.module)
    )
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.organization_id == enrolment.organization_id, Attempt.id.in_(newest))
            .order_by(Attempt.id)
        )
    )


def last_closed_attempt(enrolment: Enrolment, module: str) -> Attempt | None:
    """The newest finished try at this module's quiz that counts."""
    return db.session.scalar(
        select(Attempt)
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Attempt.state == AttemptState.CLOSED,
            Attempt.purpose == AttemptPurpose.MODULE,
            Attempt.closed_by != ClosedBy.RESET,
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    )


def next_try(enrolment: Enrolment, module: PublishedModule, at: datetime) -> RuleBroken | None:
    """What forbids another try at a module's quiz now; nothing, where must-know is left of it."""
    row = queries.module_progress(enrolment, module.key)
    if row is None or module.quiz_version_id is None or is_must_know_left(row):
        return None
    last = last_closed_attempt(enrolment, module.key)
    return rules.next_try(
        quizzes.quiz_rules(enrolment.organization_id, module.quiz_version_id),
        is_passed=row.passed_at is not None,
        tries=row.attempts,
        granted=row.granted_tries,
        last_closed_at=last.closed_at if last else None,
        reread_at=row.reread_at,
        at=at,
    )


def is_must_know_left(row: ModuleProgress) -> bool:
    """Whether enough was right, and only questions that have to be right stand in the way."""
    return row.passed_at is None and row.passing_attempt_id is not None


def waiting_attempt(enrolment: Enrolment, row: ModuleProgress) -> Attempt | None:
    """The attempt in which enough was right, while must-know questions are left."""
    if not is_must_know_left(row):
        return None
    return db.session.scalar(
        select(Attempt).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.id == row.passing_attempt_id,
        )
    )


def must_know_left(attempt: Attempt, enrolment: Enrolment) -> set[int]:
    """The ids of the attempt's quiz's must-know questions that weren't right the last time."""
    items = quizzes.drawable_items(attempt.organization_id, attempt.quiz_version_id)
    must_know = {item.question_id for item in items if item.is_must_know}
    if not must_know:
        return set()
    outcomes = last_outcomes(enrolment, attempt.module)
    return {question_id for question_id in must_know if not outcomes.get(question_id)}


def overdue(ended_before: datetime) -> list[Attempt]:
    """Attempts of all organizations that are still open, and whose time ended before that."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.state == AttemptState.OPEN, Attempt.deadline < ended_before)
            .order_by(Attempt.deadline)
            .limit(MOST_AT_ONCE),
            execution_options={"crosses_tenants": "time ends everywhere"},
        )
    )


def timed_attempts(person_id: int) -> list[Attempt]:
    """A person's open attempts with a time limit, in all their organizations."""
    return list(
        db.session.scalars(
            select(Attempt)
            .join(
                Enrolment,
                and_(
                    Enrolment.organization_id == Attempt.organization_id,
                    Enrolment.id == Attempt.enrolment_id,
                ),
            )
            .join(
                Membership,
                and_(
                    Membership.organization_id == Enrolment.organization_id,
                    Membership.id == Enrolment.membership_id,
                ),
            )
            .where(
                Membership.person_id == person_id,
                Attempt.state == AttemptState.OPEN,
                Attempt.base_time.is_not(None),
            )
        )
    )


def first_unchecked(attempt: Attempt) -> int | None:
    """The position of the next question to answer; None when all are checked."""
    return db.session.scalar(
        select(func.min(Answer.position)).where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_(None),
        )
    )


def marks_of(attempt: Attempt) -> list[bool | None]:
    """Per position whether it was right; None while it isn't checked."""
    rows = db.session.execute(
        select(Answer.checked_at, Answer.is_correct)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    return [is_correct if checked else None for checked, is_correct in rows]


def asked(attempt: Attempt, position: int) -> AskedQuestion | None:
    """A question as it may be shown before checking. The key isn't read from the database."""
    row = db.session.execute(
        select(
            Answer.shown_order,
            Answer.checked_at,
            Answer.given,
            Answer.seq,
            QuestionVersion.kind,
            QuestionVersion.body,
            QuizItem.is_must_know,
        )
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .join(QuizItem, _item_of(attempt))
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    ).one_or_none()
    if row is None:
        return None
    order, checked_at, given, seq, kind, body, is_must_know = row
    question = grading.present(QuestionKind(kind), content.read_body(body), canonical.parse(order))
    saved = tuple(canonical.parse(given)) if given else ()
    return AskedQuestion(position, question, is_must_know, checked_at is not None, saved, seq)


def _item_of(attempt: Attempt) -> ColumnElement[bool]:
    """The place that an answer's question has in the quiz version of its attempt."""
    return and_(
        QuizItem.organization_id == Answer.organization_id,
        QuizItem.quiz_version_id == attempt.quiz_version_id,
        QuizItem.question_version_id == Answer.question_version_id,
    )


def last_outcomes(enrolment: Enrolment, module: str) -> dict[int, bool]:
    """By question id whether it was right the last time it was checked, in this module."""
    rows = db.session.execute(
        select(QuestionVersion.question_id, Answer.is_correct)
        .join(
            Answer,
            and_(
                Answer.organization_id == QuestionVersion.organization_id,
                Answer.question_version_id == QuestionVersion.id,
            ),
        )
        .join(
            Attempt,
            and_(
                Attempt.organization_id == Answer.organization_id,
                Attempt.id == Answer.attempt_id,
            ),
        )
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Answer.checked_at.is_not(None),
        )
        .order_by(Attempt.number)
    )
    return {question_id: is_correct for question_id, is_correct in rows}


def shows_keys(attempt: Attempt, enrolment: Enrolment) -> bool:
    """Whether this attempt's learner may see the keys of what they have checked."""
    row = queries.module_progress(enrolment, attempt.module)
    return rules.shows_keys(
        quizzes.quiz_rules(attempt.organization_id, attempt.quiz_version_id).feedback,
        is_closed=attempt.state == AttemptState.CLOSED,
        is_passed=row is not None and row.passed_at is not None,
    )


def is_shown(attempt: Attempt, enrolment: Enrolment, asked: AskedQuestion) -> bool:
    """Whether its learner sees this question now: the next one, or a checked one with its key."""
    if asked.is_checked:
        return shows_keys(attempt, enrolment)
    # One after the other; of one that was reset none.
    return attempt.state == AttemptState.OPEN and first_unchecked(attempt) == asked.position


def checked_answers(attempt: Attempt, enrolment: Enrolment) -> list[CheckedAnswer]:
    """The checked places of an attempt, with keys, in order; none before they may be seen."""
    if not shows_keys(attempt, enrolment):
        return []
    rows = db.session.execute(
        select(Answer, QuestionVersion, QuizItem.is_must_know)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .join(QuizItem, _item_of(attempt))
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_not(None),
        )
        .order_by(Answer.position)
    ).all()
    made = corrections.corrections_of(
        attempt.organization_id, [version.id for _stored, version, _is in rows]
    )
    return [
        _checked(stored, version, is_must_know, made.get(version.id, []))
        for stored, version, is_must_know in rows
    ]


def _checked(
    stored: Answer, version: QuestionVersion, is_must_know: bool, made: Sequence[Correction]
) -> CheckedAnswer:
    kind, body = QuestionKind(version.kind), content.read_body(version.body)
    key_version_id, key = correcting.key_to_show(made, version.id, content.read_key(version.key))
    given = tuple(canonical.parse(stored.given)) if stored.given else ()
    grade = Grade(stored.earned, stored.possible)
    return CheckedAnswer(
        stored.position,
        grading.present(kind, body, canonical.parse(stored.shown_order)),
        is_must_know,
        key_version_id,
        key,
        given,
        grade,
        grading.review(kind, body, key, given),
        tuple(made),
        bool(made) and grade.is_correct and not grading.grade(kind, body, key, given).is_correct,
    )
