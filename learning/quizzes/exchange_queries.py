"""What can be asked about questions on their way out."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from learning import canonical, files
from learning.accounts.models import Person
from learning.database import db
from learning.quizzes import content, queries
from learning.quizzes.exchange.exchanged import Item
from learning.quizzes.exchange.plain import PlainQuestion, plain
from learning.quizzes.kinds.contract import Image
from learning.quizzes.models import Question, QuestionVersion, QuizQuestion
from learning.quizzes.queries import Approval


def item_of(place: QuizQuestion, question: Question, category: Sequence[str] = ()) -> Item:
    """A working copy with all that a file may say of it."""
    return Item(
        plain(queries.wording_of(question)),
        category=tuple(category),
        tags=tuple(canonical.parse(question.tags)),
        quotes=tuple(anchor.quote for anchor in content.read_anchors(question.anchors)),
        is_must_know=place.is_must_know,
    )


def kept_file(organization_id: int, sha256: str) -> bytes | None:
    """An uploaded file of this organization by its hash."""
    file = files.stored(organization_id, sha256)
    return file.content if file else None


def known_questions(organization_id: int, quiz_id: int) -> set[PlainQuestion]:
    """What the questions of a quiz say, in whatever state they are."""
    return {
        plain(queries.wording_of(question))
        for _place, question in queries.places(organization_id, [quiz_id])
    }


def image_files(organization_id: int, items: Iterable[Item]) -> dict[str, bytes]:
    """The bytes of all images of these questions, by hash."""
    images: dict[str, Image] = {i.sha256: i for item in items for i in item.question.images}
    stored = {sha256: files.stored(organization_id, sha256) for sha256 in sorted(images)}
    return {sha256: file.content for sha256, file in stored.items() if file is not None}


def approvals(organization_id: int, question_ids: Sequence[int]) -> dict[int, Approval]:
    """Per question the approval of its newest version; no entry for one that never had any."""
    newest = (
        select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
        .where(
            QuestionVersion.organization_id == organization_id,
            QuestionVersion.question_id.in_(question_ids),
        )
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            QuestionVersion.question_id,
            QuestionVersion.number,
            Person.name,
            QuestionVersion.approval,
            QuestionVersion.approved_at,
        )
        .join(
            newest,
            (newest.c.question_id == QuestionVersion.question_id)
            & (newest.c.number == QuestionVersion.number),
        )
        .outerjoin(Person, Person.public_id == QuestionVersion.approved_by)
        .where(QuestionVersion.organization_id == organization_id)
    )
    return {row[0]: Approval(row[1], row[2] or "", row[3] or "", row[4]) for row in rows}
