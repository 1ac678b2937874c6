"""What a question stands for in its quiz: the objective it tests, and whether it is must-know."""

from flask import Blueprint, abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning.courses.structure import ModulePlan, objective_key
from learning.quizzes import queries as quizzes
from learning.quizzes import quiz_actions
from learning.quizzes.models import Question
from learning.web.access import taught_question
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import QuizPlaceForm
from learning.web.trainer.question_places import place_of


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule(
        "/courses/<course>/questions/<question>/place", view_func=place_question, methods=["POST"]
    )


def place_question(course: str, question: str) -> Response:
    """Save the objective and whether it is must-know; no approval of the question changes."""
    found = working_course(course)
    row = taught_question(found, question)
    form = place_form(place_of(found, quizzes.quiz_of(row)).module, row, is_sent=True)
    if not form.validate_on_submit():
        abort(400)  # nobody who uses the form can send this
    quiz_actions.set_place(row, pool=form.pool.data, is_must_know=form.is_must_know.data)
    flash(_("Saved. Learners see it with the next version you publish."), "success")
    return see_other("trainer.edit_question", course=course, question=question)


def place_form(module: ModulePlan, question: Question, *, is_sent: bool = False) -> QuizPlaceForm:
    """The form as sent, or with what is stored."""
    stored = quizzes.place_of(question)
    values = {"pool": stored.pool, "is_must_know": stored.is_must_know}
    form = QuizPlaceForm(**values) if is_sent else QuizPlaceForm(formdata=None, **values)
    form.pool.choices = [
        SelectChoice("", _("None in particular")),
        *(SelectChoice(objective_key(words), words) for words in module.objectives),
    ]
    return form
