"""Messages to those who run an organization: a list of people is in, or has stopped."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from config import Config
from learning.accounts import queries as accounts
from learning.mail.message import Action, Message
from learning.organizations import import_queries
from learning.organizations import queries as organizations
from learning.organizations.list_states import ListState
from learning.organizations.models import PeopleImport
from learning.organizations.roles import Role
from learning.outbox import Task


def import_finished(task: Task, config: Config, at: datetime) -> Message | None:
    """To whoever brought the list in; None if that was the command line, or they are gone or no
    admin any more."""
    assert task.organization_id is not None
    done = import_queries.people_import(task.organization_id, task.payload["import"])
    if done is None or done.state not in (ListState.DONE, ListState.FAILED):
        return None
    person = accounts.person_with_public_id(done.created_by)
    if person is None or person.state != "active":
        return None
    if not any(
        standing.organization_id == task.organization_id and standing.role.includes(Role.ADMIN)
        for standing in organizations.standings_of(person.id)
    ):
        return None
    organization = organizations.organization_with_id(task.organization_id).name
    is_done = done.state == ListState.DONE
    # No name of a file: what people call their files is nothing for a subject line.
    subject = _("Your list of people is in") if is_done else _("Your list of people has stopped")
    return Message(
        to=accounts.primary_address(person.id),
        subject=f"{subject}: {organization}",
        preheader=_numbers(done),
        paragraphs=(_numbers(done), _what_is_left(done)),
        action=Action(
            _("See what came of it"),
            f"{config.public_url}/organization/people/imports/{done.public_id}",
        ),
        small_print=(
            _("You get this since you imported a list of people to %(name)s.", name=organization),
        ),
    )


def _numbers(done: PeopleImport) -> str:
    added = ngettext("%(num)s person was added", "%(num)s people were added", done.added)
    changed = ngettext("%(num)s member was changed", "%(num)s members were changed", done.changed)
    return f"{added}, {changed}."


def _what_is_left(done: PeopleImport) -> str:
    words = _("No row stayed out.")
    if done.state == ListState.FAILED:
        words = _(
            "Something went wrong on our side, several times. Nothing is half-done: you can go on "
            "with it, and nobody comes in twice."
        )
    elif done.refused:
        words = ngettext(
            "%(num)s row stayed out. You can download it with what is wrong in it.",
            "%(num)s rows stayed out. You can download them with what is wrong in each.",
            done.refused,
        )
    return str(words)
