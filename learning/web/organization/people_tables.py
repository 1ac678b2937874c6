"""People and groups as tables to take along."""

from flask import Blueprint
from werkzeug.wrappers import Response

from learning import clock
from learning.organizations import import_queries
from learning.organizations.roles import Role
from learning.reports import look_actions, people_tables
from learning.web import access
from learning.web.downloads import csv_file
from learning.web.organization import people_filters
from learning.web.visitor import visitor


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/people.csv", view_func=export_people)
    organization.add_url_rule("/groups.csv", view_func=export_groups)


def export_people() -> Response:
    """The members that the people page finds, in the columns of the import."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    wanted = people_filters.asked(organization_id).wanted
    fields = import_queries.field_names(organization_id)
    rows = people_tables.people_rows(organization_id, wanted, fields=fields)
    _note("people-exported")
    return csv_file("people", [*people_tables.PEOPLE_COLUMNS, *fields], rows)


def export_groups() -> Response:
    """All groups."""
    rows = people_tables.group_rows(access.staff_standing(Role.ADMIN).organization_id)
    _note("groups-exported")
    return csv_file("groups", people_tables.GROUP_COLUMNS, rows)


def _note(act: str) -> None:
    standing = access.staff_standing(Role.ADMIN)
    look_actions.note_export(
        act,
        subject=standing.organization_public_id,
        organization_id=standing.organization_id,
        by=visitor().public_id,
        at=clock.now(),
    )
