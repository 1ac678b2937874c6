"""A course's questions in and out as files, and the whole course out: checked, then done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.articles import queries as articles
from learning.articles.outline import sentences_between
from learning.courses import bundle_archive, exporting, queries
from learning.courses.bundle_writing import write_bundle
from learning.courses.models import Course, Module
from learning.courses.rows import lock, record
from learning.courses.structure import has_quiz
from learning.database import transaction
from learning.quizzes import exchange_actions, exchange_queries, limited_exchange, tags
from learning.quizzes import queries as quizzes
from learning.quizzes.exchange import formats
from learning.quizzes.exchange.anchoring import anchored, by_words
from learning.quizzes.exchange.exchanged import Item, Problem
from learning.quizzes.exchange.formats import Format
from learning.quizzes.exchange.plain import one_line, ordered
from learning.quizzes.exchange_actions import Prepared
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
class Arrival:
    """A question that would come in: into which module, and on how many of its sentences."""

    item: Item
    module: Module
    anchors: int


@dataclass(frozen=True)
class Incoming:
    """What a file would bring.

    `known` are questions that their module has already and that don't come in a second time.
    """

    arrivals: tuple[Arrival, ...]
    known: tuple[Item, ...]
    problems: tuple[Problem, ...]
    images: Mapping[str, bytes]


@dataclass(frozen=True)
class _Batch:
    """The questions for one module, made for the text that stood at this place."""

    module: Module
    place: tuple[int, int, int]
    items: tuple[Prepared, ...]


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


def incoming(
    course: Course, module: Module, content: bytes, form: Format, *, by_category: bool = False
) -> Incoming:
    """What a file would bring into a module, or by category into the one of that title.

    Raises what `limited_exchange.read` raises.
    """
    found = limited_exchange.read(content, form)
    titles = _titles(course) if by_category else {}
    shelves: dict[str, _Shelf] = {}
    arrivals: list[Arrival] = []
    known: list[Item] = []
    problems = list(found.problems)
    for item in found.questions:
        target = titles.get(item.category[-1], module) if item.category else module
        if target.key not in shelves:
            shelves[target.key] = _Shelf(course, target)
        shelf = shelves[target.key]
        if not shelf.takes(item):
            known.append(item)
            continue
        spans, lost = anchored(item.quotes, shelf.sentences, shelf.version.text)
        arrivals.append(Arrival(item, target, len(spans)))
        problems += [
            Problem(item.line, f"quotes a sentence that the module hasn’t: “{quote}”", False)
            for quote in lost
        ]
        _kept, excess = tags.fitting(item.tags)
        if excess:
            message = (
                f"goes without {excess} of its tags: a question has at most {tags.MOST}, "
                f"of at most {tags.LONGEST} characters"
            )
            problems.append(Problem(item.line, message, is_left_out=False))
    problems.sort(key=lambda problem: problem.line)
    return Incoming(tuple(arrivals), tuple(known), tuple(problems), found.images)


def import_questions(
    course: Course,
    module: Module,
    content: bytes,
    form: Format,
    *,
    by_category: bool = False,
    by: str,
    at: datetime,
) -> int:
    """Bring the questions of a file into a module, as proposals; returns how many.

    Raises what `limited_exchange.read` raises.
    """
    # Before the transaction: until that ends nobody else can save, and this may take seconds.
    found = incoming(course, module, content, form, by_category=by_category)
    return _keep(course, found, _batches(course, found), form, by=by, at=at)


@transaction
def _keep(
    course: Course,
    found: Incoming,
    batches: Sequence[_Batch],
    form: Format,
    *,
    by: str,
    at: datetime,
) -> int:
    # Whoever presses twice brings them in once: the second one sees what the first one wrote.
    lock(course)
    if any(batch.place != _place(batch.module) for batch in batches):
        batches = _batches(course, found)  # the text has been changed meanwhile
    number = 0
    for batch in batches:
        shelf = _Shelf(course, batch.module)
        written = exchange_actions.write_items(
            batch.module.quiz_id,
            shelf.version,
            [each for each in batch.items if shelf.takes(each.item)],
            images=found.images,
            by=by,
            at=at,
        )
        number += len(written)
    if number:
        record("questions-imported", course, by, at, old=form, new=str(number))
        course.changed_at = at
    return number


def _place(module: Module) -> tuple[int, int, int]:
    return module.article_version_id, module.start, module.end


def _batches(course: Course, found: Incoming) -> list[_Batch]:
    batches = []
    for module in {arrival.module.key: arrival.module for arrival in found.arrivals}.values():
        place, shelf = _place(module), _Shelf(course, module)
        items = [arrival.item for arrival in found.arrivals if arrival.module is module]
        prepared = exchange_actions.prepared(
            items, shelf.version, shelf.sentences, language=course.language
        )
        batches.append(_Batch(module, place, tuple(prepared)))
    return batches


class _Shelf:
    """A module as questions come into it: its sentences, and what it has already."""

    def __init__(self, course: Course, module: Module) -> None:
        organization_id = course.organization_id
        self.version = articles.version_with_id(organization_id, module.article_version_id)
        outline = articles.outline_of_version(self.version)
        self.sentences = by_words(sentences_between(outline, module.start, module.end))
        self.present = exchange_queries.known_questions(organization_id, module.quiz_id)

    def takes(self, item: Item) -> bool:
        """Whether the question is a new one; from now on it isn't."""
        question = ordered(item.question)
        is_new = question not in self.present
        self.present.add(question)
        return is_new


def _titles(course: Course) -> dict[str, Module]:
    """The modules that can have questions by their titles, of equal ones the first."""
    modules = [m for m in queries.modules_of(course) if has_quiz(queries.plan_of(m).kind)]
    return {one_line(module.title): module for module in reversed(modules)}
