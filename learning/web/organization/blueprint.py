"""An admin's pages; the guard wants the role that web/acts.py names."""

from flask import Blueprint

from config import Config
from learning.web.access import require_role


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.organization import (
        assignments,
        audit,
        certificates,
        compliance,
        erasures,
        exemptions,
        group_members,
        groups,
        invitations,
        list_imports,
        member_facts,
        messages,
        people,
        people_tables,
        reminders,
        roles,
        rule_editing,
        settings,
        setup,
    )

    organization = Blueprint("organization", __name__, url_prefix="/organization")
    organization.before_request(require_role)
    for pages in (
        people,
        list_imports,
        people_tables,
        invitations,
        messages,
        member_facts,
        erasures,
        groups,
        group_members,
        assignments,
        rule_editing,
        exemptions,
        certificates,
        compliance,
        roles,
        settings,
        reminders,
        setup,
        audit,
    ):
        pages.add_to(organization)
    return organization
