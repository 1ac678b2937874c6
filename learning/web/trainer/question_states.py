"""Saying no to a question and taking it up again; retiring it and bringing it back."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.states import QuestionState
from learning.web.access import taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import review_time
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_editing import stored_question
from learning.web.trainer.question_forms import RejectForm
from learning.web.trainer.question_places import place_of
from learning.web.visitor import visitor


def add_to(trainer: Blueprint) -> None:
    question = "/courses/<course>/questions/<question>"
    trainer.add_url_rule(f"{question}/reject", view_func=reject_question, methods=["POST"])
    trainer.add_url_rule(f"{question}/reopen", view_func=reopen_question, methods=["POST"])
    trainer.add_url_rule(f"{question}/retire", view_func=retire_question, methods=["POST"])
    trainer.add_url_rule(f"{question}/bring-back", view_func=bring_back_question, methods=["POST"])


def reject_question(course: str, question: str) -> Response | tuple[str, int]:
    """Say no to a question, with a reason; it stays and can be taken up again."""
    found = working_course(course)
    rejected = taught_question(found, question)
    form = RejectForm()
    if not form.validate_on_submit():
        place = place_of(found, quizzes.quiz_of(rejected))
        return stored_question(place, rejected, reject_form=form), 422
    try:
        actions.reject(
            rejected,
            reason=form.reason.data,
            revision=request.form.get("revision", type=int),
            by=visitor().public_id,
            at=clock.now(),
            seconds=review_time.seconds_since_shown(rejected),
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The question is rejected. “Take it up again” brings it back."), "success")
    return see_other("trainer.edit_question", course=course, question=question)


def reopen_question(course: str, question: str) -> Response:
    """Take a rejected question up again, as a draft."""
    found = working_course(course)
    rejected = taught_question(found, question)
    if rejected.state == QuestionState.REJECTED:
        actions.reopen(rejected, by=visitor().public_id, at=clock.now())
        flash(_("The question is a draft again."), "success")
    return see_other("trainer.edit_question", course=course, question=question)


def retire_question(course: str, question: str) -> Response:
    """Ask a question no more; what was published and answered stays as it was."""
    found = working_course(course)
    try:
        actions.retire(taught_question(found, question), by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The question is retired. “Bring it back” undoes that."), "success")
    return see_other("trainer.edit_question", course=course, question=question)


def bring_back_question(course: str, question: str) -> Response:
    """Ask a retired question again."""
    found = working_course(course)
    actions.bring_back(taught_question(found, question), by=visitor().public_id, at=clock.now())
    flash(_("The question is back."), "success")
    return see_other("trainer.edit_question", course=course, question=question)
