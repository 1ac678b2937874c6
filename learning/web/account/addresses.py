"""Changing one's e-mail address, and taking a change back."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import address_actions
from learning.accounts import queries as accounts
from learning.accounts.tokens import Purpose
from learning.errors import RuleBroken
from learning.organizations import contact_actions
from learning.web.access import require_sign_in
from learning.web.account import links
from learning.web.account.forms import ChangeAddressForm
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.security import limiter
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("30/hour", methods=["POST"])(change_address)
    account.add_url_rule("/address", view_func=slowed, methods=["GET", "POST"])
    account.add_url_rule("/address/<token>", view_func=use_address, methods=["GET", "POST"])
    account.add_url_rule("/take-back/<token>", view_func=take_address_back, methods=["GET", "POST"])


def change_address() -> Page:
    """GET: the form. POST: a link is sent to the new address; the answer is always the same."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = ChangeAddressForm()
    if form.validate_on_submit():
        try:
            address_actions.ask_for_change(
                visitor().person_id,
                password=form.current.data,
                address=form.email.data,
                network=request.remote_addr or "",
                at=clock.now(),
            )
        except RuleBroken as error:
            field = form.current if error.code == "password-wrong" else form.email
            field.errors = [sentence_for(error)]
        else:
            flash(_("A link is on its way to the new address.") + " " + links.expects(), "success")
            return see_other("account.settings")
    address = accounts.primary_address(visitor().person_id)
    page = render_template("account/addresses/change.html", form=form, address=address)
    return page, 422 if form.errors else 200


def use_address(token: str) -> Page:
    """GET: what the button does. POST: the address is the account's from now on."""
    link = links.opened(Purpose.CHANGE, token)
    if link is None:
        return links.ended(url_for("account.change_address"), _("Ask for a new link"))
    if request.method == "GET":
        return links.asks(
            title=_("Use this address from now on"),
            lead=link.address,
            text=_(
                "%(name)s then signs in with it. The address used so far gets a message about it.",
                name=link.name,
            ),
            button=_("Use this address"),
        )
    try:
        contact_actions.change_address(link.public_id, at=clock.now())
    except RuleBroken as error:
        return _refused(error)
    return links.done(
        _("Your address is changed"), _("From now on you sign in with %(new)s.", new=link.address)
    )


def take_address_back(token: str) -> Page:
    """GET: what the button does. POST: the old address is back, and everybody is signed out."""
    link = links.opened(Purpose.CHANGED, token)
    if link is None:
        return links.ended(url_for("account.forgot_password"), _("Ask for a new password"))
    if request.method == "GET":
        return links.asks(
            title=_("Take your address back"),
            lead=link.address,
            text=_(
                "The account uses this address again. Its password stops working, everybody is "
                "signed out, and a link to a new password is sent to you."
            ),
            button=_("Take it back"),
        )
    try:
        contact_actions.take_address_back(link.public_id, at=clock.now())
    except RuleBroken as error:
        return _refused(error)
    return links.done(
        _("Your address is back"),
        _("Look into your mail: with the link that was sent to you, choose a new password."),
    )


def _refused(error: RuleBroken) -> tuple[str, int]:
    if error.code == "address-taken":
        sentence = _("Another account uses this address by now, so nothing was changed.")
        return links.done(_("This address is taken"), sentence), 409
    return links.ended(url_for("account.settings"), _("Go to your account"))
