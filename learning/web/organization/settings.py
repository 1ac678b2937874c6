"""What holds in the whole organization, page by page."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.organizations import queries, settings_actions
from learning.organizations.roles import Role
from learning.organizations.settings import OrganizationSettings, domains_in
from learning.organizations.setup import SetupTask
from learning.quizzes import images
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.organization.forms import OrganizationForm
from learning.web.organization.setting_forms import (
    MailForm,
    NameForm,
    SignatoryForm,
    SignInRulesForm,
)
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
LARGEST_LOGO = 500_000
LOGO_TYPES = ("image/png", "image/jpeg", "image/webp")


def add_to(organization: Blueprint) -> None:
    rules = (
        ("/settings", settings),
        ("/settings/name", name_and_logo),
        ("/settings/sign-in", sign_in_rules),
        ("/settings/mail", mail_wording),
        ("/settings/signatory", signatory),
    )
    for address, view in rules:
        organization.add_url_rule(address, view_func=view, methods=["GET", "POST"])


def settings() -> Page:
    """GET: the settings. POST: save whether members set their own time."""
    organization_id = _organization_id()
    is_allowed = queries.lets_set_own_time_factor(organization_id)
    form = OrganizationForm(own_time_factor=is_allowed)
    if form.validate_on_submit():
        is_allowed = form.own_time_factor.data
        settings_actions.change_settings(
            organization_id,
            "own-time-factor-allowed" if is_allowed else "own-time-factor-ended",
            own_time_factor=is_allowed,
            **_now_by(),
        )
        flash(_("Saved."), "success")
        return see_other("organization.settings")
    return render_template(
        "organization/settings/settings.html",
        form=form,
        months_kept=queries.settings_of(organization_id).retention,
    )


def name_and_logo() -> Page:
    """What the organization is called, and what stands in the header of its pages."""
    organization_id = _organization_id()
    form = NameForm(name=queries.organization_with_id(organization_id).name)
    if form.validate_on_submit():
        try:
            _save_name_and_logo(organization_id, form)
        except RuleBroken as error:
            field = form.name if "name" in error.code else form.logo
            field.errors = [sentence_for(error)]
        else:
            return _saved()
    return _page("name", form, kept_logo=queries.settings_of(organization_id).logo)


def _save_name_and_logo(organization_id: int, form: NameForm) -> None:
    if form.logo.data:
        content = form.logo.data.read(LARGEST_LOGO + 1)
        if len(content) > LARGEST_LOGO:
            raise RuleBroken("image-too-large", limit="500 KB")
        media_type = images.measured(content).media_type
        if media_type not in LOGO_TYPES:
            raise RuleBroken("logo-format")
        settings_actions.set_logo(organization_id, content, media_type, **_now_by())
    elif request.form.get("act") == "remove":
        settings_actions.change_settings(
            organization_id, "logo-changed", logo=None, logo_type=None, **_now_by()
        )
    settings_actions.rename_organization(organization_id, form.name.data, **_now_by())


def sign_in_rules() -> Page:
    """Who may come in by themselves, how long passwords are, and how long a sign-in lasts."""
    organization_id = _organization_id()
    kept = queries.settings_of(organization_id)
    form = SignInRulesForm(
        allowed_domains="\n".join(kept.allowed_domains),
        shortest_password=kept.shortest_password,
        longest_sign_in=kept.longest_sign_in,
    )
    if form.validate_on_submit():
        settings_actions.change_settings(
            organization_id,
            "sign-in-rules-changed",
            allowed_domains=domains_in(form.allowed_domains.data or ""),
            shortest_password=form.shortest_password.data,
            longest_sign_in=form.longest_sign_in.data,
            settled_tasks=_with(kept, SetupTask.SIGN_IN_RULES),
            **_now_by(),
        )
        return _saved()
    return _page("sign_in", form)


def mail_wording() -> Page:
    """In whose name messages come, where answers go, and how they begin."""
    return _texts("mail", MailForm, "mail-wording-changed")


def signatory() -> Page:
    """Who signs certificates, from the next one on."""
    return _texts("signatory", SignatoryForm, "signatory-changed")


def _texts(page: str, form_class: type[FlaskForm], act: str) -> Page:
    """A page of nothing but texts that are named like the settings they are."""
    organization_id = _organization_id()
    form = form_class(obj=queries.settings_of(organization_id))
    if form.validate_on_submit():
        texts: dict[str, Any] = {
            field.name: (field.data or "").strip() for field in form if field.name != "csrf_token"
        }
        settings_actions.change_settings(organization_id, act, **_now_by(), **texts)
        return _saved()
    return _page(page, form)


def _with(kept: OrganizationSettings, task: SetupTask) -> tuple[str, ...]:
    return (*(each for each in kept.settled_tasks if each != task), task)


def _organization_id() -> int:
    return access.staff_standing(Role.ADMIN).organization_id


def _now_by() -> dict[str, Any]:
    return {"by": visitor().public_id, "at": clock.now()}


def _saved() -> Response:
    flash(_("Saved."), "success")
    return see_other("organization.setup")


def _page(page: str, form: FlaskForm, **values: object) -> Page:
    status = 422 if request.method == "POST" else 200
    return render_template(f"organization/settings/{page}.html", form=form, **values), status
