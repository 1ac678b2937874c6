"""Correcting results of a question that was asked with a wrong key, or was broken."""

from collections.abc import Sequence

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.courses.models import Course
from learning.errors import RuleBroken
from learning.progress import regrades, regrading
from learning.progress.regrades import Correctable
from learning.quizzes import content, corrections
from learning.quizzes.correcting import Policy
from learning.quizzes.models import Question
from learning.web.access import sight, taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import words
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import CorrectionForm
from learning.web.visitor import visitor

CORRECT, CHANGE = "correct", "change"
# So many names are listed, the others counted.
NAMES = 20


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule(
        "/courses/<course>/questions/<question>/correct",
        view_func=correct_results,
        methods=["GET", "POST"],
    )


def correct_results(course: str, question: str) -> str | Response | tuple[str, int]:
    """GET: what can be corrected. POST: whom that would affect, and then do it."""
    found = working_course(course)
    row = taught_question(found, question)
    offered = [each for each in regrades.correctable(row) if each.policies]
    form = CorrectionForm(known=corrections.last_number(row))
    _offer(form, offered)
    action = request.form.get("action")
    if action == CORRECT and form.known.data != corrections.last_number(row):
        return _done(None, found, row)
    if action == CHANGE or not form.validate_on_submit():
        page = _chosen(found, row, offered, form)
        return (page, 422) if form.errors else page
    return _corrected(found, row, form) if action == CORRECT else _preview(found, row, form)


def _offer(form: CorrectionForm, offered: Sequence[Correctable]) -> None:
    """Let only be chosen what adds something."""
    has_newer_key = any(Policy.REKEY in each.policies for each in offered)
    form.versions.choices = [
        SelectChoice(each.number, words.correctable(each, has_newer_key)) for each in offered
    ]
    if not has_newer_key:
        form.policy.choices = [c for c in form.policy.choices if c.value != Policy.REKEY]


def _chosen(
    course: Course, question: Question, offered: Sequence[Correctable], form: CorrectionForm
) -> str:
    if form.versions.data is None:
        form.versions.data = [each.number for each in offered][-1:]
    return render_template(
        "trainer/questions/correct.html",
        course=course,
        question=question,
        stem=content.read_body(question.body).stem,
        form=form,
        is_offered=bool(offered),
        has_newer_key=len(form.policy.choices) > 1,
        made=corrections.made_for(question),
        policies=words.POLICIES,
    )


def _preview(
    course: Course, question: Question, form: CorrectionForm
) -> str | Response | tuple[str, int]:
    policy = Policy(form.policy.data)
    try:
        wanted = regrades.proposed(question, form.versions.data, policy)
    except RuleBroken as error:
        form.policy.errors = [sentence_for(error)]
        offered = [each for each in regrades.correctable(question) if each.policies]
        return _chosen(course, question, offered, form), 422
    return render_template(
        "trainer/questions/correct_preview.html",
        course=course,
        question=question,
        stem=content.read_body(question.body).stem,
        form=form,
        policy=words.POLICIES[policy],
        preview=regrades.preview(wanted, sight=sight(course)),
        most=NAMES,
    )


def _corrected(course: Course, question: Question, form: CorrectionForm) -> Response:
    try:
        changed = regrading.correct_results(
            question,
            versions=form.versions.data,
            policy=Policy(form.policy.data),
            reason=form.reason.data,
            known=form.known.data,
            by=visitor().public_id,
            at=clock.now(),
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return _back(course, question)
    return _done(changed, course, question)


def _done(changed: int | None, course: Course, question: Question) -> Response:
    if changed is None:
        flash(_("Results of this question have been corrected since you opened the page."), "info")
    else:
        flash(words.corrected(changed), "success")
    return _back(course, question)


def _back(course: Course, question: Question) -> Response:
    return see_other(
        "trainer.correct_results", course=course.public_id, question=question.public_id
    )
