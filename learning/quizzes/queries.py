"""What can be asked about questions and quizzes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from learning import canonical, files
from learning.accounts.models import Person
from learning.database import db
from learning.errors import RuleBroken
from learning.quizzes import content, guessing, images
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.kinds.contract import Body, Image, QuestionKind
from learning.quizzes.models import (
    Anchor,
    Question,
    QuestionVersion,
    Quiz,
    QuizItem,
    QuizQuestion,
    QuizVersion,
    ReviewDecision,
)
from learning.quizzes.rules import QuizRules
from learning.quizzes.states import PUBLISHABLE, QuestionState


@dataclass(frozen=True)
class DrawableItem:
    """A question version a quiz version may draw, without its key."""

    question_version_id: int
    question_id: int
    kind: QuestionKind
    body: Body
    pool: str
    is_must_know: bool


@dataclass(frozen=True)
class ItemPlan:
    """A question version as it is to stand in a quiz version."""

    version: QuestionVersion
    pool: str
    is_must_know: bool


@dataclass(frozen=True)
class Approval:
    """Who put their name under a question's newest version: a person, or as a bundle states it."""

    number: int
    name: str
    stated: str
    at: datetime


@dataclass(frozen=True)
class Tally:
    """How many questions of a quiz are in which state; stale ones are counted there too."""

    drafts: int = 0
    approved: int = 0
    rejected: int = 0
    stale: int = 0
    retired: int = 0

    @property
    def total(self) -> int:
        return self.drafts + self.approved + self.rejected + self.retired

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.drafts + other.drafts,
            self.approved + other.approved,
            self.rejected + other.rejected,
            self.stale + other.stale,
            self.retired + other.retired,
        )


def stored_image(organization_id: int, sha256: str) -> Image | None:
    """A stored file of this organization as an image without words yet; None if it is none."""
    file = files.stored(organization_id, sha256)
    try:
        found = images.measured(file.content if file else b"")
    except RuleBroken:
        return None
    return Image(sha256, found.media_type, found.width, found.height, "")


def quiz_with_id(organization_id: int, quiz_id: int) -> Quiz:
    return db.session.scalars(
        select(Quiz).where(Quiz.organization_id == organization_id, Quiz.id == quiz_id)
    ).one()


def question(organization_id: int, public_id: str) -> Question | None:
    """The working copy with this public id, in this organization only."""
    return db.session.scalar(
        select(Question).where(
            Question.organization_id == organization_id, Question.public_id == public_id
        )
    )


def questions_on(organization_id: int, article_id: int) -> list[Question]:
    """All questions on an article, in whatever state and quiz."""
    return list(
        db.session.scalars(
            select(Question)
            .where(Question.organization_id == organization_id, Question.article_id == article_id)
            .order_by(Question.id)
        )
    )


def wording_of(question: Question) -> Wording:
    """The working copy's text, as values."""
    return Wording(
        QuestionKind(question.kind),
        content.read_body(question.body),
        content.read_key(question.key),
        content.read_anchors(question.anchors),
    )


def places(organization_id: int, quiz_ids: Sequence[int]) -> list[tuple[QuizQuestion, Question]]:
    """All questions of these quizzes with their places, in order."""
    rows = db.session.execute(
        select(QuizQuestion, Question)
        .join(
            Question,
            (Question.organization_id == QuizQuestion.organization_id)
            & (Question.id == QuizQuestion.question_id),
        )
        .where(QuizQuestion.organization_id == organization_id, QuizQuestion.quiz_id.in_(quiz_ids))
        .order_by(QuizQuestion.quiz_id, QuizQuestion.position, QuizQuestion.id)
    )
    return [(place, question) for place, question in rows]


def place_of(question: Question) -> QuizQuestion:
    """A question's place in its quiz's working list."""
    return db.session.scalars(
        select(QuizQuestion).where(
            QuizQuestion.organization_id == question.organization_id,
            QuizQuestion.question_id == question.id,
        )
    ).one()


def quiz_of(question: Question) -> int:
    """The id of the quiz whose list holds this question."""
    return place_of(question).quiz_id


def is_deletable(question: Question) -> bool:
    """Whether a person wrote it and nobody has decided on it: only then nothing rests on it.

    What a drafter proposed is rejected instead, since drafters are judged by that.
    """
    is_proposal = question.state in (QuestionState.DRAFT, QuestionState.REJECTED)
    if not is_proposal or question.drafter or newest_version(question) is not None:
        return False
    decided = select(ReviewDecision.id).where(
        ReviewDecision.organization_id == question.organization_id,
        ReviewDecision.question_id == question.id,
    )
    return db.session.scalar(decided.limit(1)) is None


def newest_version(question: Question) -> QuestionVersion | None:
    """The newest approved version, None if nobody has approved the question yet."""
    return db.session.scalar(
        select(QuestionVersion)
        .where(
            QuestionVersion.organization_id == question.organization_id,
            QuestionVersion.question_id == question.id,
        )
        .order_by(QuestionVersion.number.desc())
        .limit(1)
    )


def approval_of(question: Question) -> Approval | None:
    """The approval of the newest version, None if nobody has approved the question yet."""
    row = db.session.execute(
        select(
            QuestionVersion.number,
            Person.name,
            QuestionVersion.approval,
            QuestionVersion.approved_at,
        )
        .outerjoin(Person, Person.public_id == QuestionVersion.approved_by)
        .where(
            QuestionVersion.organization_id == question.organization_id,
            QuestionVersion.question_id == question.id,
        )
        .order_by(QuestionVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return Approval(row[0], row[1] or "", row[2] or "", row[3]) if row else None


def approved_pools(organization_id: int, quiz_ids: Sequence[int]) -> dict[int, list[str]]:
    """The pool of each question of each quiz that could be published now; "" is none."""
    has_version = (
        select(QuestionVersion.id)
        .where(
            QuestionVersion.organization_id == organization_id,
            QuestionVersion.question_id == Question.id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(QuizQuestion.quiz_id, QuizQuestion.pool)
        .join(Question, Question.id == QuizQuestion.question_id)
        .where(
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.quiz_id.in_(quiz_ids),
            Question.state.in_(PUBLISHABLE),
            has_version,
        )
    )
    pools: dict[int, list[str]] = {quiz_id: [] for quiz_id in quiz_ids}
    for quiz_id, pool in rows:
        pools[quiz_id].append(pool)
    return pools


def tallies(organization_id: int, quiz_ids: Sequence[int]) -> dict[int, Tally]:
    """The questions of each of these quizzes, counted by state; no entry for one without any."""
    rows = db.session.execute(
        select(QuizQuestion.quiz_id, Question.state, Question.is_stale, func.count())
        .join(
            Question,
            (Question.organization_id == QuizQuestion.organization_id)
            & (Question.id == QuizQuestion.question_id),
        )
        .where(QuizQuestion.organization_id == organization_id, QuizQuestion.quiz_id.in_(quiz_ids))
        .group_by(QuizQuestion.quiz_id, Question.state, Question.is_stale)
    )
    counted: dict[int, Tally] = {}
    for quiz_id, state, is_stale, count in rows:
        one = Tally(
            drafts=count * (state == QuestionState.DRAFT),
            approved=count * (state == QuestionState.APPROVED),
            rejected=count * (state == QuestionState.REJECTED),
            stale=count * (is_stale and state in PUBLISHABLE),
            retired=count * (state == QuestionState.RETIRED),
        )
        counted[quiz_id] = counted.get(quiz_id, Tally()) + one
    return counted


def publishable_items(quiz: Quiz) -> list[ItemPlan]:
    """Per question in the list its newest approved version; rejected and retired ones are out."""
    return [
        ItemPlan(version, place.pool, place.is_must_know)
        for place, version in _publishable(quiz.organization_id, [quiz.id])
    ]


def lucks(organization_id: int, quiz_ids: Sequence[int]) -> dict[int, list[Fraction]]:
    """Per quiz the chance to guess each question that could be published now."""
    found: dict[int, list[Fraction]] = {quiz_id: [] for quiz_id in quiz_ids}
    for place, version in _publishable(organization_id, quiz_ids):
        body, key = content.read_body(version.body), content.read_key(version.key)
        found[place.quiz_id].append(guessing.luck(QuestionKind(version.kind), body, key))
    return found


def _publishable(
    organization_id: int, quiz_ids: Sequence[int]
) -> list[tuple[QuizQuestion, QuestionVersion]]:
    newest = (
        select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
        .where(QuestionVersion.organization_id == organization_id)
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    rows = db.session.execute(
        select(QuizQuestion, QuestionVersion)
        .join(Question, Question.id == QuizQuestion.question_id)
        .join(newest, newest.c.question_id == Question.id)
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == Question.id)
            & (QuestionVersion.number == newest.c.number),
        )
        .where(
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.quiz_id.in_(quiz_ids),
            Question.state.in_(PUBLISHABLE),
        )
        .order_by(QuizQuestion.position, QuizQuestion.id)
    )
    return [(place, version) for place, version in rows]


def drawable_items(organization_id: int, quiz_version_id: int) -> list[DrawableItem]:
    """What a quiz version may draw, in its order. Keys aren't even read.

    Retired questions are left out while another one is there: a module has to stay passable.
    """
    rows = db.session.execute(
        select(
            QuestionVersion.id,
            QuestionVersion.question_id,
            QuestionVersion.kind,
            QuestionVersion.body,
            QuizItem.pool,
            QuizItem.is_must_know,
            Question.state,
        )
        .join(QuizItem, QuizItem.question_version_id == QuestionVersion.id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(
            QuizItem.organization_id == organization_id,
            QuizItem.quiz_version_id == quiz_version_id,
        )
        .order_by(QuizItem.position)
    ).all()
    live = [row for row in rows if row.state != QuestionState.RETIRED]
    return [
        DrawableItem(id, question_id, QuestionKind(kind), content.read_body(body), pool, must_know)
        for id, question_id, kind, body, pool, must_know, _state in live or rows
    ]


def quiz_rules(organization_id: int, quiz_version_id: int) -> QuizRules:
    """The rules of a quiz version."""
    stored = db.session.scalars(
        select(QuizVersion.settings).where(
            QuizVersion.organization_id == organization_id, QuizVersion.id == quiz_version_id
        )
    ).one()
    return QuizRules.from_json(canonical.parse(stored))


def question_version(organization_id: int, question_version_id: int) -> QuestionVersion:
    """An approved version with its key: for grading and for what is shown after checking."""
    return db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.organization_id == organization_id,
            QuestionVersion.id == question_version_id,
        )
    ).one()


def anchors_of(organization_id: int, question_version_id: int) -> list[Anchor]:
    """The sentences a question version tests, in order."""
    return list(
        db.session.scalars(
            select(Anchor)
            .where(
                Anchor.organization_id == organization_id,
                Anchor.question_version_id == question_version_id,
            )
            .order_by(Anchor.position)
        )
    )


def anchor_spans(anchors: Sequence[Anchor]) -> tuple[AnchorSpan, ...]:
    """Stored anchors as values."""
    return tuple(AnchorSpan(a.sentence, a.start, a.end, a.quote, a.context) for a in anchors)
