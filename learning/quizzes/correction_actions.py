"""Making corrections: rows beside versions that stay as they were asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from learning import audit
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.quizzes import corrections
from learning.quizzes.correcting import Correction
from learning.quizzes.models import Question, QuestionCorrection


@transaction
def make_corrections(
    question: Question, wanted: Sequence[Correction], *, reason: str, by: str, at: datetime
) -> list[tuple[QuestionCorrection, Correction]]:
    """Store these corrections of a question's versions; each row with what it says."""
    number, made = corrections.last_number(question), []
    for each in wanted:
        number += 1
        row = QuestionCorrection(
            public_id=public_id(),
            organization_id=question.organization_id,
            question_id=question.id,
            question_version_id=each.question_version_id,
            number=number,
            policy=each.policy,
            key_version_id=each.key_version_id,
            reason=reason,
            by=by,
            at=at,
        )
        db.session.add(row)
        db.session.flush()
        audit.record(
            "results-corrected", subject=question.public_id, by=by, at=at,
            organization_id=question.organization_id, old=each.policy, new=str(number),
        )  # fmt: skip
        made.append((row, replace(each, id=row.id, number=number, reason=reason, at=at)))
    return made
