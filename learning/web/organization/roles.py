"""What each role may do, as a table in plain words."""

from flask import Blueprint, render_template

from learning.organizations.roles import Role
from learning.web.acts import ACTS
from learning.web.roles import ROLE_WORDS


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/roles", view_func=roles)


def roles() -> str:
    """Who can and who can't do what: the table that also guards the pages."""
    return render_template(
        "organization/roles/roles.html",
        rows=[(act.words, [(role, role.includes(act.role)) for role in Role]) for act in ACTS],
        role_words=ROLE_WORDS,
    )
