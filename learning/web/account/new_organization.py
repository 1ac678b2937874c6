"""Making an organization of one's own."""

import re
import unicodedata

from flask import Blueprint, current_app, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from config import Config
from learning import clock
from learning.accounts import actions as accounts
from learning.accounts import queries as account_queries
from learning.errors import RuleBroken
from learning.organizations import actions
from learning.organizations.settings import LONGEST_NAME
from learning.web.access import require_sign_in
from learning.web.account.forms import on_one_line
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.security import limiter
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


class OrganizationForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name of the organization"),
        [
            InputRequired(_l("Enter a name")),
            on_one_line,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters.")),
        ],
    )
    slug = StringField(_l("Short name"), [Length(max=64, message=_l("At most %(max)d characters"))])


def add_to(account: Blueprint) -> None:
    slowed = limiter.limit("10/hour", methods=["POST"])(new_organization)
    account.add_url_rule("/organizations/new", view_func=slowed, methods=["GET", "POST"])


def new_organization() -> Page:
    """GET: its name. POST: make it, with its maker as owner, and go on to the set-up list."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = OrganizationForm()
    must_confirm = _must_confirm()
    if not must_confirm and form.validate_on_submit():
        try:
            organization = actions.found_organization(
                visitor().person_id,
                name=form.name.data,
                slug=(form.slug.data or "").strip() or suggested_slug(form.name.data),
                by=visitor().public_id,
                at=clock.now(),
            )
        except RuleBroken as error:
            field = form.name if error.code == "name-missing" else form.slug
            field.errors = [sentence_for(error)]
        else:
            accounts.choose_organization(visitor().signed_in.session_id, organization.id)
            flash(_("%(name)s is there, and you are its owner.", name=organization.name), "success")
            return see_other("organization.setup")
    status = 422 if request.method == "POST" else 200
    return render_template(
        "account/organizations/new.html", form=form, must_confirm=must_confirm
    ), status


def suggested_slug(name: str) -> str:
    """The letters and digits of a name, joined by hyphens; a plain word if it has none of a-z."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:64].strip("-") or "organization"


def _must_confirm() -> bool:
    """Where messages can be sent, whoever makes an organization has shown that theirs arrive."""
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return bool(config.mail_url) and not account_queries.is_confirmed(visitor().person_id)
