"""The message that a list of people is in."""

from flask import Flask
from sqlalchemy import select

from learning.database import db
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.organizations import actions as organizations
from learning.organizations import import_actions
from learning.organizations.roles import Role
from learning.outbox import Outgoing, Task
from tests.organizations.people_lists.lists import GOOD, HEAD
from tests.organizations.test_list_imports import brought_in, confirmed
from tests.people import NOW, People


def written(app: Flask) -> Message | None:
    row = db.session.scalars(select(Outgoing).where(Outgoing.kind == "import-finished")).one()
    task = Task(row.id, row.kind, row.payload, row.organization_id, 0)
    return MESSAGES["import-finished"](task, app.extensions["waymark-config"], NOW)


def test_it_says_in_numbers_what_came_of_the_list(app: Flask, people: People) -> None:
    done = brought_in(people, HEAD + GOOD + "Jo,jo@exampel,,,,,\n")
    message = written(app)
    assert message is not None
    assert message.to == "dana@example.org"
    assert message.subject == "Your list of people is in: Riverside Clinic"
    assert message.paragraphs[0] == "2 people were added, 0 members were changed."
    assert message.paragraphs[1].startswith("1 row stayed out")
    assert message.action is not None
    assert message.action.address.endswith(f"/organization/people/imports/{done.public_id}")


def test_whoever_is_no_admin_any_more_is_told_nothing(app: Flask, people: People) -> None:
    brought_in(people, HEAD + GOOD)
    assert written(app) is not None
    organizations.change_role(
        people.memberships["dana"], Role.TRAINER, by="tests", by_role=Role.OWNER, at=NOW
    )
    assert written(app) is None


def test_it_says_when_a_list_has_stopped(app: Flask, people: People) -> None:
    begun = confirmed(people, HEAD + GOOD)
    import_actions.give_up(people.clinic.id, begun.public_id, at=NOW)
    message = written(app)
    assert message is not None
    assert "stopped" in message.subject
    assert "Nothing is half-done" in message.paragraphs[1]
