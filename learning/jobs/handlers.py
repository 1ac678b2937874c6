"""Who does which kind of task. Called again for the same task, a handler does nothing twice."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from config import Config
from learning.courses import intake
from learning.outbox import Task

Handler = Callable[[Task, datetime], None]


def _go_on_with_import(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    intake.go_on(
        task.organization_id,
        task.payload["import"],
        most_bytes=config.max_upload,
        is_last_try=task.is_last_try,
        at=at,
    )


def _draft(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    intake.draft(task.organization_id, task.payload["course"], by=task.payload["by"], at=at)


HANDLERS: dict[str, Handler] = {intake.TASK: _go_on_with_import, intake.DRAFTING: _draft}
