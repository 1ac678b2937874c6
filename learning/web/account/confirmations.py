"""Confirming one's address."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import address_actions, token_queries
from learning.accounts.tokens import Purpose
from learning.errors import RuleBroken
from learning.web.access import require_sign_in
from learning.web.account import links
from learning.web.redirects import see_other
from learning.web.security import limiter
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("30/hour")(send_confirmation)
    account.add_url_rule("/confirm", view_func=slowed, methods=["POST"])
    account.add_url_rule("/confirm/<token>", view_func=confirm_address, methods=["GET", "POST"])


def send_confirmation() -> Response:
    """Send the link again."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    address_actions.ask_to_confirm(
        visitor().person_id, network=request.remote_addr or "", at=clock.now()
    )
    flash(_("A link is on its way to you.") + " " + links.expects(), "success")
    return see_other("account.settings")


def confirm_address(token: str) -> Page:
    """GET: what the button does. POST: the address is confirmed."""
    link = links.opened(Purpose.CONFIRM, token)
    if link is None:
        return _ended(token)
    if request.method == "GET":
        return links.asks(
            title=_("Confirm your address"),
            lead=link.address,
            text=_("It belongs to the account of %(name)s.", name=link.name),
            button=_("Confirm this address"),
        )
    try:
        address_actions.confirm(link.public_id, at=clock.now())
    except RuleBroken:  # used in another window meanwhile
        return _ended(token)
    return _confirmed()


def _ended(token: str) -> Page:
    public_id = links.id_in(Purpose.CONFIRM, token)
    if public_id and token_queries.is_confirmed_by(public_id):
        return _confirmed()
    return links.ended(url_for("account.settings"), _("Go to your account"))


def _confirmed() -> str:
    return links.done(_("Your address is confirmed"), _("Thank you. There is nothing more to do."))
