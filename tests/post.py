"""What waits to be sent, written out as its readers will see it."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.database import db
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.outbox import Outgoing, Task


def letters(app: Flask, kind: str | None = None, *, at: datetime | None = None) -> list[Message]:
    """Every message that has been left, oldest first, as it would be sent now."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Outgoing)
        .where(Outgoing.kind.in_([kind] if kind else MESSAGES))
        .order_by(Outgoing.id)
    )
    written = [
        MESSAGES[row.kind](
            Task(row.id, row.kind, row.payload, row.organization_id, row.tries),
            app.extensions["waymark-config"],
            at or clock.now(),
        )
        for row in rows
    ]
    return [message for message in written if message is not None]


def letter(app: Flask, kind: str, *, at: datetime | None = None) -> Message:
    """The newest message of this kind that can still be sent."""
    return letters(app, kind, at=at)[-1]


def path_in(message: Message) -> str:
    """Where its button leads, as a path."""
    assert message.action is not None
    return urlsplit(message.action.address).path


def shown(message: Message) -> str:
    """All its words."""
    text = replace(message, action=None)
    return " ".join([text.subject, text.preheader, *text.paragraphs, *text.small_print])
