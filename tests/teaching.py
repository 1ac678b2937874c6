"""Courses for tests, made the way trainers make them: through actions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from learning import canonical
from learning.articles import queries as articles
from learning.courses import actions, importing, publishing, queries
from learning.courses.models import Course, Module
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, Rights, Visibility
from learning.organizations.models import Organization
from learning.progress.models import Attempt
from learning.quizzes import actions as quizzes
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Image, Option, QuestionKind
from learning.quizzes.models import Question
from tests.images import png
from tests.people import NOW

ARTICLE = """# Washing hands

Soap and water are the oldest medicine. This article says how to use them well.

## Why it works

Soap loosens grease from the skin. Grease carries most of the germs. Running water takes both away.

## When to do it

Wash before you touch food. Wash after you used the toilet. A short wash is better than none.

## Conclusion

Clean hands protect other people. Twenty seconds are enough. Dry hands carry fewer germs.
"""


@dataclass(frozen=True)
class Marker:
    """Words that stand in the key of every question, and so nowhere a learner may look."""

    explanation: str = "because the article says so"
    feedback: str = "this is not what the article says"


def make_draft(organization: Organization, text: str = ARTICLE, *, by: str = "tests") -> Course:
    """A draft course over an article of our own; two or three short sections."""
    return importing.import_article(
        organization.id, text.encode(), "hands.md", rights=Rights.OWN, by=by, at=NOW
    )


def make_question(
    course: Course,
    module: Module,
    stem: str = "What does soap do?",
    kind: QuestionKind = QuestionKind.SINGLE,
    *,
    correct: tuple[int, ...] = (0,),
    marker: Marker = Marker(),
    scenario: str = "",
    has_images: bool = False,
    drafter: str = "",
    by: str = "tests",
) -> Question:
    """A complete proposal on a module's first sentence."""
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    outline = articles.outline_of_version(version)
    sentence = next(
        s
        for section in outline.sections
        for s in section.sentences
        if module.start <= s.start < module.end
    )
    body, key = _wording(stem, kind, correct, marker)
    if has_images:
        body = _illustrated(body, kind, course.organization_id)
    body = replace(body, scenario=scenario)
    wording = Wording(kind, body, key, (anchor_span(version.text, sentence),))
    return quizzes.write_question(module.quiz_id, version, wording, drafter=drafter, by=by, at=NOW)


def make_drafted(course: Course, module: Module, stem: str = "What does soap do?") -> Question:
    """A complete proposal of a drafter, so that what people change in it is counted."""
    return make_question(course, module, stem, drafter="terms")


def _illustrated(body: Body, kind: QuestionKind, organization_id: int) -> Body:
    """An image above the stem, and of each option that may have one, of another colour each."""

    def image(number: int) -> Image:
        content = png(640, 400, (40 * number, 60, 120))
        sha256 = quizzes.keep_image(organization_id, content, at=NOW)
        return Image(sha256, "image/png", 640, 400, f"Colour {number}")

    has_options = kind not in (QuestionKind.TRUE_FALSE, QuestionKind.GAP)
    options = body.options if has_options else ()
    pictured = [replace(option, image=image(n)) for n, option in enumerate(options, 1)]
    return replace(body, image=image(0), options=tuple(pictured) or body.options)


def _wording(
    stem: str, kind: QuestionKind, correct: tuple[int, ...], marker: Marker
) -> tuple[Body, AnswerKey]:
    texts = ("True", "False") if kind == QuestionKind.TRUE_FALSE else ("This", "That", "Neither")
    ids = [f"o{n}-{canonical.sha256(stem + str(n))[:12]}" for n in range(len(texts))]
    options = tuple(Option(id, text) for id, text in zip(ids, texts, strict=True))
    match kind:
        case QuestionKind.MATCHING:
            matches = tuple(Option(f"m{n}", f"belongs to {t}") for n, t in enumerate(texts))
            body, right = Body(stem, options, matches), (("m0",), ("m1",), ("m2",))
        case QuestionKind.ORDERING:
            body, right = Body(stem, options), tuple((id,) for id in ids)
        case QuestionKind.GAP:
            body = Body(f"{stem} ___ and ___")
            right = (("grease", marker.feedback), ("water", marker.feedback))
        case QuestionKind.SHORT_TEXT:
            body, right = Body(stem), (("grease", marker.feedback),)
        case QuestionKind.NUMERIC:
            body, right = Body(stem, unit="s"), (("20",),)
        case _:
            key = AnswerKey(
                frozenset(ids[n] for n in correct),
                marker.explanation,
                dict.fromkeys(ids, marker.feedback),
            )
            return Body(stem, options), key
    return body, AnswerKey(explanation=marker.explanation, right=right)


def approved(question: Question, *, by: str = "tests", at: datetime = NOW) -> Question:
    """The question with somebody's name under it."""
    quizzes.approve(question, revision=question.revision, by=by, at=at)
    return question


def make_published(
    organization: Organization,
    *,
    questions: int = 2,
    visibility: Visibility = Visibility.INTERNAL,
    text: str = ARTICLE,
    marker: Marker = Marker(),
) -> Course:
    """A published course: an overview and three modules with approved questions each."""
    course = make_draft(organization, text)
    kinds = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)
    for module in queries.modules_of(course):
        if module.kind == "overview":
            continue
        for n in range(questions):
            kind = kinds[n % 3]
            approved(
                make_question(
                    course,
                    module,
                    f"{module.title}: question {n + 1}?",
                    kind,
                    correct=(0, 1) if kind == QuestionKind.MULTIPLE else (0,),
                    marker=marker,
                )
            )
    actions.change_settings(
        course,
        title=course.title,
        summary="How to wash hands well",
        visibility=visibility,
        settings=CourseSettings(),
        by="tests",
        at=NOW,
    )
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    return course


def with_settings(course: Course, **changes: Any) -> Course:
    """The course, published again with these settings."""
    settings = replace(CourseSettings.from_json(course.settings), **changes)
    actions.change_settings(
        course, title=course.title, summary=course.summary,
        visibility=Visibility(course.visibility), settings=settings, by="tests", at=NOW,
    )  # fmt: skip
    publishing.publish(course, change=Change.COSMETIC, by="tests", at=NOW)
    return course


def right_answers(attempt: Attempt) -> dict[int, list[str]]:
    """Per position what a form sends for the right answer; read around the pages."""
    from sqlalchemy import select

    from learning.database import db
    from learning.progress.models import Answer
    from learning.quizzes.models import QuestionVersion

    rows = db.session.execute(
        select(Answer.position, QuestionVersion.kind, QuestionVersion.body, QuestionVersion.key)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
    )
    return {position: _sent(kind, body, key) for position, kind, body, key in rows}


def _sent(kind: str, body: str, key: str) -> list[str]:
    value = canonical.parse(key)
    if kind == QuestionKind.MATCHING:
        options = canonical.parse(body)["options"]
        pairs = zip(options, value["right"], strict=True)
        return [f"{option['id']}:{right[0]}" for option, right in pairs]
    return [right[0] for right in value.get("right", ())] or list(value["correct"])
