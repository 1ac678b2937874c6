"""Turning a bundle into a course: text, modules, questions with their anchors and approvals."""

from dataclasses import replace
from datetime import datetime

from learning import canonical
from learning.articles import actions as article_actions
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import outline_of_text, sentences_between
from learning.courses import importing
from learning.courses.bundle import SEPARATOR, Bundle, BundleModule
from learning.courses.bundle_questions import BundleQuestion
from learning.courses.models import Course
from learning.courses.structure import ModulePlan, objective_key
from learning.database import transaction
from learning.errors import RuleBroken
from learning.quizzes import actions as question_actions
from learning.quizzes import exchange_actions, quiz_actions
from learning.quizzes.exchange.anchoring import anchored, by_words
from learning.quizzes.models import Question


@transaction
def load_bundle(organization_id: int, bundle: Bundle, *, by: str, at: datetime) -> Course:
    """A draft course as the bundle describes it, its questions approved as the bundle states.

    Raises RuleBroken bundle-invalid for a question whose quote is no sentence of its module, or
    that is called approved and can't be.
    """
    text = SEPARATOR.join(module.text for module in bundle.modules)
    outline = outline_of_text(text, bundle.article_format)
    version = article_actions.add_article(
        organization_id,
        replace(outline, title=bundle.article_title),
        text.encode(),
        language=bundle.language,
        rights=bundle.rights,
        by=by,
        at=at,
    )
    plans = _plans(organization_id, bundle, version, at)
    for plan, module in zip(plans, bundle.modules, strict=True):
        _load_questions(bundle, version, plan, module, by, at)
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
                is_excluded=module.is_excluded,
            )
        )
        start = end + len(SEPARATOR)
    return plans


def _load_questions(
    bundle: Bundle,
    version: ArticleVersion,
    plan: ModulePlan,
    module: BundleModule,
    by: str,
    at: datetime,
) -> None:
    outline = articles.outline_of_version(version)
    known = by_words(sentences_between(outline, plan.start, plan.end))
    for question in module.questions:
        _anchors, lost = anchored(question.item.quotes, known, version.text)
        if lost:
            raise _invalid(module, question, f"has no such sentence: {lost[0]}")
    items = [question.item for question in module.questions]
    stored = exchange_actions.write_items(
        plan.quiz_id,
        version,
        exchange_actions.prepared(items, version, known, language=bundle.language),
        images=_by_hash(bundle),
        by=by,
        at=at,
    )
    for row, question in zip(stored, module.questions, strict=True):
        _place(row, module, question)
        _decide(row, bundle, module, question, by, at)


def _place(row: Question, module: BundleModule, question: BundleQuestion) -> None:
    if not question.objective:
        return
    if question.objective not in module.objectives:
        raise _invalid(module, question, f"has no such objective: {question.objective}")
    pool = objective_key(question.objective)
    quiz_actions.set_place(row, pool=pool, is_must_know=question.item.is_must_know)


def _decide(
    row: Question,
    bundle: Bundle,
    module: BundleModule,
    question: BundleQuestion,
    by: str,
    at: datetime,
) -> None:
    """Approve, reject and retire as the bundle says."""
    by_course = bundle.approval.words if bundle.approval else ""
    approval = by_course if question.approval is None else question.approval
    try:
        if approval and question.rejected is None:
            question_actions.approve(
                row, revision=row.revision, by=by, at=at, approval=approval[:300]
            )
        if question.rejected is not None:
            question_actions.reject(row, reason=question.rejected, by=by, at=at)
        elif question.is_retired:
            question_actions.retire(row, by=by, at=at)
    except RuleBroken as error:
        problems = error.values.get("problems")
        codes = ", ".join(problems) if isinstance(problems, list) else error.code
        raise _invalid(module, question, f"holds a question that can’t be: {codes}") from error


def _by_hash(bundle: Bundle) -> dict[str, bytes]:
    return {canonical.sha256(content): content for content in bundle.images.values()}


def _invalid(module: BundleModule, question: BundleQuestion, reason: str) -> RuleBroken:
    file = f"questions/{module.file}.txt"
    return RuleBroken("bundle-invalid", file=f"{file}, line {question.item.line},", reason=reason)
