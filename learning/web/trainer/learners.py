"""One learner on a course: how far they are, and what a trainer can do for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.courses.versions import PublishedModule
from learning.errors import RuleBroken
from learning.progress import allowance_actions, attempt_queries, standings
from learning.progress.models import Attempt, Enrolment
from learning.progress.rules import are_tries_used_up
from learning.progress.standings import CourseStanding, ModuleStanding
from learning.progress.states import AttemptState, ClosedBy, ModuleState
from learning.quizzes.rules import QuizRules
from learning.web import looks
from learning.web.access import taught_learner
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.forms import TimeForm
from learning.web.visitor import visitor

DEFAULT_MINUTES = 10


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/learners/<learner>", view_func=learner)
    place = "/courses/<course>/learners/<learner>/<module>"
    for name, act in {
        "try": grant_try, "time": extend_time, "reset": reset_attempt,
        "take-back": take_back_reset,
    }.items():  # fmt: skip
        trainer.add_url_rule(f"{place}/{name}", view_func=act, methods=["POST"])


def learner(course: str, learner: str) -> str:
    """Every module with its tries, and a way to grant one more where they are used up."""
    found = working_course(course)
    enrolment = taught_learner(found, learner)
    looks.note_results_seen(found.organization_id, enrolment.membership_id)
    standing = standings.course_standing(enrolment)
    return render_template(
        "trainer/courses/learner.html",
        course=found,
        enrolment=enrolment,
        standing=standing,
        tries=lambda each: standing.course.rules_of(each.module).tries,
        needs_try=lambda each: _needs_try(each, standing.course.rules_of(each.module)),
        running=_shown_attempts(enrolment, standing, AttemptState.OPEN),
        reset=_shown_attempts(enrolment, standing, AttemptState.CLOSED, ClosedBy.RESET),
        time_form=TimeForm(minutes=DEFAULT_MINUTES),
        form=ConfirmForm(),
    )


def grant_try(course: str, learner: str, module: str) -> Response:
    """One more try; sent twice, still one."""
    enrolment = taught_learner(working_course(course), learner)
    known = request.form.get("known", -1, type=int)
    with _said(_("%(name)s can try once more.", name=enrolment.learner)):
        allowance_actions.grant_try(
            enrolment, module, known=known, by=visitor().public_id, at=clock.now()
        )
    return see_other("trainer.learner", course=course, learner=learner)


def extend_time(course: str, learner: str, module: str) -> Response:
    """More time for the attempt that runs; sent twice, still once."""
    enrolment = taught_learner(working_course(course), learner)
    attempt = _last_attempt(enrolment, module)
    form = TimeForm()
    known = _instant(request.form.get("known", ""))
    if not form.validate_on_submit() or known is None:
        flash(_("Enter minutes from 1 to 600."), "error")
        return see_other("trainer.learner", course=course, learner=learner)
    with _said(_("%(name)s has more time.", name=enrolment.learner)):
        allowance_actions.extend_time(
            attempt, form.minutes.data, known=known, by=visitor().public_id, at=clock.now()
        )
    return see_other("trainer.learner", course=course, learner=learner)


def reset_attempt(course: str, learner: str, module: str) -> Response:
    """End the attempt that runs; it counts for nothing."""
    enrolment = taught_learner(working_course(course), learner)
    attempt = _last_attempt(enrolment, module)
    with _said(_("The try is reset. %(name)s can start again.", name=enrolment.learner)):
        allowance_actions.reset_attempt(attempt, by=visitor().public_id, at=clock.now())
    return see_other("trainer.learner", course=course, learner=learner)


def take_back_reset(course: str, learner: str, module: str) -> Response:
    """Let a reset attempt go on where it was."""
    enrolment = taught_learner(working_course(course), learner)
    attempt = _last_attempt(enrolment, module)
    with _said(_("The try goes on where it was.")):
        allowance_actions.take_back_reset(attempt, by=visitor().public_id, at=clock.now())
    return see_other("trainer.learner", course=course, learner=learner)


@contextmanager
def _said(done: str) -> Iterator[None]:
    """Say that it is done, or what stood in the way."""
    try:
        yield
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(done, "success")


def _last_attempt(enrolment: Enrolment, module: str) -> Attempt:
    for attempt in attempt_queries.last_attempts(enrolment):
        if attempt.module == module:
            return attempt
    abort(404)


def _shown_attempts(
    enrolment: Enrolment,
    standing: CourseStanding,
    state: AttemptState,
    closed_by: ClosedBy | None = None,
) -> list[tuple[PublishedModule, Attempt]]:
    """The newest attempts in this state, each with its module."""
    return [
        (module, attempt)
        for attempt in attempt_queries.last_attempts(enrolment)
        if (attempt.state, attempt.closed_by) == (state, closed_by)
        and (module := standing.course.module(attempt.module)) is not None
    ]


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _needs_try(module: ModuleStanding, rules: QuizRules) -> bool:
    """Whether only another try helps; must-know questions that are left need none."""
    is_used_up = are_tries_used_up(rules, tries=module.attempts, granted=module.granted_tries)
    return module.state == ModuleState.TRY_AGAIN and is_used_up and not module.must_know_left
