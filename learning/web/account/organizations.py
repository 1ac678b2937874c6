"""Choosing which organization's tools to see, for people in several."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from learning import files
from learning.accounts import actions
from learning.organizations.roles import MembershipKind
from learning.web.access import require_sign_in
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.roles import ROLE_WORDS
from learning.web.visitor import visitor


def add_to(account: Blueprint) -> None:
    account.add_url_rule("/organizations", view_func=organizations)
    account.add_url_rule("/organizations/logo/<sha256>", view_func=logo)
    account.add_url_rule("/organizations", view_func=choose_organization, methods=["POST"])


def organizations() -> str | Response:
    """The organizations somebody is a member of."""
    turned_away = require_sign_in()
    return turned_away or render_template(
        "account/organizations/organizations.html",
        standings=[s for s in visitor().standings if s.kind == MembershipKind.MEMBER],
        chosen=visitor().standing,
        role_words=ROLE_WORDS,
        form=ConfirmForm(),
    )


def choose_organization() -> Response:
    """Show another organization's tools from now on."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    wanted = request.form.get("organization", "")
    for standing in visitor().standings:
        if standing.organization_public_id == wanted and standing.kind == MembershipKind.MEMBER:
            actions.choose_organization(visitor().signed_in.session_id, standing.organization_id)
            return see_other("learner.my_learning")
    abort(404)


def logo(sha256: str) -> Response:
    """The logo of an organization the visitor belongs to, or has joined as a guest."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    for standing in visitor().standings:
        if standing.settings.logo == sha256:
            file = files.stored(standing.organization_id, sha256)
            if file is not None:
                response = Response(file.content, mimetype=standing.settings.logo_type)
                response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
                return response
    abort(404)
