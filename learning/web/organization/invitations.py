"""Inviting people: by name and address, and by a link or code that many use."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from config import Config
from learning import clock
from learning.certificates import qr
from learning.errors import RuleBroken
from learning.organizations import (
    group_queries,
    invitation_actions,
    invitation_links,
    invitation_lists,
    invitation_queries,
    shared_invitations,
)
from learning.organizations.invitation_actions import Entry
from learning.organizations.models import Invitation
from learning.organizations.roles import Role
from learning.web import access, paging
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization.invitation_forms import (
    COMMONLY_OPEN,
    InviteForm,
    SharedInvitationForm,
)
from learning.web.redirects import see_other
from learning.web.roles import ROLE_WORDS
from learning.web.visitor import visitor

Page = Response | tuple[str, int]
PAGE = 50


def add_to(organization: Blueprint) -> None:
    rules = (
        ("/people/invite", invite, ["GET", "POST"]),
        ("/people/<id>/resend", resend, ["POST"]),
        ("/people/<id>/revoke", revoke, ["POST"]),
        ("/people/<id>/invite-again", invite_again, ["POST"]),
        ("/invitations", invitations, ["GET"]),
        ("/invitations/share", share, ["GET", "POST"]),
        ("/invitations/<invitation>", shared, ["GET"]),
        ("/invitations/<invitation>/close", close, ["POST"]),
    )
    for address, view, methods in rules:
        organization.add_url_rule(address, view_func=view, methods=methods)


def invite() -> Page:
    """GET: whom to invite. POST: enter them, and send the invitations if that is wanted."""
    standing = access.staff_standing(Role.ADMIN)
    form = InviteForm()
    form.offer(standing)
    if form.validate_on_submit():
        role = Role(form.role.data)
        try:
            entered = invitation_actions.bring_in(
                standing.organization_id,
                [Entry(line.name, line.address, role) for line in form.lines()],
                group=form.chosen_group(),
                sends=form.send_now.data,
                by=visitor().public_id,
                at=clock.now(),
            )
        except RuleBroken as error:
            form.people.errors = [sentence_for(error)]
        else:
            flash(_told(len(entered), form.send_now.data), "success")
            return see_other("organization.invitations")
    status = 200 if request.method == "GET" else 422
    return render_template("organization/invitations/invite.html", form=form), status


def _told(number: int, are_sent: bool) -> str:
    if are_sent:
        return str(
            ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.",
                     number)
        )  # fmt: skip
    return str(
        ngettext("%(num)d person is entered; nothing is sent yet.",
                 "%(num)d people are entered; nothing is sent yet.", number)
    )  # fmt: skip


def invitations() -> str:
    """Who is invited, who has joined, whose invitation was taken back; and the shared links."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    shows = request.args.get("show", "open")
    place = paging.unpack_id(request.args.get("before"))
    shows = shows if shows in invitation_lists.LISTS else "open"
    found = invitation_lists.people_invited(organization_id, shows, before=place, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "organization/invitations/invitations.html",
        rows=rows,
        shows=shows,
        at=clock.now(),
        is_first=place is None,
        before=paging.pack(rows[-1].id) if has_more else None,
        links=invitation_lists.shared_open(organization_id) if shows == "open" else [],
        link_groups=_group_names(organization_id),
        shown_code=invitation_links.shown_code,
        form=ConfirmForm(),
        role_words=ROLE_WORDS,
    )


def resend(id: str) -> Response:
    """Send the message again; the invitation is open for fourteen days from now on."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    try:
        invitation_actions.resend(
            found, by=visitor().public_id, by_role=standing.role, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The invitation of %(name)s is on its way.", name=found.name), "success")
    return see_other("organization.person", id=id)


def revoke(id: str) -> Response:
    """Take an invitation back; the person’s page offers to invite them again."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    try:
        invitation_actions.revoke(
            found, by=visitor().public_id, by_role=standing.role, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The invitation of %(name)s is taken back.", name=found.name), "success")
    return see_other("organization.person", id=id)


def invite_again(id: str) -> Response:
    """Invite somebody anew whose invitation was taken back."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    try:
        invitation_actions.invite_again(
            found, by=visitor().public_id, by_role=standing.role, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The invitation of %(name)s is on its way.", name=found.name), "success")
    return see_other("organization.person", id=id)


def share() -> Page:
    """GET: for whom and until when. POST: open a link that many use."""
    standing = access.staff_standing(Role.ADMIN)
    form = SharedInvitationForm(until=(clock.now() + COMMONLY_OPEN).date())
    form.offer(standing)
    if form.validate_on_submit():
        opened = shared_invitations.open_shared(
            standing.organization_id,
            group=form.chosen_group(),
            most_uses=form.most_uses.data,
            expires_at=_end_of(form.until.data),
            by=visitor().public_id,
            at=clock.now(),
        )
        return see_other("organization.shared", invitation=opened.public_id)
    status = 200 if request.method == "GET" else 422
    return render_template("organization/invitations/share.html", form=form), status


def _end_of(day: datetime) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1)


def shared(invitation: str) -> str:
    """A shared invitation with its link, its code and its QR code."""
    found = _own_shared(invitation)
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    token = invitation_links.token_for(found.public_id, key=config.secret_key)
    link = config.public_url + url_for("public.invitation", token=token)
    return render_template(
        "organization/invitations/shared.html",
        invitation=found,
        refusal=invitation_queries.refusal(found, at=clock.now()),
        group=_group_names(found.organization_id).get(found.group_id or 0),
        link=link,
        code_address=config.public_url + url_for("public.join"),
        code=invitation_links.shown_code(found.code or ""),
        qr=qr.svg(link),
        form=ConfirmForm(),
    )


def close(invitation: str) -> Response:
    """Take a shared invitation back."""
    found = _own_shared(invitation)
    shared_invitations.close_shared(found, by=visitor().public_id, at=clock.now())
    flash(_("The link and its code open nothing any more. Who has joined stays."), "success")
    return see_other("organization.shared", invitation=invitation)


def _own_shared(public_id: str) -> Invitation:
    return access.shared_invitation(access.staff_standing(Role.ADMIN), public_id)


def _group_names(organization_id: int) -> dict[int, str]:
    return {row.id: row.name for row in group_queries.groups(organization_id)}
