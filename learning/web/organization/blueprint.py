"""An admin's pages; the guard wants the role that web/acts.py names."""

from flask import Blueprint

from config import Config
from learning.web.access import require_role


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.organization import (
        audit,
        certificates,
        people,
        people_tables,
        reminders,
        roles,
        settings,
    )

    organization = Blueprint("organization", __name__, url_prefix="/organization")
    organization.before_request(require_role)
    for pages in (people, people_tables, certificates, roles, settings, reminders, audit):
        pages.add_to(organization)
    return organization
