"""Finding one person by name to choose them for something: to be in a group, to be a manager."""

from flask import render_template, request
from flask_babel import gettext as _

from learning.organizations import group_queries, queries
from learning.organizations.models import Group
from learning.organizations.queries import MemberFilter, MemberRow
from learning.organizations.roles import Role
from learning.web import access
from learning.web.organization.group_forms import MemberForm

MOST = 20


def person_page(
    *,
    title: str,
    button: str,
    back: tuple[str, str],
    trail: list[tuple[str, str]],
    none_button: str | None = None,
    error: str | None = None,
    group: Group | None = None,
) -> str:
    """A search for members, each found with a button that sends their public id as `member`.

    `none_button`: a button that sends nobody. `error`: why the choice sent last can't be. Whoever
    is in the `group` already gets no button.
    """
    search = request.args.get("q", "").replace("\0", " ").strip()[:100]
    found = _found(search) if search else []
    return render_template(
        "organization/people/choose.html",
        title=title,
        button_text=button,
        none_button=none_button,
        back=back,
        trail=trail,
        search=search,
        found=[row for row, _id in found[:MOST]],
        there=_there(group, found) if group else set(),
        has_more=len(found) > MOST,
        error=error,
        form=MemberForm(formdata=None),
    )


def _there(group: Group, found: list[tuple[MemberRow, int]]) -> set[str]:
    groups = group_queries.group_ids_of(group.organization_id, [id for _row, id in found])
    return {row.public_id for row, id in found if group.id in groups.get(id, ())}


def _found(search: str) -> list[tuple[MemberRow, int]]:
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    wanted = MemberFilter(search=search, is_staff=True)
    return queries.members(organization_id, wanted, limit=MOST)


def sentence_for_nobody() -> str:
    """What is said when a button named somebody who isn't there."""
    return str(_("Choose somebody from the list."))
