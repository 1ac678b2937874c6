"""What an operator sees: a task in each pile."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from learning.accounts import actions as accounts
from learning.backlog import Pile
from learning.database import db
from learning.mail.choices import Choice, unsubscribe_address
from learning.outbox import Outgoing, TaskState
from tests.journeys.look.clinic import Clinic
from tests.journeys.site import DEMO_PASSWORD
from tests.people import NOW


def operator_places(clinic: Clinic) -> dict[str, str]:
    """A task in each pile, and the link in a message that stops its kind."""
    accounts.create_person(
        name="Oona Berg", address="operator@demo.example", password=DEMO_PASSWORD, at=NOW,
        is_operator=True,
    )  # fmt: skip
    left = db.session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    failing, dead, returned, sent, later = left[:5]
    failing.failure, failing.tries = "mail-server-away", 4
    dead.failure, dead.tries, dead.state = "mail-server-said-421", 80, TaskState.DEAD
    returned.failure, returned.tries = "recipient-refused", 1
    returned.state, sent.state, sent.ended_at = TaskState.RETURNED, TaskState.DONE, NOW
    later.due = NOW + timedelta(days=20_000)
    for row in left[:5]:
        row.about = clinic.membership_of(clinic.lena).public_id
    db.session.commit()
    config = current_app.extensions["waymark-config"]
    stop = unsubscribe_address(Choice.CERTIFICATES, clinic.lena.public_id, config)
    return {
        "stop-messages": stop.removeprefix(config.public_url),
        **{pile: f"/operator/tasks/{pile}" for pile in Pile},
    }
