"""How pages look and act for one person, and their time in quizzes; the same on every device."""

from flask import Blueprint, abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import actions
from learning.organizations import queries as organizations
from learning.progress import allowance_actions
from learning.web.access import require_sign_in
from learning.web.account.forms import AppearanceForm
from learning.web.redirects import see_other
from learning.web.time_factors import TimeFactorForm, letting_standing
from learning.web.visitor import visitor

CHOICES = ("theme", "text_size", "spacing", "typeface", "motion", "shortcuts")


def add_to(account: Blueprint) -> None:
    account.add_url_rule("/appearance", view_func=choose_appearance, methods=["POST"])
    account.add_url_rule("/time", view_func=choose_time, methods=["POST"])


def choose_appearance() -> Response:
    """Keep how somebody wants pages to be."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = AppearanceForm()
    if form.validate_on_submit():
        chosen = {name: getattr(form, name).data for name in CHOICES}
        actions.change_profile(visitor().person_id, **chosen)
        flash(_("Saved."), "success")
    return see_other("account.settings")


def choose_time() -> Response:
    """Set one's own time in quizzes, where an organization lets its members do so."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    standing = letting_standing()
    if standing is None:
        abort(403, _("An admin of your organization sets your time in quizzes."))
    form = TimeFactorForm()
    if form.validate_on_submit():
        own = organizations.membership_with_id(standing.organization_id, standing.membership_id)
        allowance_actions.set_time_factor(
            own, form.time_factor.data, by=visitor().public_id, at=clock.now()
        )
        flash(_("Saved. It holds in every timed quiz, also in one that is running."), "success")
    return see_other("account.settings")
