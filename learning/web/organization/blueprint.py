"""An admin's pages; the guard wants the role that web/acts.py names."""

from flask import Blueprint

from config import Config
from learning.web.access import require_role


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.organization import (
        audit,
        certificates,
        group_members,
        groups,
        invitations,
        member_facts,
        people,
        people_tables,
        roles,
        settings,
        setup,
    )

    organization = Blueprint("organization", __name__, url_prefix="/organization")
    organization.before_request(require_role)
    for pages in (
        people,
        people_tables,
        invitations,
        member_facts,
        groups,
        group_members,
        certificates,
        roles,
        settings,
        setup,
        audit,
    ):
        pages.add_to(organization)
    return organization
