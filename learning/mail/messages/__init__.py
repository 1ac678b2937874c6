"""Every kind of message, and the function that writes it out of a task's ids."""

from collections.abc import Callable
from datetime import datetime

from config import Config
from learning.mail.message import Message
from learning.mail.messages import accounts, erasures
from learning.outbox import Task

# None: there is nothing to send any more (it was taken back, is done, or has nobody to go to).
Writer = Callable[[Task, Config, datetime], Message | None]

MESSAGES: dict[str, Writer] = {
    **accounts.MESSAGES,
    **erasures.MESSAGES,
}
