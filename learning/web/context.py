"""What every template may use: navigation, the visitor's organization, formats of dates."""

from datetime import datetime
from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Babel, get_locale
from flask_babel import gettext as _

from learning.accounts.access_profile import AccessProfile
from learning.organizations.roles import MembershipKind, Role
from learning.web import security
from learning.web.forms import ConfirmForm
from learning.web.visitor import visitor_or_none

LANGUAGES = ["en"]


def init_app(app: Flask) -> None:
    """Set up translations and what templates see."""
    Babel(app, locale_selector=_chosen_language)
    app.jinja_env.filters["date"] = date
    app.jinja_env.filters["instant"] = instant
    app.context_processor(_context)


def date(at: datetime) -> str:
    """23 November 2026"""
    return f"{at.day} {at:%B %Y}"


def instant(at: datetime) -> str:
    """23 November 2026, 10:14 UTC"""
    return f"{date(at)}, {at:%H:%M} UTC"


def _chosen_language() -> str:
    # Messages are written where nobody asks for a page.
    wanted = request.accept_languages.best_match(LANGUAGES) if has_request_context() else None
    return wanted or LANGUAGES[0]


def _context() -> dict[str, Any]:
    assets = current_app.extensions["assets"]
    person = visitor_or_none()
    standing = person.standing if person else None
    return {
        "nav": _navigation(),
        "account_nav": _account_navigation(),
        "organization_name": standing.organization if standing else None,
        "organization_logo": standing.settings.logo if standing else None,
        "csp_nonce": security.csp_nonce(),
        "stylesheet_url": url_for("asset", name=assets.stylesheet_name),
        "icon_url": url_for("asset", name=assets.icon_name),
        "script_url": url_for("asset", name=assets.script_name),
        "lang": str(get_locale() or LANGUAGES[0]),
        "profile": person.signed_in.profile if person else AccessProfile(),
        # Of no request: what was sent may be too large to be read, which this page then says.
        "sign_out_form": ConfirmForm(formdata=None) if person else None,
    }


def _navigation() -> list[dict[str, Any]]:
    person = visitor_or_none()
    if person is None:
        places = [("public.home", _("Courses")), ("public.verify", _("Check a certificate"))]
    else:
        places = [
            ("learner.my_learning", _("My learning")),
            ("public.home", _("Courses")),
            ("learner.certificates", _("Certificates")),
        ]
        if person.standing is not None and person.standing.is_manager:
            places.append(("team.people", _("Team")))
        if person.may(Role.TRAINER):
            places.append(("trainer.home", _("Teach")))
        if person.may(Role.ADMIN):
            places.append(("organization.people", _("Organization")))
    return [
        {"label": label, "href": url_for(endpoint), "is_current": _is_here(endpoint)}
        for endpoint, label in places
    ]


def _is_here(endpoint: str) -> bool:
    here = request.endpoint or ""
    if endpoint in ("learner.certificates", "public.verify"):
        return here.startswith(endpoint.removesuffix("s"))
    if endpoint == "learner.my_learning":
        return here.startswith("learner.") and not here.startswith("learner.certificate")
    if endpoint == "public.home":
        return here in ("public.home", "public.courses", "public.course")
    return here.split(".")[0] == endpoint.split(".")[0]


def _account_navigation() -> list[dict[str, str]]:
    person = visitor_or_none()
    if person is None:
        return []
    links = [{"label": _("Account"), "href": url_for("account.settings")}]
    has_several = sum(s.kind == MembershipKind.MEMBER for s in person.standings) > 1
    label = _("Switch organization") if has_several else _("Organizations")
    links.append({"label": label, "href": url_for("account.organizations")})
    if person.signed_in.is_operator:
        links.append({"label": _("Background work"), "href": url_for("operator.overview")})
    return links
