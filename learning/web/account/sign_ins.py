"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import actions
from learning.errors import RuleBroken
from learning.web.account.forms import SignInForm
from learning.web.errors import sentence_for
from learning.web.redirects import next_path, see_other
from learning.web.security import limiter
from learning.web.visitor import TOKEN, visitor_or_none

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("60/minute", methods=["POST"])(sign_in)
    account.add_url_rule("/sign-in", view_func=slowed, methods=["GET", "POST"])
    account.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])


def sign_in() -> Page:
    """GET: the form. POST: check it, open a session, go on to where the person was."""
    if visitor_or_none() is not None:
        return redirect(next_path() or "/learn", 303)
    form = SignInForm(next=next_path())
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("account/sign_ins/sign_in.html", form=form), status
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
        return render_template("account/sign_ins/sign_in.html", form=form), status
    start_session(token)
    return redirect(next_path() or "/learn", 303)


def sign_out() -> Response:
    """End the session on the server, then forget it here."""
    token = session.get(TOKEN)
    if token:
        actions.sign_out(token, at=clock.now())
    session.clear()
    return see_other("public.home")


def start_session(token: str) -> None:
    """A fresh cookie with the token: nothing from before the sign-in is carried over."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True
