"""What `people import` does, and how it tells of it."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta

import click

from learning import clock
from learning.cli.application import COMMAND_LINE
from learning.errors import RuleBroken
from learning.organizations import import_actions, import_queries, limited_lists, list_states
from learning.organizations.list_states import Choices
from learning.organizations.models import PeopleImport
from learning.organizations.people_lists import columns
from learning.organizations.people_lists.checking import Problem
from learning.organizations.roles import Role

# Whoever has the command line may give any role.
_ROLE = Role.OWNER
# A running server goes on only where this command was stopped.
_SERVER_WAITS = timedelta(minutes=2)


@dataclass(frozen=True)
class Found:
    """How many people are new and how many are there, and the rows with something wrong."""

    new: int
    existing: int
    problems: list[Problem]


def looked_at(organization_id: int, content: bytes, file_name: str) -> Found:
    """What a list would do. Raises RuleBroken as it does for what can't be read."""
    people = limited_lists.read(content, file_name)
    places, fields = import_queries.detected(organization_id, people)
    checked = import_queries.checked_people(
        organization_id, people, columns.checked(places), fields, _ROLE, clock.now().date()
    )
    return Found(len(checked.new), len(checked.existing), list(checked.problems))


def taken_in(organization_id: int, content: bytes, file_name: str, *, is_inviting: bool) -> Found:
    """Bring the good rows of a list in, all of them before this returns."""
    at = clock.now()
    found = looked_at(organization_id, content, file_name)
    if not found.new and not found.existing:
        return found
    begun = import_actions.upload(organization_id, content, file_name, by=COMMAND_LINE, at=at)
    choices = Choices(_ROLE, is_inviting)
    import_actions.confirm(begun, choices, by=COMMAND_LINE, at=at, due=at + _SERVER_WAITS)
    if sys.stderr.isatty():
        click.echo(f"Importing {begun.rows} rows …", err=True)
    import_actions.go_on(organization_id, begun.public_id, at=at)
    return _outcome(organization_id, begun)


def json_of(found: Found) -> str:
    return json.dumps(asdict(found), ensure_ascii=False)


def words_of(found: Found) -> str:
    bad = len({problem.row for problem in found.problems})
    lines = [f"{found.new} new, {found.existing} already members, {bad} with problems"]
    lines += [f"Row {each.row}, {each.column}: {each.message}" for each in found.problems]
    return "\n".join(lines)


def _outcome(organization_id: int, begun: PeopleImport) -> Found:
    done = import_queries.people_import(organization_id, begun.public_id)
    if done is None or done.state != list_states.ListState.DONE:
        raise RuleBroken("import-failed")
    existing = done.rows - done.added - done.refused
    return Found(done.added, existing, list_states.problems_of(done.problems))
