"""Which messages somebody wants, and the link in each that ends them with one click."""

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from learning.accounts import actions
from learning.accounts import queries as accounts
from learning.mail import choices
from learning.mail.choices import Choice
from learning.organizations.roles import Role
from learning.web.access import require_sign_in
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.security import csrf
from learning.web.visitor import visitor

CHOICE_WORDS: dict[Choice, LazyString] = {
    Choice.CERTIFICATES: _l("Messages about certificates"),
    Choice.DIGESTS: _l("A weekly summary for trainers"),
}


class MessagesForm(FlaskForm):  # type: ignore[misc]
    """A tick for each kind of message that somebody can do without."""

    certificates = BooleanField(CHOICE_WORDS[Choice.CERTIFICATES])
    digests = BooleanField(CHOICE_WORDS[Choice.DIGESTS])


def add_to(account: Blueprint) -> None:
    account.add_url_rule("/messages", view_func=choose_messages, methods=["GET", "POST"])
    # Mail programs send this form for their people, and know no token of ours (RFC 8058). The
    # link itself proves that it was in a message to whom it is about.
    csrf.exempt(stop_messages)
    account.add_url_rule(
        "/messages/stop/<choice>/<token>", view_func=stop_messages, methods=["GET", "POST"]
    )


def choose_messages() -> str | Response:
    """GET: what one gets. POST: keep what is wanted."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    person = accounts.person_with_id(visitor().person_id)
    wanted = {str(c): choices.is_wanted(c, person.mail_choices) for c in Choice}
    form = MessagesForm(**wanted)
    trains = any(standing.role.includes(Role.TRAINER) for standing in visitor().standings)
    if form.validate_on_submit():
        shown = [c for c in Choice if trains or c != Choice.DIGESTS]
        actions.choose_messages(person.id, **{str(c): form[str(c)].data for c in shown})
        flash(_("Saved."), "success")
        return see_other("account.choose_messages")
    return render_template(
        "account/messages/messages.html",
        form=form,
        trains=trains,
        address=accounts.primary_address(person.id),
        is_bouncing=accounts.is_bouncing(accounts.primary_address(person.id)),
    )


def stop_messages(choice: str, token: str) -> str:
    """GET: what the link is for, and a button. POST: no such messages any more, or again."""
    if choice not in list(Choice):
        abort(404)
    chosen = Choice(choice)
    public_id = choices.person_in(
        chosen, token, key=current_app.extensions["waymark-config"].secret_key
    )
    person = accounts.person_with_public_id(public_id) if public_id else None
    if person is None:
        abort(404)
    if request.method == "POST":
        is_wanted = request.form.get("again") == "1"
        actions.choose_messages(person.id, **{str(chosen): is_wanted})
    else:
        is_wanted = choices.is_wanted(chosen, person.mail_choices)
    return render_template(
        "account/messages/stop.html",
        words=CHOICE_WORDS[chosen],
        is_wanted=is_wanted,
        was_pressed=request.method == "POST",
        form=ConfirmForm(formdata=None),
    )
