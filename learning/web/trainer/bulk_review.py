"""Deciding on several drafts at once: what is selected, what that means, and doing it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learning import clock
from learning.courses import reviewing
from learning.courses.models import Course
from learning.courses.reviewing import Refused, Selected
from learning.errors import RuleBroken
from learning.quizzes import lint
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState, RejectReason
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer import words
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import RejectDraftForm
from learning.web.trainer.questions import ordered
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
SELECTED = "selected"
REJECT = "reject"
_REVISION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Row:
    """A selected draft: what is sent on for it, its words, and what keeps it from approval."""

    value: str
    stem: str
    problems: list[str]


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule(
        "/courses/<course>/questions/selected", view_func=decide_selected, methods=["POST"]
    )


def decide_selected(course: str) -> Page:
    """Ask first what approving or rejecting the selected drafts means; once confirmed, do it."""
    found = working_course(course)
    chosen = _chosen(found)
    if not chosen:
        flash(_("Select at least one draft first."), "error")
        return see_other("trainer.questions", course=course)
    is_rejecting = request.form.get("act") == REJECT
    is_confirmed = request.form.get("confirmed") == "yes"
    form = RejectDraftForm(formdata=request.form if is_confirmed else None)
    if not is_confirmed or (is_rejecting and not form.validate()):
        page = _confirmation(found, chosen, form, is_rejecting=is_rejecting)
        return (page, 422) if form.errors else page
    if is_rejecting:
        refused = _rejected(found, chosen, form)
    else:
        refused = reviewing.approve_all(
            found, [one for one, _q in chosen], by=visitor().public_id, at=clock.now()
        )
    _say(len(chosen) - len(refused), refused, is_rejecting=is_rejecting)
    return see_other("trainer.questions", course=course)


def _chosen(course: Course) -> list[tuple[Selected, Question]]:
    """The drafts that were ticked, each with the revision that was shown, in course order."""
    sent = dict(value.split(":", 1) for value in request.form.getlist(SELECTED) if ":" in value)
    return [
        (Selected(question.public_id, int(sent[question.public_id])), question)
        for question in ordered(course)
        if question.state == QuestionState.DRAFT
        and _REVISION.fullmatch(sent.get(question.public_id, ""))
    ]


def _confirmation(
    course: Course,
    chosen: Sequence[tuple[Selected, Question]],
    form: RejectDraftForm,
    *,
    is_rejecting: bool,
) -> str:
    return render_template(
        "trainer/review/selected.html",
        course=course,
        rows=[_row(one, question) for one, question in chosen],
        is_rejecting=is_rejecting,
        form=form,
        confirm_form=ConfirmForm(formdata=None),
    )


def _row(selected: Selected, question: Question) -> Row:
    wording = quizzes.wording_of(question)
    codes = lint.problems(wording.kind, wording.body, wording.key, wording.anchors)
    problems = [str(words.PROBLEMS[code]) for code in codes]
    if question.is_stale:
        problems.append(sentence_for(RuleBroken("question-stale")))
    value = f"{selected.public_id}:{selected.revision}"
    return Row(value, wording.body.stem or _("A question without words yet"), problems)


def _rejected(
    course: Course, chosen: Sequence[tuple[Selected, Question]], form: RejectDraftForm
) -> list[Refused]:
    return reviewing.reject_all(
        course,
        [one for one, _q in chosen],
        code=RejectReason(form.reason.data),
        reason=words.reject_reason(form.reason.data, form.note.data or ""),
        by=visitor().public_id,
        at=clock.now(),
    )


def _say(done: int, refused: Sequence[Refused], *, is_rejecting: bool) -> None:
    if done:
        said = (
            ngettext("%(num)s question is rejected.", "%(num)s questions are rejected.", done)
            if is_rejecting
            else ngettext("%(num)s question is approved.", "%(num)s questions are approved.", done)
        )
        flash(said, "success")
    for each in refused:
        stem = quizzes.wording_of(each.question).body.stem or _("A question without words yet")
        flash(
            _("“%(stem)s” stays a draft. %(why)s", stem=stem, why=sentence_for(each.error)),
            "warning",
        )
