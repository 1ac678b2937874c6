"""What changes about a course's structure: which text is which module. All can be undone."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import SectionKind
from learning.articles.splitting import split_places
from learning.courses import addresses, queries, structure
from learning.courses.models import Course, StructureStep
from learning.courses.rows import lock, record, replace_modules
from learning.courses.structure import ModulePlan, Plans, objective_key
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.quizzes import content, quiz_actions
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question, QuizQuestion

Places = list[tuple[QuizQuestion, Question]]


def merge_up(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Join a module to the one above it; its questions go with it."""

    def merged(plans: Plans) -> Plans:
        joined = structure.merged_up(plans, key)
        at_place = next(i for i, plan in enumerate(plans) if plan.key == key)
        quiz_actions.move_questions(
            course.organization_id, plans[at_place].quiz_id, plans[at_place - 1].quiz_id
        )
        return joined

    _change_structure(course, "structure-merge", merged, by=by, at=at)


def split_module(
    course: Course, key: str, place: int, *, title: str, seen: str, by: str, at: datetime
) -> None:
    """Cut a module in two before the paragraph or heading at this place of its article version.

    Questions whose sentences all stand behind it go to the new module, with the objectives that
    only they test. Raises RuleBroken changed-elsewhere if the text is no longer the version `seen`
    (a public id), split-place, title-missing or title-too-long.
    """

    def split(plans: Plans) -> Plans:
        plan = structure.plan_with(plans, key)
        version = articles.version_with_id(course.organization_id, plan.article_version_id)
        if version.public_id != seen:
            raise RuleBroken("changed-elsewhere")
        outline = articles.outline_of_version(version)
        if place not in {each.at for each in split_places(outline, plan.start, plan.end)}:
            raise RuleBroken("split-place")
        listed = quizzes.places(course.organization_id, [plan.quiz_id])
        moving = _behind(listed, version, place)
        quiz = quiz_actions.create_quiz(course.organization_id, at=at)
        wanted = addresses.slug(title, otherwise=str(plan.kind))
        after = structure.split_at(
            plans, key, place, addresses.free(wanted, [each.key for each in plans]), title,
            quiz.id, _tested_there_only(plan, listed, moving),
        )  # fmt: skip
        for position, question_id in enumerate(moving, 1):
            quiz_actions.place_question(course.organization_id, question_id, quiz.id, position)
        return after

    _change_structure(course, "structure-split", split, by=by, at=at)


def rename_module(course: Course, key: str, title: str, *, by: str, at: datetime) -> None:
    """Give a module another title; its address stays."""
    _change_structure(
        course, "structure-rename", lambda plans: structure.renamed(plans, key, title), by=by, at=at
    )


def change_kind(course: Course, key: str, kind: SectionKind, *, by: str, at: datetime) -> None:
    """Say what a module is for; with it, whether it has a number and a quiz."""
    _change_structure(
        course, "structure-kind", lambda plans: structure.with_kind(plans, key, kind), by=by, at=at
    )


def exclude_module(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Leave a module out of the course; its text and questions are kept."""
    _change_structure(
        course, "structure-exclude", lambda plans: structure.excluded(plans, key), by=by, at=at
    )


def include_module(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Take a left-out module in again."""
    _change_structure(
        course, "structure-include", lambda plans: structure.included(plans, key), by=by, at=at
    )


@transaction
def _change_structure(
    course: Course, act: str, change: Callable[[Plans], Plans], *, by: str, at: datetime
) -> None:
    lock(course)
    modules = queries.modules_of(course)
    before = tuple(map(queries.plan_of, modules))
    places = [
        {"question": place.question_id, "quiz": place.quiz_id, "position": place.position}
        for place, _ in quizzes.places(course.organization_id, [plan.quiz_id for plan in before])
    ]
    after = change(before)
    if after == before:
        return
    last = queries.last_step(course)
    db.session.add(
        StructureStep(
            organization_id=course.organization_id,
            course_id=course.id,
            number=last.number + 1 if last else 1,
            act=act.removeprefix("structure-"),
            before={
                "modules": [plan.as_json() for plan in before],
                "places": places,
                "revisions": {module.key: module.revision for module in modules},
            },
            by=by,
            at=at,
        )
    )
    replace_modules(course, after)
    course.changed_at = at
    record(act, course, by, at)


@transaction
def undo_structure(course: Course, *, by: str, at: datetime) -> None:
    """Take the last change of structure back. Raises RuleBroken nothing-to-undo."""
    lock(course)
    step = queries.last_step(course)
    if step is None:
        raise RuleBroken("nothing-to-undo")
    undone = queries.plans_of(course)
    plans = tuple(ModulePlan.from_json(plan) for plan in step.before["modules"])
    replace_modules(course, plans)
    _go_on_counting(course, undone, step.before["revisions"])
    _put_back(course, step.before["places"])
    _adopt(course, undone, plans)
    db.session.delete(step)
    course.changed_at = at
    record("structure-undone", course, by, at)


def _go_on_counting(course: Course, undone: Plans, revisions: dict[str, int]) -> None:
    """An editor that was open on a module before it was merged away still meets a conflict."""
    there = {plan.key for plan in undone}
    for module in queries.modules_of(course):
        if module.key not in there:
            module.revision = revisions[module.key] + 1


def _put_back(course: Course, places: Sequence[dict[str, Any]]) -> None:
    for place in places:
        quiz_actions.place_question(
            course.organization_id, place["question"], place["quiz"], place["position"]
        )


def _adopt(course: Course, undone: Plans, plans: Plans) -> None:
    """Questions written for a module since it was split off go to the one that has its text."""
    kept = {plan.quiz_id for plan in plans}
    for gone in undone:
        heir = next((p for p in plans if p.start <= gone.start < p.end), plans[0])
        if gone.quiz_id not in kept:
            quiz_actions.move_questions(course.organization_id, gone.quiz_id, heir.quiz_id)


def _behind(listed: Places, version: ArticleVersion, place: int) -> list[int]:
    """The questions whose sentences all stand behind a place; gone ones stand nowhere."""
    starts = {
        sentence.id: sentence.start
        for section in articles.outline_of_version(version).sections
        for sentence in section.sentences
    }
    found = []
    for _place, question in listed:
        anchors = content.read_anchors(question.anchors)
        if anchors and all(starts.get(anchor.sentence, -1) >= place for anchor in anchors):
            found.append(question.id)
    return found


def _tested_there_only(plan: ModulePlan, listed: Places, moving: Collection[int]) -> list[str]:
    """The module's objectives that questions name, and none but those that move."""
    there = {place.pool for place, question in listed if question.id in moving}
    here = {place.pool for place, question in listed if question.id not in moving}
    return [words for words in plan.objectives if objective_key(words) in there - here]
