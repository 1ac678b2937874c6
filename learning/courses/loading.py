"""Turning a bundle into a course: text, modules, questions with their anchors and approvals."""

from datetime import datetime

from learning.articles import actions as article_actions
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Outline, Sentence, outline_of_text
from learning.courses import importing
from learning.courses.bundle import Bundle, BundleModule, BundleQuestion
from learning.courses.models import Course
from learning.courses.structure import ModulePlan
from learning.database import transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.quizzes import actions as question_actions
from learning.quizzes import quiz_actions
from learning.quizzes.content import AnchorSpan, Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Option

SEPARATOR = "\n"


@transaction
def load_bundle(organization_id: int, bundle: Bundle, *, by: str, at: datetime) -> Course:
    """A draft course as the bundle describes it, its questions approved as the bundle states.

    Raises RuleBroken bundle-invalid for a question whose quote is no sentence of its module.
    """
    text = SEPARATOR.join(module.text for module in bundle.modules)
    outline = outline_of_text(text, "markdown")
    version = article_actions.add_article(
        organization_id,
        outline,
        text.encode(),
        language=bundle.language,
        rights=bundle.rights,
        by=by,
        at=at,
    )
    plans = _plans(organization_id, bundle, version, at)
    for plan, module in zip(plans, bundle.modules, strict=True):
        for question in module.questions:
            _load_question(version, plan, module, question, bundle.approval, by, at)
    return importing.create_course(
        version,
        bundle.title,
        plans,
        language=bundle.language,
        address=bundle.address,
        summary=bundle.summary,
        settings=bundle.settings,
        visibility=bundle.visibility,
        by=by,
        at=at,
    )


def _plans(
    organization_id: int, bundle: Bundle, version: ArticleVersion, at: datetime
) -> list[ModulePlan]:
    plans, start = [], 0
    for module in bundle.modules:
        end = start + len(module.text)
        plans.append(
            ModulePlan(
                key=module.key,
                kind=module.kind,
                title=module.title,
                article_version_id=version.id,
                start=start,
                end=end,
                evidence="",
                objectives=module.objectives,
                quiz_id=quiz_actions.create_quiz(organization_id, at=at).id,
            )
        )
        start = end + len(SEPARATOR)
    return plans


def _load_question(
    version: ArticleVersion,
    plan: ModulePlan,
    module: BundleModule,
    question: BundleQuestion,
    approval: str,
    by: str,
    at: datetime,
) -> None:
    outline = articles.outline_of_version(version)
    anchors = tuple(_anchor(outline, version, plan, module, quote) for quote in question.quotes)
    options = [(public_id(), option) for option in question.options]
    wording = Wording(
        question.kind,
        Body(question.stem, tuple(Option(id, option.text) for id, option in options)),
        AnswerKey(
            frozenset(id for id, option in options if option.is_correct),
            question.explanation,
            {id: option.feedback for id, option in options if option.feedback},
        ),
        anchors,
    )
    stored = question_actions.write_question(plan.quiz_id, version, wording, by=by, at=at)
    if approval:
        question_actions.approve(stored, revision=stored.revision, by=by, at=at, approval=approval)


def _anchor(
    outline: Outline, version: ArticleVersion, plan: ModulePlan, module: BundleModule, quote: str
) -> AnchorSpan:
    for sentence in _sentences(outline, plan):
        if sentence.text.strip() == quote:
            return anchor_span(version.text, sentence)
    raise RuleBroken("bundle-invalid", file=module.key, reason=f"has no such sentence: {quote}")


def _sentences(outline: Outline, plan: ModulePlan) -> list[Sentence]:
    return [
        sentence
        for section in outline.sections
        for sentence in section.sentences
        if plan.start <= sentence.start and sentence.end <= plan.end
    ]
