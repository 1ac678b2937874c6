"""Getting back into an account: a new password by a link, or a link that signs in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import password_actions
from learning.accounts.tokens import Purpose
from learning.errors import RuleBroken
from learning.organizations import checks
from learning.organizations import queries as organizations
from learning.web.account import links
from learning.web.account.data import tell_of_erasure
from learning.web.account.forms import AddressForm, NewPasswordForm
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.security import limiter
from learning.web.visitor import start_session

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    for path, page in (
        ("/forgot", forgot_password),
        ("/reset/<token>", reset_password),
        ("/link", ask_for_link),
        ("/link/<token>", sign_in_by_link),
    ):
        slowed = limiter.limit("120/hour", methods=["POST"])(page)
        account.add_url_rule(path, view_func=slowed, methods=["GET", "POST"])


def forgot_password() -> Page:
    """GET: the form. POST: a link is sent, if somebody has this address. Says the same if not."""
    return _asked(Purpose.RESET, "account/passwords/forgot.html")


def ask_for_link() -> Page:
    """The same for a link that signs in without a password."""
    return _asked(Purpose.SIGN_IN, "account/passwords/ask_for_link.html")


def _asked(purpose: Purpose, template: str) -> Page:
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template(template, form=form), 422 if form.errors else 200
    password_actions.ask_for_link(
        purpose, address=form.email.data, network=request.remote_addr or "", at=clock.now()
    )
    return render_template("account/passwords/asked.html", purpose=str(purpose))


def reset_password(token: str) -> Page:
    """GET: the form. POST: the new password holds, and every sign-in has ended."""
    link = links.opened(Purpose.RESET, token)
    if link is None:
        return links.ended(url_for("account.forgot_password"), _("Ask for a new link"))
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            checks.check_password(link.person_id, form.new.data)
            password_actions.reset_password(link.public_id, form.new.data, at=clock.now())
        except RuleBroken as error:
            form.new.errors = [sentence_for(error)]
        else:
            flash(_("Your new password is set. Sign in with it."), "success")
            return see_other("account.sign_in")
    page = render_template(
        "account/passwords/reset.html",
        form=form,
        link=link,
        minimum=organizations.shortest_password_of(link.person_id),
    )
    return page, 422 if form.errors else 200


def sign_in_by_link(token: str) -> Page:
    """GET: what the button does. POST: sign in."""
    link = links.opened(Purpose.SIGN_IN, token)
    if link is not None and request.method == "GET":
        return links.asks(
            title=_("Sign in"),
            lead=link.address,
            text=_("To the account of %(name)s, on this device.", name=link.name),
            button=_("Sign in"),
        )
    try:
        if link is None:
            raise RuleBroken("link-ended")
        session = password_actions.sign_in_by_link(link.public_id, at=clock.now())
    except RuleBroken:
        return links.ended(url_for("account.ask_for_link"), _("Ask for a new link"))
    start_session(session)
    tell_of_erasure(link.person_id)
    return redirect(url_for("learner.my_learning"), 303)
