"""Who is in a group, and who is its manager."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.organizations import group_actions, queries
from learning.organizations.models import Group
from learning.organizations.roles import Role
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.organization import choosing
from learning.web.organization.group_forms import MemberForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(organization: Blueprint) -> None:
    place = "/groups/<group>"
    organization.add_url_rule(f"{place}/add", view_func=add_to_group, methods=["GET", "POST"])
    organization.add_url_rule(
        f"{place}/manager", view_func=choose_group_manager, methods=["GET", "POST"]
    )
    organization.add_url_rule(
        f"{place}/people/<id>/take-out", view_func=take_out_of_group, methods=["POST"]
    )


def add_to_group(group: str) -> Page:
    """GET: find people by name. POST: put one in, and go on finding."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.group(standing, group)
    form, error = MemberForm(), None
    if form.is_submitted():
        member = queries.member(standing.organization_id, form.member.data or "")
        try:
            if not form.validate() or member is None:
                error = choosing.sentence_for_nobody()
            elif group_actions.put_in(found, [member], by=visitor().public_id, at=clock.now()):
                flash(_("%(name)s is in the group.", name=member.name), "success")
            else:
                flash(_("%(name)s was in the group already.", name=member.name), "info")
        except RuleBroken as broken:
            error = sentence_for(broken)
        if error is None:
            return see_other("organization.add_to_group", group=group)
    page = choosing.person_page(
        title=_("Add people to “%(name)s”", name=found.name),
        button=_("Add"),
        back=(_("Back to the group"), url_for("organization.group", group=group)),
        trail=_trail(found),
        error=error,
        group=found,
    )
    return (page, 422) if error else page


def take_out_of_group(group: str, id: str) -> Response:
    """End that somebody is in it; they stay in the organization."""
    standing = access.staff_standing(Role.ADMIN)
    found, member = access.group(standing, group), access.member(standing, id)
    group_actions.take_out(found, member, by=visitor().public_id, at=clock.now())
    flash(_("%(name)s is no longer in “%(group)s”.", name=member.name, group=found.name), "success")
    return see_other("organization.group", group=group)


def choose_group_manager(group: str) -> Page:
    """GET: find a manager by name. POST: take that one, or none."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.group(standing, group)
    form, error = MemberForm(), None
    if form.is_submitted():
        member = queries.member(standing.organization_id, form.member.data or "")
        try:
            if form.member.data and member is None:
                error = choosing.sentence_for_nobody()
            else:
                group_actions.set_group_manager(
                    found, member, by=visitor().public_id, at=clock.now()
                )
        except RuleBroken as broken:
            error = sentence_for(broken)
        if error is None:
            flash(_("Saved."), "success")
            return see_other("organization.group", group=group)
    page = choosing.person_page(
        title=_("The manager of “%(name)s”", name=found.name),
        button=_("Choose"),
        none_button=_("No manager of its own") if found.manager_id else None,
        back=(_("Back to the group"), url_for("organization.group", group=group)),
        trail=_trail(found),
        error=error,
    )
    return (page, 422) if error else page


def _trail(group: Group) -> list[tuple[str, str]]:
    return [
        (_("Groups"), url_for("organization.groups")),
        (group.name, url_for("organization.group", group=group.public_id)),
    ]
