"""Copying a question into any module, and deleting a draft that nobody needs."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.courses import queries
from learning.courses.models import Course
from learning.courses.structure import ModulePlan, has_quiz
from learning.errors import RuleBroken
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.content import AnchorSpan, anchor_span
from learning.quizzes.models import Question
from learning.web.access import taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import CopyForm, CopyTargetForm
from learning.web.trainer.question_places import Place, place_of
from learning.web.visitor import visitor

MOST_COURSES = 200


def add_to(trainer: Blueprint) -> None:
    question = "/courses/<course>/questions/<question>"
    trainer.add_url_rule(f"{question}/copy", view_func=copy_question, methods=["GET", "POST"])
    trainer.add_url_rule(f"{question}/delete", view_func=delete_question, methods=["POST"])


def copy_question(course: str, question: str) -> str | Response | tuple[str, int]:
    """GET: where to? `to` names another course. POST: a copy there, as a draft."""
    found = working_course(course)
    row = taught_question(found, question)
    target = _target(found)
    plans = [p for p in queries.plans_of(target) if has_quiz(p.kind) and not p.is_excluded]
    form = CopyForm(module=_own_module(row, plans))
    form.module.choices = [SelectChoice(p.key, p.title or _("Untitled")) for p in plans]
    if not form.validate_on_submit():
        page = render_template(
            "trainer/questions/copy.html",
            course=found,
            question=row,
            stem=quizzes.wording_of(row).body.stem,
            target=target,
            form=form,
            courses=_other_courses(target),
        )
        return (page, 422) if form.errors else page
    plan = next(plan for plan in plans if plan.key == form.module.data)
    place = place_of(target, plan.quiz_id)
    copy = actions.copy_question(
        row, plan.quiz_id, place.version, _anchors(row, place),
        by=visitor().public_id, at=clock.now(),
    )  # fmt: skip
    _say_copied(row, copy)
    return see_other("trainer.edit_question", course=target.public_id, question=copy.public_id)


def delete_question(course: str, question: str) -> Response:
    """Delete a draft that somebody wrote and nobody ever approved."""
    found = working_course(course)
    row = taught_question(found, question)
    try:
        actions.delete_question(row, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("trainer.edit_question", course=course, question=question)
    flash(_("The draft is deleted."), "success")
    return see_other("trainer.questions", course=course)


def _target(course: Course) -> Course:
    """The course that `to` names; copies stay in their organization, as their images do."""
    wanted = request.args.get("to", "")
    target = working_course(wanted) if wanted else course
    if target.organization_id != course.organization_id:
        abort(404)
    return target


def _own_module(question: Question, plans: Sequence[ModulePlan]) -> str | None:
    quiz_id = quizzes.quiz_of(question)
    return next((plan.key for plan in plans if plan.quiz_id == quiz_id), None)


def _other_courses(target: Course) -> CopyTargetForm:
    form = CopyTargetForm(formdata=None, to=target.public_id)
    courses = queries.courses_of(target.organization_id, limit=MOST_COURSES)
    known = {each.public_id: each.title or _("Untitled") for each in (target, *courses)}
    form.to.choices = [SelectChoice(id, title) for id, title in known.items()]
    return form


def _anchors(question: Question, place: Place) -> tuple[AnchorSpan, ...]:
    """The question's sentences as they stand in its article now; none in another article."""
    anchors = quizzes.wording_of(question).anchors
    if question.article_id != place.version.article_id:
        return ()
    present = {sentence.id: sentence for sentence in place.sentences(anchors)}
    return tuple(
        anchor_span(place.version.text, present[anchor.sentence])
        for anchor in anchors
        if anchor.sentence in present
    )


def _say_copied(question: Question, copy: Question) -> None:
    flash(
        _("This is the copy, a draft. If you don’t need it, “Delete this draft” takes it back."),
        "success",
    )
    if copy.article_id != question.article_id:
        flash(_("Its sentences are not in this article. Choose those it tests here."), "warning")
