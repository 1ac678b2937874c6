"""What an admin keeps about one member: manager, groups, employee id, day of joining, limits."""

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.organizations import (
    group_actions,
    group_queries,
    limit_actions,
    member_actions,
    queries,
)
from learning.organizations.models import Membership
from learning.organizations.roles import Role
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.organization import choosing
from learning.web.organization.forms import FactsForm
from learning.web.organization.group_forms import (
    JoinGroupForm,
    MemberForm,
    TrainerLimitForm,
    choices,
)
from learning.web.organization.people import person_page
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(organization: Blueprint) -> None:
    place = "/people/<id>"
    organization.add_url_rule(f"{place}/manager", view_func=choose_manager, methods=["GET", "POST"])
    organization.add_url_rule(f"{place}/facts", view_func=change_facts, methods=["POST"])
    organization.add_url_rule(f"{place}/groups", view_func=join_group, methods=["POST"])
    organization.add_url_rule(
        f"{place}/groups/<group>/leave", view_func=leave_group, methods=["POST"]
    )
    organization.add_url_rule(f"{place}/limit", view_func=limit_trainer, methods=["GET", "POST"])


def choose_manager(id: str) -> Page:
    """GET: find a manager by name. POST: take that one, or leave it to the groups."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    form, error = MemberForm(), None
    if form.is_submitted():
        manager = queries.member(standing.organization_id, form.member.data or "")
        try:
            if form.member.data and manager is None:
                error = choosing.sentence_for_nobody()
            else:
                member_actions.set_manager(found, manager, by=visitor().public_id, at=clock.now())
        except RuleBroken as broken:
            error = sentence_for(broken)
        if error is None:
            flash(_("Saved."), "success")
            return see_other("organization.person", id=id)
    page = choosing.person_page(
        title=_("The manager of %(name)s", name=found.name),
        button=_("Choose"),
        none_button=_("Leave it to the groups") if found.manager_id else None,
        back=(_("Back to the person"), url_for("organization.person", id=id)),
        trail=_trail(found),
        error=error,
    )
    return (page, 422) if error else page


def change_facts(id: str) -> Page:
    """Save the employee id and the day of joining."""
    found = access.member(access.staff_standing(Role.ADMIN), id)
    form = FactsForm()
    if form.validate_on_submit():
        by, at = visitor().public_id, clock.now()
        try:
            member_actions.set_facts(
                found,
                employee_id=form.employee_id.data or "",
                joined_on=form.joined_on.data,
                by=by,
                at=at,
            )
        except RuleBroken as error:
            wrong = form.joined_on if error.code == "joined-day" else form.employee_id
            wrong.errors = [sentence_for(error)]
        else:
            flash(_("Saved."), "success")
            return see_other("organization.person", id=id)
    return person_page(found, facts_form=form), 422


def join_group(id: str) -> Response:
    """Put somebody into the group that was chosen."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    group = group_queries.group(standing.organization_id, JoinGroupForm().group.data or "")
    if group is None:
        flash(_("Choose a group."), "error")
        return see_other("organization.person", id=id)
    try:
        group_actions.put_in(group, [found], by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("%(name)s is in “%(group)s”.", name=found.name, group=group.name), "success")
    return see_other("organization.person", id=id)


def leave_group(id: str, group: str) -> Response:
    """End that somebody is in a group."""
    standing = access.staff_standing(Role.ADMIN)
    found, left = access.member(standing, id), access.group(standing, group)
    group_actions.take_out(left, found, by=visitor().public_id, at=clock.now())
    flash(_("%(name)s is no longer in “%(group)s”.", name=found.name, group=left.name), "success")
    return see_other("organization.person", id=id)


def limit_trainer(id: str) -> Page:
    """GET: the groups whose learners a trainer sees. POST: choose them; none: everybody."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    rows = group_queries.groups(standing.organization_id)
    limit = group_queries.limit_of(standing.organization_id, found.id)
    by_public_id = {row.public_id: row.id for row in rows}
    gone = limit - set(by_public_id.values())
    form = TrainerLimitForm(groups=[row.public_id for row in rows if row.id in limit])
    form.groups.choices = choices(rows)
    if form.validate_on_submit():
        chosen = {by_public_id[each] for each in form.groups.data if each in by_public_id}
        try:
            limit_actions.limit_trainer(found, chosen, by=visitor().public_id, at=clock.now())
        except RuleBroken as error:
            flash(sentence_for(error), "error")
        else:
            flash(_("Saved."), "success")
        return see_other("organization.person", id=id)
    return render_template(
        "organization/people/limit.html",
        member=found,
        is_trainer=found.role == Role.TRAINER,
        has_groups=bool(rows),
        gone=len(gone),
        form=form,
        trail=_trail(found),
    )


def _trail(member: Membership) -> list[tuple[str, str]]:
    return [
        (_("People"), url_for("organization.people")),
        (member.name, url_for("organization.person", id=member.public_id)),
    ]
