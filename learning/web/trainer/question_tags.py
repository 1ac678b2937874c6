"""The tags of a question, by which it is found again; they are no part of what is approved."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.quizzes import actions, tags
from learning.quizzes import queries as quizzes
from learning.web.access import taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_editing import stored_question
from learning.web.trainer.question_forms import TagsForm
from learning.web.trainer.question_places import place_of


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule(
        "/courses/<course>/questions/<question>/tags", view_func=tag_question, methods=["POST"]
    )


def tag_question(course: str, question: str) -> Response | tuple[str, int]:
    """Save a question's tags; no approval of the question changes."""
    found = working_course(course)
    row = taught_question(found, question)
    form = TagsForm()
    form.validate_on_submit()
    try:
        actions.set_tags(row, tags.tags_in(form.tags.data or ""), at=clock.now())
    except RuleBroken as error:
        form.tags.errors = [sentence_for(error)]
        return stored_question(place_of(found, quizzes.quiz_of(row)), row, tags_form=form), 422
    flash(_("The tags are saved."), "success")
    return see_other("trainer.edit_question", course=course, question=question)
