"""Delivering a message: read what is to be said, hand it in outside of any transaction, mark it."""

from dataclasses import replace
from datetime import datetime

from config import Config
from learning import link_secrets
from learning.accounts import actions as accounts_actions
from learning.accounts import queries as accounts
from learning.database import db
from learning.mail import outside, rendering
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.organizations import queries as organizations
from learning.outbox import Ended, Task, TaskState

# With the outbox's pauses more than three days: whoever runs a mail server has a weekend.
MOST_TRIES = 80


def deliver(task: Task, config: Config, at: datetime) -> None:
    """Send what this task says. A worker that dies right after sending sends it once more, with
    the same Message-ID, so that mail programs show it once.

    Raises Ended where there is nothing to send or nobody to send it to, Failed where a later try
    may do better.
    """
    message = MESSAGES[task.kind](task, config, at)
    if message is None:
        raise Ended(TaskState.DROPPED, "not-needed")
    if accounts.is_bouncing(message.to) and not message.is_asked_for:
        raise Ended(TaskState.RETURNED, "address-bounces")
    message = in_the_name_of(task.organization_id, message)
    # The transaction that read all this ends before anybody waits for a mail server.
    db.session.rollback()
    _send(task, message, config, at)


def _send(task: Task, message: Message, config: Config, at: datetime) -> None:
    number = link_secrets.token_for("message", str(task.id), key=config.secret_key)
    try:
        email = rendering.email_of(message, sender=config.mail_sender, number=number, at=at)
    except ValueError:
        raise Ended(TaskState.RETURNED, "no-address") from None
    try:
        outside.send(email, message.to, name=f"{task.id:08}-{task.kind}", config=config)
    except outside.RecipientRefused:
        accounts_actions.mark_bounced(message.to, at=at)
        raise Ended(TaskState.RETURNED, "recipient-refused") from None
    except outside.MessageRefused:
        raise Ended(TaskState.DEAD, "message-refused") from None


def in_the_name_of(organization_id: int | None, message: Message) -> Message:
    """The message with the sender, the address for answers and the greeting of an organization."""
    if organization_id is None:
        return message
    organization = organizations.organization_with_id(organization_id)
    chosen = organization.settings
    return replace(
        message,
        sender_name=message.sender_name or chosen.get("mail_sender_name") or organization.name,
        reply_to=message.reply_to or chosen.get("mail_reply_to"),
        greeting=message.greeting or chosen.get("mail_greeting"),
    )
