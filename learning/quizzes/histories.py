"""What a question has said so far: its approved versions as wordings, and whose they are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learning import canonical
from learning.accounts.models import Person
from learning.database import db
from learning.quizzes import content, queries
from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Anchor, Question, QuestionVersion


@dataclass(frozen=True)
class PastVersion:
    """An approved version. `stated` is the approval as a bundle states it, "" for a person's."""

    id: int
    number: int
    wording: Wording
    name: str
    stated: str
    at: datetime


def past_versions(
    question: Question, *, before: int | None = None, limit: int = 20
) -> list[PastVersion]:
    """The approved versions, the newest first; one more than `limit` if there are more."""
    query = (
        select(QuestionVersion, Person.name)
        .outerjoin(Person, Person.public_id == QuestionVersion.approved_by)
        .where(
            QuestionVersion.organization_id == question.organization_id,
            QuestionVersion.question_id == question.id,
        )
        .order_by(QuestionVersion.number.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(QuestionVersion.number < before)
    rows = db.session.execute(query).all()
    anchors = _anchors(question.organization_id, [version.id for version, _name in rows])
    return [_past(version, anchors[version.id], name) for version, name in rows]


def past_version(question: Question, number: int) -> PastVersion | None:
    """The version with this number."""
    found = past_versions(question, before=number + 1, limit=1)
    return found[0] if found and found[0].number == number else None


def digest_of(question: Question) -> str:
    """Of all that an approval is given to: what it says and the sentences it tests."""
    sentences = [anchor.sentence for anchor in content.read_anchors(question.anchors)]
    return canonical.sha256(canonical.text([question.kind, question.body, question.key, sentences]))


def is_as_approved(question: Question) -> bool:
    """Whether the working copy says what its newest approved version says."""
    newest = queries.newest_version(question)
    return newest is not None and newest.sha256 == digest_of(question)


def _anchors(organization_id: int, version_ids: list[int]) -> dict[int, list[Anchor]]:
    rows = db.session.scalars(
        select(Anchor)
        .where(
            Anchor.organization_id == organization_id,
            Anchor.question_version_id.in_(version_ids),
        )
        .order_by(Anchor.position)
    )
    found: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in rows:
        found[anchor.question_version_id].append(anchor)
    return found


def _past(version: QuestionVersion, anchors: list[Anchor], name: str | None) -> PastVersion:
    wording = Wording(
        QuestionKind(version.kind),
        content.read_body(version.body),
        content.read_key(version.key),
        queries.anchor_spans(anchors),
    )
    return PastVersion(
        version.id, version.number, wording, name or "", version.approval or "", version.approved_at
    )
