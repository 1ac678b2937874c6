"""Who does which kind of task. Called again for the same task, a handler does nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from config import Config
from learning.courses import intake
from learning.organizations import import_actions
from learning.outbox import Task


@dataclass(frozen=True)
class Handler:
    """What does a task, and what says so where it was tried in vain too often."""

    do: Callable[[Task, datetime], None]
    give_up: Callable[[Task, datetime], None]


def _go_on_with_import(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    intake.go_on(task.organization_id, task.payload["import"], most_bytes=config.max_upload, at=at)


def _give_import_up(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    intake.give_up(task.organization_id, task.payload["import"], at=at)


def _draft(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    intake.draft(task.organization_id, task.payload["course"], by=task.payload["by"], at=at)


def _leave_undrafted(_task: Task, _at: datetime) -> None:
    """The course is there, and its page offers to draft again."""


def _go_on_with_people(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    import_actions.go_on(task.organization_id, task.payload["import"], at=at)


def _give_people_up(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    import_actions.give_up(task.organization_id, task.payload["import"], at=at)


def _invite(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    import_actions.go_on_inviting(
        task.organization_id, last=task.payload["last"], by=task.payload["by"], at=at
    )


def _leave_uninvited(_task: Task, _at: datetime) -> None:
    """They are there, and the page that invites them names their number again."""


HANDLERS: dict[str, Handler] = {
    intake.TASK: Handler(_go_on_with_import, _give_import_up),
    intake.DRAFTING: Handler(_draft, _leave_undrafted),
    import_actions.TASK: Handler(_go_on_with_people, _give_people_up),
    import_actions.INVITING: Handler(_invite, _leave_uninvited),
}
