"""The groups of an organization: making, naming, moving and removing them."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.organizations import group_actions, group_queries, hierarchy, queries
from learning.organizations.group_queries import GroupRow
from learning.organizations.hierarchy import Place
from learning.organizations.models import Group, Membership
from learning.organizations.roles import Role
from learning.web import access, paging
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization.group_forms import GroupNameForm, NewGroupForm, PlaceForm
from learning.web.redirects import see_other
from learning.web.roles import STATE_WORDS
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
PAGE = 50


@dataclass(frozen=True)
class GroupPage:
    """A group with what its page says about it."""

    group: Group
    # The groups it lies in, the outermost first.
    around: list[GroupRow]
    # The groups that lie in it, directly.
    inside: list[GroupRow]
    # Where it can be moved: all groups but itself and those in it.
    others: list[GroupRow]
    manager: Membership | None
    members: int


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/groups", view_func=groups, methods=["GET", "POST"])
    organization.add_url_rule("/groups/<group>", view_func=group)
    organization.add_url_rule("/groups/<group>/name", view_func=rename_group, methods=["POST"])
    organization.add_url_rule("/groups/<group>/place", view_func=move_group, methods=["POST"])
    organization.add_url_rule(
        "/groups/<group>/remove", view_func=remove_group, methods=["GET", "POST"]
    )
    organization.add_url_rule("/groups/<group>/restore", view_func=restore_group, methods=["POST"])


def groups() -> Page:
    """GET: all groups as a tree. POST: make one."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    rows = group_queries.groups(organization_id)
    form = NewGroupForm().offer(rows)
    if form.validate_on_submit():
        try:
            made = group_actions.create_group(
                organization_id,
                name=form.name.data,
                parent=_chosen(organization_id, form.parent.data),
                by=visitor().public_id,
                at=clock.now(),
            )
        except RuleBroken as error:
            form.name.errors = [sentence_for(error)]
        else:
            flash(_("The group “%(name)s” is made. Add people to it.", name=made.name), "success")
            return see_other("organization.group", group=made.public_id)
    page = render_template(
        "organization/groups/groups.html",
        rows=rows,
        removed=group_queries.removed_groups(organization_id),
        new_form=form,
        form=ConfirmForm(formdata=None),
    )
    return (page, 422) if form.errors else page


def group(group: str) -> Page:
    """One group with its members, and what can be changed about it; `after` goes on."""
    return _group(access.group(access.staff_standing(Role.ADMIN), group))


def rename_group(group: str) -> Page:
    """Give it another name."""
    found = access.group(access.staff_standing(Role.ADMIN), group)
    form = GroupNameForm()
    if form.validate_on_submit():
        try:
            group_actions.rename_group(
                found, form.name.data, by=visitor().public_id, at=clock.now()
            )
        except RuleBroken as error:
            form.name.errors = [sentence_for(error)]
        else:
            flash(_("The group is called “%(name)s” now.", name=found.name), "success")
            return see_other("organization.group", group=group)
    return _group(found, name_form=form), 422


def move_group(group: str) -> Page:
    """Put it, with all that lies in it, elsewhere."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.group(standing, group)
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            parent = _chosen(standing.organization_id, form.parent.data)
            group_actions.move_group(found, parent, by=visitor().public_id, at=clock.now())
        except RuleBroken as error:
            form.parent.errors = [sentence_for(error)]
        else:
            flash(_("The group is moved."), "success")
            return see_other("organization.group", group=group)
    return _group(found, place_form=form), 422


def remove_group(group: str) -> Page:
    """GET: what it means. POST: remove it."""
    found = access.group(access.staff_standing(Role.ADMIN), group)
    if request.method == "GET":
        if found.removed_at is not None:
            return see_other("organization.group", group=group)
        return render_template(
            "organization/groups/remove.html", page=_page_of(found), form=ConfirmForm()
        )
    try:
        group_actions.remove_group(found, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The group “%(name)s” is removed.", name=found.name), "success")
    return see_other("organization.group", group=group)


def restore_group(group: str) -> Response:
    """Bring it back with the members it had."""
    found = access.group(access.staff_standing(Role.ADMIN), group)
    try:
        group_actions.restore_group(found, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The group “%(name)s” is back with its members.", name=found.name), "success")
    return see_other("organization.group", group=group)


def _chosen(organization_id: int, public_id: str | None) -> Group | None:
    """The group that was chosen from a list. Raises RuleBroken group-gone."""
    if not public_id:
        return None
    found = group_queries.group(organization_id, public_id)
    if found is None:
        raise RuleBroken("group-gone")
    return found


def _group(
    group: Group, *, name_form: GroupNameForm | None = None, place_form: PlaceForm | None = None
) -> str:
    place = paging.unpack_name(request.args.get("after"))
    members, has_more = paging.page_of(
        group_queries.members_of(group, after=place, limit=PAGE), PAGE
    )
    page = _page_of(group)
    around = page.around[-1].public_id if page.around else ""
    place_form = place_form or PlaceForm(formdata=None, parent=around)
    return render_template(
        "organization/groups/group.html",
        page=page,
        members=[row for row, _id in members],
        after=paging.pack(members[-1][0].name, members[-1][1]) if has_more else None,
        is_first=place is None,
        name_form=name_form or GroupNameForm(formdata=None, name=group.name),
        place_form=place_form.offer(page.others),
        form=ConfirmForm(formdata=None),
        state_words=STATE_WORDS,
    )


def _page_of(group: Group) -> GroupPage:
    rows = {row.id: row for row in group_queries.groups(group.organization_id)}
    tree = {row.id: Place(row.parent_id, row.manager_id) for row in rows.values()}
    inside = hierarchy.within(tree, [group.id])
    manager = (
        queries.membership_with_id(group.organization_id, group.manager_id)
        if group.manager_id is not None
        else None
    )
    return GroupPage(
        group,
        [rows[id] for id in hierarchy.upwards(tree, group.parent_id)][::-1],
        [row for row in rows.values() if row.parent_id == group.id],
        [row for row in rows.values() if row.id not in inside],
        manager,
        rows[group.id].members if group.id in rows else 0,
    )
