"""A course's questions in and out as files, and the whole course out: checked, then done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Sentence, sentences_between
from learning.courses import bundle_archive, exporting, queries
from learning.courses.bundle_writing import write_bundle
from learning.courses.models import Course, Module
from learning.courses.rows import record
from learning.courses.structure import has_quiz
from learning.database import transaction
from learning.errors import RuleBroken
from learning.quizzes import exchange_actions, exchange_queries
from learning.quizzes import queries as quizzes
from learning.quizzes.exchange import formats
from learning.quizzes.exchange.anchoring import anchored
from learning.quizzes.exchange.exchanged import Item, Problem
from learning.quizzes.exchange.formats import Format
from learning.quizzes.exchange.plain import ordered
from learning.quizzes.states import QuestionState


@dataclass(frozen=True)
class Outgoing:
    """A file of questions, how many are in it, and which aren't, or go without something.

    Problems name a question by its place among `items`, from 1.
    """

    items: tuple[Item, ...]
    content: bytes
    problems: tuple[Problem, ...]

    @property
    def number(self) -> int:
        left_out = {problem.line for problem in self.problems if problem.is_left_out}
        return len(self.items) - len(left_out)


@dataclass(frozen=True)
class Incoming:
    """What a file would bring into a module.

    `known` are questions that the module has already and that don't come in a second time.
    """

    items: tuple[Item, ...]
    known: tuple[Item, ...]
    problems: tuple[Problem, ...]
    # By line of the question how many of its sentences were found.
    anchors: Mapping[int, int]
    images: Mapping[str, bytes]


def outgoing(
    course: Course, form: Format, *, module: str = "", states: Collection[QuestionState]
) -> Outgoing:
    """The questions in these states as a file, of one module or ("") of all of them."""
    plans = [
        plan
        for plan in queries.plans_of(course)
        if (plan.key == module if module else not plan.is_excluded)
    ]
    titles = {plan.quiz_id: (course.title, plan.title) for plan in plans}
    order = {plan.quiz_id: number for number, plan in enumerate(plans)}
    found = [
        (place, question)
        for place, question in quizzes.places(course.organization_id, list(titles))
        if question.state in states
    ]
    found.sort(key=lambda row: order[row[0].quiz_id])
    items = [
        exchange_queries.item_of(place, question, tuple(filter(None, titles[place.quiz_id])))
        for place, question in found
    ]
    has_images = form == Format.MOODLE_XML
    images = exchange_queries.image_files(course.organization_id, items) if has_images else {}
    content, problems = formats.write(items, form, images)
    return Outgoing(tuple(items), content, problems)


@transaction
def export_questions(
    course: Course,
    form: Format,
    *,
    module: str = "",
    states: Collection[QuestionState],
    by: str,
    at: datetime,
) -> Outgoing:
    """The same, noted in the audit log: keys leave the house."""
    found = outgoing(course, form, module=module, states=states)
    record("questions-exported", course, by, at, old=form, new=str(found.number))
    return found


@transaction
def export_course(course: Course, *, by: str, at: datetime) -> bytes:
    """The course as a bundle in a zip file, noted in the audit log."""
    record("course-exported", course, by, at)
    return bundle_archive.packed(write_bundle(exporting.bundle_of(course).bundle))


def incoming(course: Course, module: Module, content: bytes, form: Format) -> Incoming:
    """What a file would bring into a module. Raises what `formats.read` raises."""
    found = formats.read(content, form)
    version, sentences = _text_of(course, module)
    present = exchange_queries.known_questions(course.organization_id, module.quiz_id)
    items: list[Item] = []
    known: list[Item] = []
    problems, anchors = list(found.problems), {}
    for item in found.questions:
        question = ordered(item.question)
        (known if question in present else items).append(item)
        present.add(question)
        spans, lost = anchored(item.quotes, sentences, version.text)
        anchors[item.line] = len(spans)
        problems += [
            Problem(item.line, f"quotes a sentence that the module hasn’t: “{quote}”", False)
            for quote in lost
        ]
    problems.sort(key=lambda problem: problem.line)
    return Incoming(tuple(items), tuple(known), tuple(problems), anchors, found.images)


@transaction
def import_questions(
    course: Course, module: Module, content: bytes, form: Format, *, by: str, at: datetime
) -> int:
    """Bring the questions of a file into a module, as proposals; returns how many.

    Raises what `formats.read` raises, and RuleBroken module-without-quiz.
    """
    if not has_quiz(queries.plan_of(module).kind):
        raise RuleBroken("module-without-quiz")
    # Whoever presses twice brings them in once: the second one sees what the first one wrote.
    exchange_actions.lock_quiz(course.organization_id, module.quiz_id)
    found = incoming(course, module, content, form)
    version, sentences = _text_of(course, module)
    exchange_actions.write_items(
        module.quiz_id,
        version,
        found.items,
        sentences,
        images=found.images,
        language=course.language,
        by=by,
        at=at,
    )
    if found.items:
        record("questions-imported", course, by, at, old=form, new=str(len(found.items)))
        course.changed_at = at
    return len(found.items)


def _text_of(course: Course, module: Module) -> tuple[ArticleVersion, list[Sentence]]:
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    outline = articles.outline_of_version(version)
    return version, list(sentences_between(outline, module.start, module.end))
