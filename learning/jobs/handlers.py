"""Who does which kind of task. Called again for the same task, a handler does nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from config import Config
from learning.courses import intake
from learning.jobs import daily
from learning.outbox import Task
from learning.retention import erasure_actions, export_actions, retention_actions


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


def _put_copy_together(task: Task, at: datetime) -> None:
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    export_actions.go_on(
        task.payload["export"],
        public_url=config.public_url,
        fonts=config.certificate_fonts,
        at=at,
    )


def _give_copy_up(task: Task, _at: datetime) -> None:
    export_actions.give_up(task.payload["export"])


def _erase_person(task: Task, at: datetime) -> None:
    erasure_actions.erase_person(task.payload["person"], at=at)


def _erase_member(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    erasure_actions.erase_member(task.organization_id, task.payload["membership"], at=at)


def _look_at_retention(_task: Task, at: datetime) -> None:
    retention_actions.look(at=at)


def _leave_undone(_task: Task, _at: datetime) -> None:
    """The log says it, and operators see it among what was given up."""


HANDLERS: dict[str, Handler] = {
    export_actions.TASK: Handler(_put_copy_together, _give_copy_up),
    erasure_actions.PERSON_TASK: Handler(_erase_person, _leave_undone),
    erasure_actions.MEMBER_TASK: Handler(_erase_member, _leave_undone),
    daily.RETENTION: Handler(_look_at_retention, _leave_undone),
    intake.TASK: Handler(_go_on_with_import, _give_import_up),
    intake.DRAFTING: Handler(_draft, _leave_undrafted),
}
