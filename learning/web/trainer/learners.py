"""One learner on a course: how far they are, and what a trainer can do for them."""

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.courses.models import Course
from learning.errors import RuleBroken
from learning.progress import attempt_actions, queries, standings
from learning.progress.models import Enrolment
from learning.progress.standings import ModuleStanding
from learning.progress.states import ModuleState
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.visitor import visitor


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/learners/<learner>", view_func=learner)
    trainer.add_url_rule(
        "/courses/<course>/learners/<learner>/<module>/try",
        view_func=grant_try,
        methods=["POST"],
    )


def learner(course: str, learner: str) -> str:
    """Every module with its tries, and a way to grant one more where they are used up."""
    found = working_course(course)
    enrolment = _learner(found, learner)
    standing = standings.course_standing(enrolment)
    return render_template(
        "trainer/courses/learner.html",
        course=found,
        enrolment=enrolment,
        standing=standing,
        tries=standing.course.settings.quiz_tries,
        needs_try=lambda module: _needs_try(module, standing.course.settings.quiz_tries),
        form=ConfirmForm(),
    )


def grant_try(course: str, learner: str, module: str) -> Response:
    """One more try; sent twice, still one."""
    enrolment = _learner(working_course(course), learner)
    try:
        attempt_actions.grant_try(
            enrolment,
            module,
            known=request.form.get("known", -1, type=int),
            by=visitor().public_id,
            at=clock.now(),
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("%(name)s can try once more.", name=enrolment.learner), "success")
    return see_other("trainer.learner", course=course, learner=learner)


def _learner(course: Course, public_id: str) -> Enrolment:
    enrolment = queries.enrolment_in(course.organization_id, course.id, public_id)
    if enrolment is None:
        abort(404)
    return enrolment


def _needs_try(module: ModuleStanding, tries: int) -> bool:
    is_used_up = bool(tries) and module.attempts >= tries + module.granted_tries
    return module.state == ModuleState.TRY_AGAIN and is_used_up
