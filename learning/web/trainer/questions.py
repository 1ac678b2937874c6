"""A course's questions by module: the list, and the queue of those that wait for review."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from learning.courses import queries
from learning.courses.models import Course
from learning.courses.structure import Plans, has_quiz, numbers
from learning.quizzes import content
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question, QuizQuestion
from learning.quizzes.queries import Tally
from learning.quizzes.states import PUBLISHABLE, QuestionState
from learning.web.trainer import decided, words
from learning.web.trainer.courses import working_course

# By quiz id its questions with their places, in order.
Places = dict[int, list[tuple[QuizQuestion, Question]]]
STALE = "stale"
FILTERS = (
    QuestionState.DRAFT, QuestionState.APPROVED, QuestionState.REJECTED, QuestionState.RETIRED,
    STALE,
)  # fmt: skip


@dataclass(frozen=True)
class QuestionRow:
    """A question in the list."""

    public_id: str
    revision: int
    stem: str
    kind: str
    state: str
    is_stale: bool
    is_must_know: bool
    sources: int


@dataclass(frozen=True)
class ModuleQuestions:
    """A module with those of its questions that the filter shows."""

    key: str
    number: int
    title: str
    is_excluded: bool
    rows: list[QuestionRow]


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/questions", view_func=questions)


def questions(course: str) -> str:
    """All questions by module; `state` shows those of one state only."""
    found = working_course(course)
    wanted = request.args.get("state", "")
    plans = queries.plans_of(found)
    by_quiz = _by_quiz(found, plans)
    everything = [question for group in by_quiz.values() for _place, question in group]
    return render_template(
        "trainer/questions/questions.html",
        course=found,
        groups=_groups(plans, by_quiz, wanted),
        has_waiting=any(is_waiting(each) for each in _included(plans, by_quiz)),
        has_drafts=any(each.drafted is not None for each in everything),
        is_all_selected=request.args.get("selected") == "all",
        **decided.notice_values(found),
        tally=_tally(everything),
        state=wanted if wanted in FILTERS else "",
        states=words.QUESTION_STATES,
    )


def waiting(course: Course, plans: Plans) -> list[Question]:
    """The questions that somebody has to look at, in the order of the course."""
    return [q for q in _included(plans, _by_quiz(course, plans)) if is_waiting(q)]


def ordered(course: Course) -> list[Question]:
    """All questions of the modules that are taken in, in the order of the course."""
    plans = queries.plans_of(course)
    return _included(plans, _by_quiz(course, plans))


def _included(plans: Plans, by_quiz: Places) -> list[Question]:
    return [q for plan in plans if not plan.is_excluded for _place, q in by_quiz[plan.quiz_id]]


def is_waiting(question: Question) -> bool:
    """Whether somebody has to look at a question: it is a draft, or its text has changed."""
    return question.state == QuestionState.DRAFT or _is_shown(question, STALE)


def _is_shown(question: Question, wanted: str) -> bool:
    if wanted == STALE:
        return question.is_stale and question.state in PUBLISHABLE
    return wanted not in FILTERS or question.state == wanted


def _by_quiz(course: Course, plans: Plans) -> Places:
    groups: Places = {plan.quiz_id: [] for plan in plans}
    for place, question in quizzes.places(course.organization_id, list(groups)):
        groups[place.quiz_id].append((place, question))
    return groups


def _groups(plans: Plans, by_quiz: Places, wanted: str) -> list[ModuleQuestions]:
    numbered = numbers(plans)
    groups = [
        ModuleQuestions(
            plan.key,
            numbered.get(plan.key, 0),
            plan.title or _("Untitled"),
            plan.is_excluded,
            [_row(*each) for each in by_quiz[plan.quiz_id] if _is_shown(each[1], wanted)],
        )
        for plan in plans
        if by_quiz[plan.quiz_id] or (has_quiz(plan.kind) and not plan.is_excluded)
    ]
    return [group for group in groups if group.rows] if wanted in FILTERS else groups


def _row(place: QuizQuestion, question: Question) -> QuestionRow:
    return QuestionRow(
        question.public_id,
        question.revision,
        content.read_body(question.body).stem or _("A question without words yet"),
        str(words.KINDS[QuestionKind(question.kind)]),
        question.state,
        _is_shown(question, STALE),
        place.is_must_know,
        len(content.read_anchors(question.anchors)),
    )


def _tally(questions: Sequence[Question]) -> Tally:
    def count(wanted: str) -> int:
        return sum(_is_shown(question, wanted) for question in questions)

    return Tally(
        count(QuestionState.DRAFT),
        count(QuestionState.APPROVED),
        count(QuestionState.REJECTED),
        count(STALE),
        count(QuestionState.RETIRED),
    )
