"""Who does which kind of task. Called again for the same task, a handler does nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app

from config import Config
from learning.courses import intake
from learning.mail import delivery, digests
from learning.mail.messages import MESSAGES
from learning.outbox import MOST_TRIES, Task


class Lane(StrEnum):
    """Which tasks wait for each other: a mail server that is slow holds up no import."""

    WORK = "work"
    MAIL = "mail"


@dataclass(frozen=True)
class Handler:
    """What does a task, and what says so where it was tried in vain too often."""

    do: Callable[[Task, datetime], None]
    give_up: Callable[[Task, datetime], None]
    most_tries: int = MOST_TRIES
    lane: Lane = Lane.WORK


def _config() -> Config:
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config


def _go_on_with_import(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    most_bytes = _config().max_upload
    intake.go_on(task.organization_id, task.payload["import"], most_bytes=most_bytes, at=at)


def _give_import_up(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    intake.give_up(task.organization_id, task.payload["import"], at=at)


def _draft(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    intake.draft(task.organization_id, task.payload["course"], by=task.payload["by"], at=at)


def _leave_undrafted(_task: Task, _at: datetime) -> None:
    """The course is there, and its page offers to draft again."""


def _deliver(task: Task, at: datetime) -> None:
    delivery.deliver(task, _config(), at)


def _leave_undelivered(_task: Task, _at: datetime) -> None:
    """Its row says so, to operators and in the log of whom it was for."""


def _wait_a_week(_task: Task, _at: datetime) -> None:
    """The next digests come next week."""


_DELIVERY = Handler(_deliver, _leave_undelivered, delivery.MOST_TRIES, Lane.MAIL)

HANDLERS: dict[str, Handler] = {
    intake.TASK: Handler(_go_on_with_import, _give_import_up),
    intake.DRAFTING: Handler(_draft, _leave_undrafted),
    **dict.fromkeys(MESSAGES, _DELIVERY),
    digests.WEEK: Handler(digests.leave_each, _wait_a_week),
}
