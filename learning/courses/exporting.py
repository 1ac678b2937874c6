"""A course as a bundle: what is worked on now, as files can say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Sentence, SourceFormat, outline_of_text, sentences_between
from learning.courses import addresses, queries
from learning.courses.bundle import SEPARATOR, Bundle, BundleModule
from learning.courses.bundle_questions import BundleQuestion, Stated, image_path, stated
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Rights, Visibility
from learning.courses.structure import ModulePlan, objective_key
from learning.quizzes import exchange_queries, lint
from learning.quizzes import queries as quizzes
from learning.quizzes.exchange.anchoring import anchored, by_words
from learning.quizzes.exchange.exchanged import Item
from learning.quizzes.exchange.plain import one_line
from learning.quizzes.models import Question, QuizQuestion
from learning.quizzes.queries import Approval
from learning.quizzes.states import QuestionState


@dataclass(frozen=True)
class Exported:
    """A course as a bundle, and what of it the bundle can't say, in sentences."""

    bundle: Bundle
    notes: tuple[str, ...]


def bundle_of(course: Course) -> Exported:
    """The course as it is being worked on. Loaded again, it gives the same files."""
    plans = queries.plans_of(course)
    version = articles.version_with_id(course.organization_id, plans[0].article_version_id)
    article = articles.article_with_id(course.organization_id, course.article_id)
    notes: list[str] = []
    modules = _modules(course, plans, version, notes)
    items = [question.item for module in modules for question in module.questions]
    files = exchange_queries.image_files(course.organization_id, items)
    images = {
        image_path(image): files[image.sha256] for item in items for image in item.question.images
    }
    approval = _usual(modules)
    bundle = Bundle(
        address=course.address,
        title=course.title,
        summary=course.summary,
        language=course.language,
        visibility=Visibility(course.visibility),
        rights=Rights(article.rights),
        settings=CourseSettings.from_json(course.settings),
        article_title=article.title,
        modules=tuple(_without_usual(module, approval) for module in modules),
        approval=stated(approval) if approval else None,
        images=images,
        article_format=SourceFormat(version.format),
    )
    return Exported(bundle, tuple(notes))


def _modules(
    course: Course, plans: Sequence[ModulePlan], version: ArticleVersion, notes: list[str]
) -> list[BundleModule]:
    texts = [version.text[plan.start : plan.end].strip() + "\n" for plan in plans]
    # The sentences that the text has once it stands alone: those are what can be quoted.
    outline = outline_of_text(SEPARATOR.join(texts), version.format)
    by_quiz: dict[int, list[tuple[QuizQuestion, Question]]] = {p.quiz_id: [] for p in plans}
    for place, question in quizzes.places(course.organization_id, list(by_quiz)):
        by_quiz[place.quiz_id].append((place, question))
    ids = [question.id for rows in by_quiz.values() for _place, question in rows]
    approvals = exchange_queries.approvals(course.organization_id, ids)
    modules, start = [], 0
    for number, (plan, text) in enumerate(zip(plans, texts, strict=True)):
        sentences = by_words(sentences_between(outline, start, start + len(text)))
        questions = [
            _question(plan, place, question, sentences, approvals.get(question.id), notes)
            for place, question in by_quiz[plan.quiz_id]
        ]
        modules.append(
            BundleModule(
                f"{number:02}-{addresses.slug(plan.key, otherwise='module', longest=80)}",
                plan.key,
                plan.kind,
                plan.title,
                plan.objectives,
                text,
                tuple(questions),
                plan.is_excluded,
            )
        )
        start += len(text) + len(SEPARATOR)
    return modules


def _question(
    plan: ModulePlan,
    place: QuizQuestion,
    question: Question,
    sentences: Mapping[str, Sentence],
    approval: Approval | None,
    notes: list[str],
) -> BundleQuestion:
    item = exchange_queries.item_of(place, question)
    _found, lost = anchored(item.quotes, sentences, "")
    item = replace(item, quotes=tuple(q for q in item.quotes if q.strip() and not _is_in(q, lost)))
    for quote in lost:
        notes.append(
            f"“{plan.title}”: a question rests on a sentence that its module doesn’t have: {quote}"
        )
    objectives = {objective_key(words): words for words in plan.objectives}
    if place.pool and place.pool not in objectives:
        notes.append(f"“{plan.title}”: a question tests an objective that isn’t listed any more")
    return BundleQuestion(
        item,
        _approval(question, item, approval, is_complete=not lost),
        objectives.get(place.pool, ""),
        _rejection(question),
        question.state == QuestionState.RETIRED and approval is not None,
    )


def _is_in(quote: str, lost: Sequence[str]) -> bool:
    return one_line(quote) in lost


def _rejection(question: Question) -> str | None:
    if question.state != QuestionState.REJECTED:
        return None
    return one_line(question.reject_reason or "")


def _approval(
    question: Question, item: Item, approval: Approval | None, *, is_complete: bool
) -> str:
    """Who put their name under these words; "" if nobody has, or could when they are loaded."""
    is_approved = question.state in (QuestionState.APPROVED, QuestionState.RETIRED)
    if approval is None or not is_approved or question.is_stale or not is_complete:
        return ""
    wording = quizzes.wording_of(question)
    if lint.problems(wording.kind, wording.body, wording.key, wording.anchors) or not item.quotes:
        return ""
    if approval.stated:
        return one_line(approval.stated)
    name = one_line(approval.name) or "somebody who has left"
    return Stated(name, approval.at.date().isoformat()).words


def _usual(modules: Sequence[BundleModule]) -> str:
    """The approval that most questions have, of equals the first by its words."""
    found = [question.approval for module in modules for question in module.questions]
    named = [approval for approval in found if approval]
    return min(set(named), key=lambda words: (-named.count(words), words), default="")


def _without_usual(module: BundleModule, usual: str) -> BundleModule:
    """What is as the course says isn't said again."""
    questions = tuple(
        replace(question, approval=None)
        if question.approval == usual or question.rejected is not None
        else question
        for question in module.questions
    )
    return replace(module, questions=questions)
