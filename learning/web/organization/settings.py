"""What holds in the whole organization."""

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.organizations import actions, queries
from learning.organizations.roles import Role
from learning.retention import queries as retention
from learning.web import access
from learning.web.organization.forms import OrganizationForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/settings", view_func=settings, methods=["GET", "POST"])


def settings() -> str | Response:
    """GET: the settings. POST: save them."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    is_allowed = queries.lets_set_own_time_factor(organization_id)
    form = OrganizationForm(own_time_factor=is_allowed)
    if form.validate_on_submit():
        actions.allow_own_time_factor(
            organization_id,
            is_allowed=form.own_time_factor.data,
            by=visitor().public_id,
            at=clock.now(),
        )
        flash(_("Saved."), "success")
        return see_other("organization.settings")
    return render_template(
        "organization/settings/settings.html",
        form=form,
        months_kept=retention.months_kept(organization_id),
    )
