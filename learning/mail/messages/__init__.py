"""Every kind of message, and the function that writes it out of a task's ids."""

from collections.abc import Callable
from datetime import datetime

from config import Config
from learning.mail.message import Message
from learning.mail.messages import (
    accounts,
    assignments,
    erasures,
    invitations,
    learning,
    organization,
    reminders,
    training,
)
from learning.outbox import Task

# None: there is nothing to send any more (it was taken back, is done, or has nobody to go to).
Writer = Callable[[Task, Config, datetime], Message | None]

MESSAGES: dict[str, Writer] = {
    "import-finished": organization.import_finished,
    "invitation": invitations.invitation,
    "result-corrected": learning.result_corrected,
    "certificate-issued": learning.certificate_issued,
    "certificate-expiring": learning.certificate_expiring,
    "assigned": assignments.assigned,
    "reminder": reminders.reminder,
    "manager-reminder": reminders.manager_reminder,
    "admin-reminder": reminders.admin_reminder,
    "trainer-digest": training.trainer_digest,
    **accounts.MESSAGES,
    **erasures.MESSAGES,
}
