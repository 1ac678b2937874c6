"""What trainers are told: once a week, and only when something needs them."""

from datetime import datetime

from config import Config
from learning.mail import choices, recipients
from learning.mail.choices import Choice
from learning.mail.message import Action, Message
from learning.organizations import group_queries
from learning.organizations import queries as organizations
from learning.organizations.roles import Role
from learning.outbox import Task
from learning.progress import attention
from learning.progress.attention import Reported, Stuck


def trainer_digest(task: Task, config: Config, at: datetime) -> Message | None:
    """Where people don't get on and where reports wait: numbers, nobody's name."""
    organization_id, about = task.organization_id, task.about
    assert organization_id is not None
    assert about is not None
    member = organizations.member(organization_id, about)
    trainer = recipients.recipient_of(member) if member else None
    if member is None or trainer is None or not Role(member.role).includes(Role.TRAINER):
        return None
    if not choices.is_wanted(Choice.DIGESTS, trainer.choices):
        return None
    sight = group_queries.sight_of(organization_id, member.id, Role(member.role))
    found: list[Stuck | Reported] = [*attention.stuck(sight), *attention.reported(sight)]
    if not found:
        return None
    house = organizations.organization_with_id(organization_id).name
    things = "1 thing needs" if len(found) == 1 else f"{len(found)} things need"
    return Message(
        to=trainer.address,
        subject=f"{things} a trainer at {house}",
        preheader="Your weekly summary.",
        paragraphs=(f"Hello {trainer.name},", *(_sentence(each) for each in found)),
        action=Action("Open your courses", f"{config.public_url}/teach"),
        small_print=(
            f"You get this once a week, when something needs you, because you train at {house}.",
        ),
        unsubscribe=choices.unsubscribe_address(Choice.DIGESTS, trainer.person, config),
    )


def _sentence(each: Stuck | Reported) -> str:
    if isinstance(each, Stuck):
        who = "1 person has" if each.people == 1 else f"{each.people} people have"
        return (
            f"{who} tried the quiz of “{each.module}” in “{each.course}” twice or more without "
            "passing."
        )
    reports = "1 report waits" if each.reports == 1 else f"{each.reports} reports wait"
    return f"{reports} on questions of “{each.course}”."
