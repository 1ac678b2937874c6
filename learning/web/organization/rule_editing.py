"""Writing and changing an assignment rule; nothing holds before it is applied."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.assignments import actions, queries
from learning.assignments.models import AssignmentRule
from learning.assignments.rules import Because, RuleSettings
from learning.assignments.states import RuleState
from learning.errors import RuleBroken
from learning.organizations.roles import Role
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.organization.rule_forms import (
    FIELD_OF,
    RuleForm,
    settings_from,
    values_of,
    words_in,
)
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(organization: Blueprint) -> None:
    methods = ["GET", "POST"]
    organization.add_url_rule("/assignments/new", view_func=new_rule, methods=methods)
    organization.add_url_rule("/assignments/<rule>/edit", view_func=edit_rule, methods=methods)
    organization.add_url_rule(
        "/assignments/<rule>/discard", view_func=discard_rule, methods=["POST"]
    )


def new_rule() -> Page:
    """GET: an empty form. POST: a draft, whose effects are shown next."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    form = RuleForm(zone=queries.zone_of(organization_id), days=30, window=30, grace=0)
    saved = _saved(form, organization_id, None)
    return saved or _page(form, organization_id, None)


def edit_rule(rule: str) -> Page:
    """GET: what the rule says. POST: save it; what it does is shown before it does it."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.assignment_rule(standing, rule)
    if found.state == RuleState.ENDED:
        return see_other("organization.rule", rule=rule)
    settings = queries.settings_of(found)
    named = {each.value for each in settings.who.any_of if each.because == Because.PERSON}
    addresses = queries.addresses_of(standing.organization_id, named | settings.who.left_out)
    form = RuleForm(data=values_of(settings, addresses))
    saved = _saved(form, standing.organization_id, found)
    return saved or _page(form, standing.organization_id, found)


def discard_rule(rule: str) -> Response:
    """Throw a draft away that was never applied."""
    found = access.assignment_rule(access.staff_standing(Role.ADMIN), rule)
    try:
        actions.discard_rule(found, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("organization.rule", rule=rule)
    flash(_("The draft is thrown away."), "success")
    return see_other("organization.assignments")


def _saved(form: RuleForm, organization_id: int, rule: AssignmentRule | None) -> Response | None:
    """Where to go on; None when the form has to be shown (again)."""
    _offer(form, organization_id)
    if not form.validate_on_submit():
        return None
    try:
        settings = _settings(form, organization_id)
        by, at = visitor().public_id, clock.now()
        if rule is None:
            rule = actions.create_rule(organization_id, settings, by=by, at=at)
        else:
            actions.change_rule(rule, settings, by=by, at=at)
    except RuleBroken as error:
        _show(form, error)
        return None
    return see_other("organization.apply_rule", rule=rule.public_id)


def _settings(form: RuleForm, organization_id: int) -> RuleSettings:
    words = [*words_in(form.people.data), *words_in(form.left_out.data)]
    people = queries.people_named(organization_id, words)
    unknown = [word for word in words if word not in people]
    if unknown:
        raise RuleBroken("rule-person-not-found", who=", ".join(unknown[:5]))
    return settings_from(form, people)


def _offer(form: RuleForm, organization_id: int) -> None:
    """The courses and groups that there are."""
    choices = queries.choices(organization_id)
    form.groups.choices = [SelectChoice(*group) for group in choices.groups]
    for number, entry in enumerate(form.courses):
        first = _("Choose a course") if number == 0 else _("No further course")
        courses = (SelectChoice(*course) for course in choices.courses)
        entry.choices = [SelectChoice("", first), *courses]
        entry.label.text = _("Course %(number)s", number=number + 1)
        entry.flags.optional = number > 0


def _show(form: RuleForm, error: RuleBroken) -> None:
    """Say what is wrong at the field it is about, and in the summary above all of them."""
    field: Any = form[FIELD_OF.get(error.code, "name").partition("-")[0]]
    said = [sentence_for(error)]
    if field is form.courses:
        number = int(FIELD_OF[error.code].removeprefix("courses-"))
        field.entries[number].errors = said
    field.errors = said


def _page(form: RuleForm, organization_id: int, rule: AssignmentRule | None) -> Page:
    page = render_template(
        "organization/assignments/edit.html",
        form=form,
        rule=rule,
        choices=queries.choices(organization_id),
    )
    return (page, 422) if request.method == "POST" else page
