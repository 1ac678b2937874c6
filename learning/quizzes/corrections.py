"""What can be asked about corrections of questions, and the grade of an answer under them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from learning.accounts.models import Person
from learning.database import db
from learning.quizzes import content, correcting, grading
from learning.quizzes.correcting import Correction, Policy
from learning.quizzes.kinds.contract import AnswerKey, Grade, QuestionKind
from learning.quizzes.models import Question, QuestionCorrection, QuestionVersion


@dataclass(frozen=True)
class MadeCorrection:
    """A correction as trainers read about it: of which version, how, why, by whom."""

    number: int
    version: int
    policy: Policy
    reason: str
    name: str
    at: datetime


def corrections_of(
    organization_id: int, version_ids: Collection[int]
) -> dict[int, list[Correction]]:
    """By version the corrections it has, in the order they were made."""
    corrected, newer = aliased(QuestionVersion), aliased(QuestionVersion)
    rows = db.session.execute(
        select(QuestionCorrection, corrected, newer)
        .join(
            corrected,
            (corrected.organization_id == QuestionCorrection.organization_id)
            & (corrected.id == QuestionCorrection.question_version_id),
        )
        .join(
            newer,
            (newer.organization_id == QuestionCorrection.organization_id)
            & (newer.id == QuestionCorrection.key_version_id),
        )
        .where(
            QuestionCorrection.organization_id == organization_id,
            QuestionCorrection.question_version_id.in_(version_ids),
        )
        .order_by(QuestionCorrection.number)
    )
    found: dict[int, list[Correction]] = {}
    for row, version, key_version in rows:
        key = key_from(version, key_version)
        assert key is not None  # or it wasn't made
        each = Correction(
            version.id, key_version.id, Policy(row.policy), key,
            row.reason, row.id, row.number, row.at,
        )  # fmt: skip
        found.setdefault(version.id, []).append(each)
    return found


def key_from(version: QuestionVersion, newer: QuestionVersion) -> AnswerKey | None:
    """The key of a newer version in terms of this one's options; None if it doesn't fit."""
    return correcting.key_in_terms_of(
        QuestionKind(version.kind),
        content.read_body(version.body),
        QuestionKind(newer.kind),
        content.read_body(newer.body),
        content.read_key(newer.key),
    )


def grade(question: QuestionVersion, given: Sequence[str] | None) -> Grade:
    """The grade of an answer to a version, under its own key and its corrections."""
    kind, body = QuestionKind(question.kind), content.read_body(question.body)
    own = grading.grade(kind, body, content.read_key(question.key), given)
    made = corrections_of(question.organization_id, [question.id]).get(question.id, [])
    return correcting.corrected(made, kind, body, own, given)


def versions_of(question: Question) -> list[QuestionVersion]:
    """All approved versions of a question, the oldest first."""
    return list(
        db.session.scalars(
            select(QuestionVersion)
            .where(
                QuestionVersion.organization_id == question.organization_id,
                QuestionVersion.question_id == question.id,
            )
            .order_by(QuestionVersion.number)
        )
    )


def last_number(question: Question) -> int:
    """The number of a question's newest correction; 0 before the first."""
    return (
        db.session.scalar(
            select(func.max(QuestionCorrection.number)).where(
                QuestionCorrection.organization_id == question.organization_id,
                QuestionCorrection.question_id == question.id,
            )
        )
        or 0
    )


def made_for(question: Question) -> list[MadeCorrection]:
    """A question's corrections, the newest first."""
    rows = db.session.execute(
        select(QuestionCorrection, QuestionVersion.number, Person.name)
        .join(
            QuestionVersion,
            (QuestionVersion.organization_id == QuestionCorrection.organization_id)
            & (QuestionVersion.id == QuestionCorrection.question_version_id),
        )
        .outerjoin(Person, Person.public_id == QuestionCorrection.by)
        .where(
            QuestionCorrection.organization_id == question.organization_id,
            QuestionCorrection.question_id == question.id,
        )
        .order_by(QuestionCorrection.number.desc())
    )
    return [
        MadeCorrection(row.number, version, Policy(row.policy), row.reason, name or "", row.at)
        for row, version, name in rows
    ]
