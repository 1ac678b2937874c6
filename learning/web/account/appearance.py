"""How pages look for one person, on every device."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.accounts import actions
from learning.web.access import require_sign_in
from learning.web.account.forms import AppearanceForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor


def add_to(account: Blueprint) -> None:
    account.add_url_rule("/appearance", view_func=choose_appearance, methods=["POST"])


def choose_appearance() -> Response:
    """Keep the colours somebody chose."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = AppearanceForm()
    if form.validate_on_submit():
        actions.choose_appearance(visitor().person_id, {"theme": form.theme.data})
        flash(_("Saved."), "success")
    return see_other("account.settings")
