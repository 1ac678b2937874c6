"""A course's settings: what it says about itself, how it is passed, who may see it."""

import dataclasses
from datetime import date
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.courses import actions
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Visibility
from learning.errors import RuleBroken
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import guessing
from learning.web.trainer.courses import working_course
from learning.web.trainer.forms import SettingsForm
from learning.web.visitor import visitor

AS_TYPED = ("notice", "certificate_note", "audience", "level", "author", "reviewer")
# Whole numbers; nothing is entered where there is no limit.
LIMITS = (
    "questions_shown", "quiz_minutes", "quiz_tries", "wait_minutes",
    "final_questions", "final_minutes", "final_tries",
)  # fmt: skip
HEALTH = "health"


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/settings", view_func=settings, methods=["GET", "POST"])


def settings(course: str) -> str | Response | tuple[str, int]:
    """GET: the settings. POST: save them; learners see them with the next version."""
    found = working_course(course)
    form = _form(found)
    if form.validate_on_submit():
        try:
            _save(found, form)
        except RuleBroken as error:
            form.title.errors = [sentence_for(error)]
        else:
            flash(_("Saved. Learners see it with the next version you publish."), "success")
            return see_other("trainer.settings", course=course)
    page = render_template(
        "trainer/courses/settings.html", course=found, form=form, odds=guessing.odds(found)
    )
    return (page, 422) if request.method == "POST" else page


def _form(course: Course) -> SettingsForm:
    stored = CourseSettings.from_json(course.settings)
    form = SettingsForm(
        title=course.title,
        summary=course.summary,
        visibility=course.visibility,
        pass_mark=stored.pass_mark,
        feedback=stored.feedback,
        must_reread=stored.must_reread,
        **{name: getattr(stored, name) or None for name in LIMITS},
        validity_months=stored.validity_months,
        is_health=stored.is_health,
        last_reviewed=_date(stored.last_reviewed),
        **{name: getattr(stored, name) for name in AS_TYPED},
    )
    known = {choice.value for choice in form.validity_months.choices}
    if stored.validity_months not in known:
        label = _("%(months)s months", months=stored.validity_months)
        form.validity_months.choices.append(SelectChoice(stored.validity_months, label))
    return form


def _save(course: Course, form: SettingsForm) -> None:
    stored = CourseSettings.from_json(course.settings)
    reviewed = form.last_reviewed.data
    actions.change_settings(
        course,
        title=form.title.data,
        summary=form.summary.data or "",
        visibility=Visibility(form.visibility.data),
        settings=dataclasses.replace(
            stored,
            pass_mark=form.pass_mark.data,
            feedback=form.feedback.data,
            must_reread=form.must_reread.data,
            **_limits(form),
            topic=_topic(stored, form.is_health.data),
            validity_months=form.validity_months.data,
            last_reviewed=reviewed.isoformat() if reviewed else "",
            **_typed(form),
        ),
        by=visitor().public_id,
        at=clock.now(),
    )


def _limits(form: SettingsForm) -> dict[str, Any]:
    return {name: getattr(form, name).data or 0 for name in LIMITS}


def _typed(form: SettingsForm) -> dict[str, Any]:
    return {name: (getattr(form, name).data or "").strip() for name in AS_TYPED}


def _topic(stored: CourseSettings, is_health: bool) -> str:
    """Health or not; another topic that is stored stays."""
    if is_health:
        return HEALTH
    return "" if stored.is_health else stored.topic


def _date(stored: str) -> date | None:
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return None
