"""Joining an organization by an invitation's link, or by the code of a shared one."""

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import Config
from learning import clock
from learning.accounts import actions as accounts
from learning.errors import RuleBroken
from learning.organizations import (
    invitation_links,
    invitation_queries,
    joining,
    queries,
    shared_invitations,
)
from learning.organizations.invitation_states import InvitationKind
from learning.organizations.models import Invitation, Membership
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.public.forms import CodeForm, NewHereForm
from learning.web.redirects import see_other
from learning.web.roles import ROLE_WORDS
from learning.web.security import limiter
from learning.web.visitor import start_session, visitor, visitor_or_none

Page = Response | tuple[str, int]


def add_to(public: Blueprint) -> None:
    # Many may sit behind one address of a network; nobody tries 31 to the power of 10 codes so.
    slowed_code = limiter.limit("120/hour", methods=["POST"])(join)
    public.add_url_rule("/join", view_func=slowed_code, methods=["GET", "POST"])
    public.add_url_rule("/join/<token>", view_func=invitation)
    public.add_url_rule("/join/<token>", view_func=accept_invitation, methods=["POST"])
    slowed_new = limiter.limit("60/hour")(join_as_new)
    public.add_url_rule("/join/<token>/new", view_func=slowed_new, methods=["POST"])


def join() -> Page:
    """GET: the form for a code. POST: on to its invitation; one answer for all other codes."""
    form = CodeForm()
    if form.validate_on_submit():
        code = invitation_links.typed_code(form.code.data)
        found = invitation_queries.with_code(code) if code else None
        if found is not None and invitation_queries.refusal(found, at=clock.now()) is None:
            return see_other(
                "public.invitation", token=invitation_links.token_for(found.public_id, key=_key())
            )
        form.code.errors = [
            _("No open invitation has this code. Check it, or ask whoever gave it to you.")
        ]
    status = 422 if request.method == "POST" else 200
    return render_template("public/joining/code.html", form=form), status


def invitation(token: str) -> Page:
    """Who invites whom, to what and as what, and the ways to accept it."""
    found = _invitation(token)
    person = visitor_or_none()
    if person is not None and _is_member_by(found, person.person_id):
        return see_other("learner.my_learning")
    refusal = invitation_queries.refusal(found, at=clock.now())
    if refusal is not None:
        return _ended(found, refusal)
    return _page(token, found, NewHereForm(formdata=None)), 200


def accept_invitation(token: str) -> Page:
    """Join with the account that is signed in."""
    if visitor_or_none() is None:
        return see_other("account.sign_in", next=url_for("public.invitation", token=token))
    found = _invitation(token)
    is_shared = found.kind == InvitationKind.SHARED
    act = shared_invitations.join if is_shared else joining.accept
    try:
        membership = act(found, visitor().person_id, at=clock.now())
    except RuleBroken as error:
        return _refused(token, found, error)
    accounts.choose_organization(visitor().signed_in.session_id, membership.organization_id)
    return _welcome(membership)


def join_as_new(token: str) -> Page:
    """Make an account of the invitation, and sign in with it."""
    found = _invitation(token)
    if visitor_or_none() is not None or found.kind == InvitationKind.SHARED:
        return see_other("public.invitation", token=token)
    form = NewHereForm()
    if not form.validate_on_submit():
        return _page(token, found, form), 422
    try:
        person = joining.accept_as_new(
            found, name=form.name.data, password=form.password.data, at=clock.now()
        )
    except RuleBroken as error:
        if error.code.startswith("invitation-"):
            return _refused(token, found, error)
        field = form.email if error.code == "address-taken" else form.password
        field.errors = [sentence_for(error)]
        return _page(token, found, form), 422
    start_session(accounts.open_session(person, at=clock.now()))
    return _welcome(invitation_queries.membership_of(found))


def _invitation(token: str) -> Invitation:
    """The invitation of a link, or 404, also for one whose organization is gone."""
    public_id = invitation_links.public_id_in(token, key=_key())
    found = invitation_queries.invitation(public_id) if public_id else None
    if found is None:
        abort(404)
    return found


def _key() -> str:
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config.secret_key


def _is_member_by(found: Invitation, person_id: int) -> bool:
    """Whether this person has accepted it already."""
    return (
        found.kind == InvitationKind.PERSONAL
        and invitation_queries.membership_of(found).person_id == person_id
    )


def _page(token: str, found: Invitation, form: NewHereForm) -> str:
    shown = invitation_queries.shown(found)
    form.email.data = shown.address
    if not form.is_submitted():
        form.name.data = shown.name
    return render_template(
        "public/joining/invitation.html",
        token=token,
        shown=shown,
        is_shared=found.kind == InvitationKind.SHARED,
        person=visitor_or_none(),
        form=form,
        minimum=queries.settings_of(found.organization_id).shortest_password,
        confirm_form=ConfirmForm(formdata=None),
        role_words=ROLE_WORDS,
    )


def _refused(token: str, found: Invitation, error: RuleBroken) -> Page:
    """What has ended gets its page; what keeps only this account out is said above the ways."""
    if error.code.startswith("invitation-"):
        return _ended(found, error.code)
    flash(sentence_for(error), "error")
    return see_other("public.invitation", token=token)


def _ended(found: Invitation, code: str) -> Page:
    return render_template(
        "public/joining/ended.html",
        code=code,
        organization=invitation_queries.shown(found).organization,
    ), 410


def _welcome(membership: Membership) -> Response:
    organization = queries.organization_with_id(membership.organization_id)
    flash(_("Welcome to %(name)s.", name=organization.name), "success")
    return see_other("learner.my_learning")
