"""Trying a course out, publishing it, and putting it away: every act with its way back."""

from datetime import datetime
from typing import Protocol

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.courses import actions, publishing
from learning.courses.models import Course
from learning.courses.states import Change, CourseState
from learning.errors import RuleBroken
from learning.progress import actions as progress_actions
from learning.web.access import PREVIEW, taught_course
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.forms import PreviewForm, PublishForm
from learning.web.visitor import visitor


class Act(Protocol):
    """An action that moves a course from one state to another."""

    def __call__(self, course: Course, *, by: str, at: datetime) -> None: ...


def add_to(trainer: Blueprint) -> None:
    base = "/courses/<course>"
    trainer.add_url_rule(f"{base}/preview", view_func=preview_course, methods=["POST"])
    trainer.add_url_rule(f"{base}/publish", view_func=publish_course, methods=["POST"])
    trainer.add_url_rule(f"{base}/withdraw", view_func=withdraw_course, methods=["GET", "POST"])
    trainer.add_url_rule(f"{base}/reopen", view_func=reopen_course, methods=["GET", "POST"])
    trainer.add_url_rule(f"{base}/delete", view_func=delete_draft, methods=["GET", "POST"])
    trainer.add_url_rule(f"{base}/restore", view_func=restore_draft, methods=["POST"])


def preview_course(course: str) -> Response:
    """Freeze the course as it stands and walk it as a learner; nothing of it counts."""
    found = working_course(course)
    form = PreviewForm()
    today = clock.now().date()
    days = (form.on.data - today).days if form.validate_on_submit() and form.on.data else 0
    if form.errors:
        flash(sentence_for(RuleBroken("preview-day")), "error")
        return see_other("trainer.course", course=course)
    standing = visitor().standing_in(found.organization_id)
    assert standing is not None  # or it would not be theirs to teach
    try:
        progress_actions.start_preview(
            found, standing.membership_id, days=days, by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("trainer.course", course=course)
    return see_other("learner.course", course=found.address + PREVIEW)


def publish_course(course: str) -> Response:
    """Make the next version; the first one means nothing to anybody yet."""
    found = working_course(course)
    form = PublishForm()
    if not form.validate_on_submit():
        flash(_("Choose what the new version means for learners."), "error")
        return see_other("trainer.course", course=course)
    try:
        version = publishing.publish(
            found, change=Change(form.change.data), by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("Version %(number)s is published.", number=version.number), "success")
    return see_other("trainer.course", course=course)


def withdraw_course(course: str) -> str | Response:
    """GET: what withdrawing means. POST: close the course to new learners."""
    found = working_course(course)
    if ConfirmForm().validate_on_submit():
        return _moved(actions.withdraw, found, _("The course is withdrawn. It can be reopened."))
    return _asked(found, CourseState.PUBLISHED, "trainer/courses/withdraw.html")


def reopen_course(course: str) -> str | Response:
    """GET: what reopening means. POST: let new learners in again."""
    found = working_course(course)
    if ConfirmForm().validate_on_submit():
        return _moved(actions.reopen, found, _("The course takes new learners again."))
    return _asked(found, CourseState.WITHDRAWN, "trainer/courses/reopen.html")


def delete_draft(course: str) -> str | Response:
    """GET: what deleting means. POST: put the draft away."""
    found = working_course(course)
    if not ConfirmForm().validate_on_submit():
        return _asked(found, CourseState.DRAFT, "trainer/courses/delete.html")
    try:
        actions.delete_draft(found, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("trainer.course", course=course)
    flash(_("“%(title)s” is deleted. You can restore it here.", title=found.title), "success")
    return see_other("trainer.deleted_drafts")


def restore_draft(course: str) -> Response:
    """Take a deleted draft back as it was."""
    found = taught_course(course)
    return _moved(actions.restore_draft, found, _("The draft is back as it was."))


def _moved(act: Act, course: Course, message: str) -> Response:
    try:
        act(course, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(message, "success")
    return see_other("trainer.course", course=course.public_id)


def _asked(course: Course, wanted: CourseState, template: str) -> str | Response:
    if course.state != wanted:
        flash(sentence_for(RuleBroken("course-state")), "error")
        return see_other("trainer.course", course=course.public_id)
    return render_template(template, course=course, form=ConfirmForm())
