"""An admin's pages; the guard wants the role of admin in the chosen organization."""

from flask import Blueprint
from werkzeug.wrappers import Response

from config import Config
from learning.organizations.roles import Role
from learning.web.access import require_role


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.organization import (
        audit,
        certificates,
        invitations,
        people,
        people_tables,
        roles,
        settings,
        setup,
    )

    organization = Blueprint("organization", __name__, url_prefix="/organization")
    organization.before_request(_guard)
    for pages in (people, people_tables, invitations, certificates, roles, settings, setup, audit):
        pages.add_to(organization)
    return organization


def _guard() -> Response | None:
    return require_role(Role.ADMIN)
