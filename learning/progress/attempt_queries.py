"""What can be asked about attempts: which one runs, what it asks, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from learning import canonical
from learning.courses.versions import PublishedModule
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations.models import Membership
from learning.progress import queries, rules
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.queries import OF_ACTIVE_MEMBERSHIP
from learning.progress.states import AttemptState
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
from learning.quizzes.models import QuestionVersion

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class AskedQuestion:
    """One place of an attempt before it is checked. Holds nothing of the key."""

    position: int
    question: PresentedQuestion
    is_checked: bool
    # What was saved on the page so far, as its form sends it; after the check, the answer.
    saved: tuple[str, ...]
    revision: int


@dataclass(frozen=True)
class CheckedAnswer:
    """One place of an attempt after it was checked."""

    position: int
    question: PresentedQuestion
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


def last_closed_attempt(enrolment: Enrolment, module: str) -> Attempt | None:
    """The newest finished attempt on this module."""
    return db.session.scalar(
        select(Attempt)
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Attempt.state == AttemptState.CLOSED,
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    )


def next_try(enrolment: Enrolment, module: PublishedModule, at: datetime) -> RuleBroken | None:
    """What forbids another try at a module's quiz now."""
    row = queries.module_progress(enrolment, module.key)
    if row is None or module.quiz_version_id is None:
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
        )
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    ).one_or_none()
    if row is None:
        return None
    order, checked_at, given, seq, kind, body = row
    question = grading.present(QuestionKind(kind), content.read_body(body), canonical.parse(order))
    saved = tuple(canonical.parse(given)) if given else ()
    return AskedQuestion(position, question, checked_at is not None, saved, seq)


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


def checked_answers(attempt: Attempt, enrolment: Enrolment) -> list[CheckedAnswer]:
    """The checked places of an attempt, with keys, in order; none before they may be seen."""
    if not shows_keys(attempt, enrolment):
        return []
    rows = db.session.execute(
        select(
            Answer.position,
            Answer.shown_order,
            Answer.given,
            Answer.earned,
            Answer.possible,
            QuestionVersion.id,
            QuestionVersion.kind,
            QuestionVersion.body,
            QuestionVersion.key,
        )
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_not(None),
        )
        .order_by(Answer.position)
    ).all()
    made = corrections.corrections_of(attempt.organization_id, [row.id for row in rows])
    return [_checked(made.get(row.id, []), *row) for row in rows]


def _checked(
    made: Sequence[Correction],
    position: int,
    order: str,
    given: str | None,
    earned: int,
    possible: int,
    version_id: int,
    kind_name: str,
    stored_body: str,
    stored_key: str,
) -> CheckedAnswer:
    kind, body = QuestionKind(kind_name), content.read_body(stored_body)
    key_version_id, key = correcting.key_to_show(made, version_id, content.read_key(stored_key))
    answer = tuple(canonical.parse(given)) if given else ()
    grade = Grade(earned, possible)
    return CheckedAnswer(
        position,
        grading.present(kind, body, canonical.parse(order)),
        key_version_id,
        key,
        answer,
        grade,
        grading.review(kind, body, key, answer),
        tuple(made),
        bool(made) and grade.is_correct and not grading.grade(kind, body, key, answer).is_correct,
    )
