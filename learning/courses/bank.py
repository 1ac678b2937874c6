"""All questions of an organization, whichever course they are in: found by words and by filters."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from learning.courses.models import Course, Module
from learning.courses.states import CourseState
from learning.database import db
from learning.quizzes import content, tags
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question, QuestionVersion, QuizQuestion
from learning.quizzes.states import PUBLISHABLE, QuestionState

MOST_WORDS = 10
# A filter's word for questions that no drafter proposed.
WRITTEN = "people"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; nothing said is everything."""

    words: str = ""
    course: str = ""
    kind: str = ""
    state: str = ""
    tag: str = ""
    drafter: str = ""
    is_stale: bool = False


@dataclass(frozen=True)
class BankedQuestion:
    """A question with its place. `versions` counts its approved ones."""

    id: int
    public_id: str
    stem: str
    kind: QuestionKind
    state: QuestionState
    is_stale: bool
    is_must_know: bool
    tags: tuple[str, ...]
    drafter: str
    versions: int
    course_public_id: str
    course_title: str
    module_title: str
    is_left_out: bool


@dataclass(frozen=True)
class Known:
    """What the organization's questions have been given so far."""

    tags: list[str]
    drafters: list[str]


def questions(
    organization_id: int, wanted: Wanted, *, before: int | None = None, limit: int
) -> list[BankedQuestion]:
    """The newest first, those of deleted drafts not; one more than `limit` if there are more.

    Words are looked for anywhere in what a question says. That reads every question of the
    organization until the page is full, and of no other one: see docs/performance.md.
    """
    # The page first, then what stands beside it: as one query, SQLite reads all questions for it.
    page = (
        select(Question.id)
        .where(Question.organization_id == organization_id, *_conditions(organization_id, wanted))
        .order_by(Question.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        page = page.where(Question.id < before)
    versions = (
        select(func.max(QuestionVersion.number))
        .where(
            QuestionVersion.organization_id == organization_id,
            QuestionVersion.question_id == Question.id,
        )
        .scalar_subquery()
    )
    ids = db.session.scalars(page).all()
    query = (
        select(
            Question.id, Question.public_id, Question.body, Question.kind, Question.state,
            Question.is_stale, QuizQuestion.is_must_know, Question.tags, Question.drafter, versions,
            Course.public_id, Course.title, Module.title, Module.is_excluded,
        )
        .join(
            QuizQuestion,
            (QuizQuestion.organization_id == Question.organization_id)
            & (QuizQuestion.question_id == Question.id),
        )
        .join(
            Course,
            (Course.organization_id == Question.organization_id)
            & (Course.article_id == Question.article_id),
        )
        .join(
            Module,
            (Module.organization_id == Question.organization_id)
            & (Module.course_id == Course.id)
            & (Module.quiz_id == QuizQuestion.quiz_id),
        )
        .where(Question.organization_id == organization_id, Question.id.in_(ids))
        .order_by(Question.id.desc())
    )  # fmt: skip
    return [_banked(*row) for row in db.session.execute(query)]


def known(organization_id: int) -> Known:
    """All tags and drafters, by name."""
    rows = db.session.execute(
        select(Question.tags, Question.drafter)
        .where(Question.organization_id == organization_id)
        .distinct()
    ).all()
    found = {tag for stored, _drafter in rows for tag in tags.read_tags(stored)}
    return Known(sorted(found), sorted({drafter for _tags, drafter in rows if drafter}))


def _conditions(organization_id: int, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    articles = select(Course.article_id).where(
        Course.organization_id == organization_id, Course.state != CourseState.DELETED
    )
    if wanted.course:
        articles = articles.where(Course.public_id == wanted.course)
    conditions: list[ColumnElement[bool]] = [Question.article_id.in_(articles)]
    for word in content.searched(wanted.words).split()[:MOST_WORDS]:
        conditions.append(Question.words.contains(word, autoescape=True))
    if wanted.kind:
        conditions.append(Question.kind == wanted.kind)
    if wanted.state:
        conditions.append(Question.state == wanted.state)
    if wanted.tag:
        conditions.append(Question.tags.contains(tags.stored_as(wanted.tag), autoescape=True))
    if wanted.drafter:
        drafter = "" if wanted.drafter == WRITTEN else wanted.drafter
        conditions.append(Question.drafter == drafter)
    if wanted.is_stale:
        conditions += [Question.is_stale.is_(True), Question.state.in_(PUBLISHABLE)]
    return conditions


def _banked(
    id: int, public_id: str, body: str, kind: str, state: str, is_stale: bool, is_must_know: bool,
    stored_tags: str, drafter: str, versions: int | None, course_public_id: str, course_title: str,
    module_title: str, is_left_out: bool,
) -> BankedQuestion:  # fmt: skip
    return BankedQuestion(
        id, public_id, content.read_body(body).stem, QuestionKind(kind), QuestionState(state),
        is_stale and state in PUBLISHABLE, is_must_know, tags.read_tags(stored_tags), drafter,
        versions or 0, course_public_id, course_title, module_title, is_left_out,
    )  # fmt: skip
