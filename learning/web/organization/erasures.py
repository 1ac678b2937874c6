"""Erasing people who left: one of them, or each after some months."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.organizations.roles import MembershipState, Role
from learning.retention import erasure_actions, retention_actions
from learning.web import access
from learning.web.context import date
from learning.web.errors import sentence_for
from learning.web.organization.forms import EraseMemberForm, RetentionForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/people/<id>/erase", view_func=erase, methods=["GET", "POST"])
    organization.add_url_rule("/people/<id>/keep", view_func=keep, methods=["POST"])
    organization.add_url_rule("/settings/retention", view_func=retention, methods=["GET", "POST"])


def erase(id: str) -> Page:
    """GET: what it means. POST: somebody who left is erased in two weeks."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    if found.state != MembershipState.DEACTIVATED or found.erase_at is not None:
        return see_other("organization.person", id=id)
    form = EraseMemberForm()
    if form.validate_on_submit():
        if form.name.data.split() != found.name.split():
            form.name.errors = [_("This is not the name of the person on this page.")]
        else:
            try:
                erased_on = erasure_actions.plan_erasure(
                    found, by=visitor().public_id, by_role=standing.role, at=clock.now()
                )
            except RuleBroken as error:
                form.name.errors = [sentence_for(error)]
            else:
                words = _("%(name)s is erased on %(day)s.", name=found.name, day=date(erased_on))
                flash(words, "success")
                return see_other("organization.person", id=id)
    page = render_template(
        "organization/people/erase.html",
        member=found,
        form=form,
        days=erasure_actions.WAIT.days,
    )
    return page, 422 if form.errors else 200


def keep(id: str) -> Response:
    """Take it back."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    try:
        erasure_actions.take_planned_erasure_back(
            found, by=visitor().public_id, by_role=standing.role, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("%(name)s stays.", name=found.name), "success")
    return see_other("organization.person", id=id)


def retention() -> Page:
    """GET: how long people who left are kept. POST: save it."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    form = RetentionForm(months=organizations.settings_of(organization_id).retention or "")
    if form.validate_on_submit():
        try:
            retention_actions.keep_for(
                organization_id,
                _months(form.months.data or ""),
                by=visitor().public_id,
                at=clock.now(),
            )
        except RuleBroken as error:
            form.months.errors = [sentence_for(error)]
        else:
            flash(_("Saved."), "success")
            return see_other("organization.retention")
    page = render_template(
        "organization/settings/retention.html", form=form, days=erasure_actions.WAIT.days
    )
    return page, 422 if form.errors and request.method == "POST" else 200


def _months(text: str) -> int | None:
    """The number of months that was typed; None for nothing, 0 for what is no such number."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
