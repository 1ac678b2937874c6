"""Finding one person by name to choose them for something: to be in a group, to be a manager."""

from flask import render_template, request
from flask_babel import gettext as _

from learning.organizations import queries
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
) -> str:
    """A search for members, each found with a button that sends their public id as `member`.

    `none_button`: a button that sends nobody. `error`: why the choice sent last can't be.
    """
    search = request.args.get("q", "").strip()[:100]
    found = _found(search) if search else []
    return render_template(
        "organization/people/choose.html",
        title=title,
        button_text=button,
        none_button=none_button,
        back=back,
        trail=trail,
        search=search,
        found=found[:MOST],
        has_more=len(found) > MOST,
        error=error,
        form=MemberForm(formdata=None),
    )


def _found(search: str) -> list[MemberRow]:
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    wanted = MemberFilter(search=search, is_staff=True)
    return [row for row, _id in queries.members(organization_id, wanted, limit=MOST)]


def sentence_for_nobody() -> str:
    """What is said when a button named somebody who isn't there."""
    return str(_("Choose somebody from the list."))
