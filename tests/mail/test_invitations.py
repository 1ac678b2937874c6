"""The message of an invitation: whom it names, where it leads, and when nothing is sent."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from learning.database import db
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.organizations import invitation_actions
from learning.organizations.models import Membership
from learning.organizations.roles import Role
from learning.outbox import Outgoing, Task
from tests.pages import PageClient
from tests.people import NOW, People


def invited(people: People) -> Membership:
    by = people.dana.public_id
    membership = invitation_actions.enter(
        people.clinic.id, name="Frieda", address="frieda@example.org", role=Role.LEARNER, by=by,
        at=NOW,
    )  # fmt: skip
    invitation_actions.invite(membership, by=by, at=NOW)
    return membership


def written(app: Flask, days: int = 0) -> Message | None:
    row = db.session.scalars(select(Outgoing).where(Outgoing.kind == "invitation")).one()
    task = Task(row.id, row.kind, row.payload, row.organization_id, 0)
    at = NOW + timedelta(days=days)
    return MESSAGES["invitation"](task, app.extensions["waymark-config"], at)


def test_it_names_who_invites_and_leads_to_the_invitation(
    app: Flask, people: People, stranger: PageClient
) -> None:
    invited(people)
    message = written(app)
    assert message is not None
    assert message.subject == "Dana Admin invited you to Riverside Clinic on Waymark"
    assert message.to == "frieda@example.org"
    assert "7 December 2026" in message.preheader
    assert message.action is not None
    assert "/join/" in message.action.address


def test_nothing_is_sent_once_it_was_taken_back_or_has_expired(app: Flask, people: People) -> None:
    membership = invited(people)
    assert written(app, days=14) is None
    invitation_actions.revoke(membership, by="dana", by_role=Role.ADMIN, at=NOW)
    assert written(app) is None
