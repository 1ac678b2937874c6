"""Signing up, and changing one's password."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.accounts import actions, passwords
from learning.accounts import queries as accounts
from learning.errors import RuleBroken
from learning.organizations import checks
from learning.organizations import queries as organizations
from learning.retention import queries as retention
from learning.web import time_factors
from learning.web.access import require_sign_in
from learning.web.account.forms import AppearanceForm, PasswordForm, SignUpForm
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import next_path, see_other
from learning.web.security import limiter
from learning.web.time_factors import TimeFactorForm, letting_standing
from learning.web.visitor import start_session, visitor, visitor_or_none

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("30/hour", methods=["POST"])(sign_up)
    account.add_url_rule("/sign-up", view_func=slowed, methods=["GET", "POST"])
    account.add_url_rule("", view_func=settings)
    account.add_url_rule("/password", view_func=change_password, methods=["POST"])


def sign_up() -> Page:
    """GET: the form. POST: enter the person and sign them in."""
    if visitor_or_none() is not None:
        return redirect(next_path() or "/learn", 303)
    form = SignUpForm(next=next_path())
    if form.validate_on_submit():
        try:
            person = actions.sign_up(
                name=form.name.data,
                address=form.email.data,
                password=form.password.data,
                at=clock.now(),
            )
        except RuleBroken as error:
            field = form.email if error.code == "address-taken" else form.password
            field.errors = [sentence_for(error)]
        else:
            start_session(actions.open_session(person, at=clock.now()))
            flash(
                _("Your account is ready. A link to confirm your address is on its way to you."),
                "success",
            )
            return redirect(next_path() or "/learn", 303)
    status = 422 if request.method == "POST" else 200
    minimum = passwords.MINIMUM_LENGTH
    return render_template("account/people/sign_up.html", form=form, minimum=minimum), status


def settings() -> Page:
    """How pages look, and the password."""
    turned_away = require_sign_in()
    return turned_away or _settings(PasswordForm())


def change_password() -> Page:
    """Set a new password; every sign-in ends, and this one begins anew."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = PasswordForm()
    if not form.validate_on_submit():
        return _settings(form), 422
    person = accounts.person_with_id(visitor().person_id)
    if not passwords.is_right(form.current.data, person.password_hash):
        form.current.errors = [_("This is not your current password.")]
        return _settings(form), 422
    try:
        checks.check_password(person.id, form.new.data)
        actions.set_password(person, form.new.data, by=person.public_id, at=clock.now())
    except RuleBroken as error:
        form.new.errors = [sentence_for(error)]
        return _settings(form), 422
    start_session(actions.open_session(person, at=clock.now()))
    flash(_("Your password is changed. You are signed out everywhere else."), "success")
    return see_other("account.settings")


def _settings(password_form: PasswordForm) -> str:
    profile = visitor().signed_in.profile
    return render_template(
        "account/people/settings.html",
        address=accounts.primary_address(visitor().person_id),
        erased_on=retention.erased_on(visitor().person_id),
        is_confirmed=accounts.is_confirmed(visitor().person_id),
        form=ConfirmForm(),
        appearance_form=AppearanceForm(formdata=None, obj=profile),
        time_form=TimeFactorForm(formdata=None, obj=profile),
        may_set_time=letting_standing() is not None,
        time_words=time_factors.WORDS[profile.time_factor],
        password_form=password_form,
        minimum=organizations.shortest_password_of(visitor().person_id),
    )
