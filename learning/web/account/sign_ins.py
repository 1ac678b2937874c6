"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import actions
from learning.errors import RuleBroken
from learning.web.account import kept_forms
from learning.web.account.data import tell_of_erasure
from learning.web.account.forms import SignInForm
from learning.web.errors import sentence_for
from learning.web.redirects import next_path
from learning.web.security import limiter
from learning.web.visitor import TOKEN, person_of_token, start_session, visitor_or_none

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("60/minute", methods=["POST"])(sign_in)
    account.add_url_rule("/sign-in", view_func=slowed, methods=["GET", "POST"])
    account.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])


def sign_in() -> Page:
    """GET: the form. POST: check it, open a session, go on to where the person was.

    A form that was sent after its sign-in had run out arrives here too. It is kept in the page,
    and offered to be sent again once the same person has signed in.
    """
    if visitor_or_none() is not None:
        return redirect(next_path() or "/learn", 303)
    received = kept_forms.received()
    if received is not None:
        form = SignInForm(formdata=None, kept=kept_forms.sealed(received))
        return _sign_in_page(form), 401
    form = SignInForm(next=next_path())
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return _sign_in_page(form), status
    try:
        token = actions.sign_in(
            address=form.email.data,
            password=form.password.data,
            network=request.remote_addr or "",
            at=clock.now(),
        )
    except RuleBroken as error:
        form.password.errors = [sentence_for(error)]
        status = 429 if error.code == "sign-in-slowed" else 422
        return _sign_in_page(form), status
    start_session(token)
    signed_in = person_of_token()
    assert signed_in is not None
    tell_of_erasure(signed_in)
    kept = kept_forms.opened(form.kept.data or "")
    if kept is not None and kept.person_id == signed_in:
        return render_template("account/sign_ins/send_again.html", kept=kept)
    return redirect(next_path() or "/learn", 303)


def _sign_in_page(form: SignInForm) -> str:
    kept = kept_forms.opened(form.kept.data or "")
    return render_template("account/sign_ins/sign_in.html", form=form, kept=kept)


def sign_out() -> Response:
    """End the session on the server, then forget it here; `next` says where to go on."""
    token = session.get(TOKEN)
    if token:
        actions.sign_out(token, at=clock.now())
    session.clear()
    return redirect(next_path() or url_for("public.home"), 303)
