"""Who does which kind of task. Called again for the same task, a handler does nothing twice."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app

from config import Config
from learning.assignments import applying, daily, keeping, reminder_actions
from learning.courses import intake
from learning.mail import delivery, digests
from learning.mail.messages import MESSAGES
from learning.organizations import changes, import_actions
from learning.outbox import MOST_TRIES, NotYet, Task
from learning.progress import completing
from learning.retention import erasure_actions, export_actions, retention_actions


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


def _deliver(task: Task, at: datetime) -> None:
    delivery.deliver(task, _config(), at)


def _leave_undelivered(_task: Task, _at: datetime) -> None:
    """Its row says so, to operators and in the log of whom it was for."""


def _wait_a_week(_task: Task, _at: datetime) -> None:
    """The next digests come next week."""


_DELIVERY = Handler(_deliver, _leave_undelivered, delivery.MOST_TRIES, Lane.MAIL)


def _apply_rule(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    applying.go_on(task.organization_id, task.payload["application"], at=at)


def _keep_members(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    keeping.bring_members_up_to_date(task.organization_id, task.payload["memberships"], at=at)


def _note_completion(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    keeping.bring_members_up_to_date(task.organization_id, [task.payload["membership"]], at=at)


def _begin_day(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    daily.begin_day(task.organization_id, at=at)


def _leave_for_operator(_task: Task, _at: datetime) -> None:
    """It stays among the dead tasks, where an operator lets it be tried again."""


def _look_for_reminders(task: Task, at: datetime) -> None:
    assert task.organization_id is not None
    reminder_actions.look(task.organization_id, at=at)
    # The same task looks again and again, so there is one for however many workers.
    raise NotYet(reminder_actions.next_look(at))


def _put_copy_together(task: Task, at: datetime) -> None:
    config = _config()
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


HANDLERS: dict[str, Handler] = {
    export_actions.TASK: Handler(_put_copy_together, _give_copy_up),
    erasure_actions.PERSON_TASK: Handler(_erase_person, _leave_for_operator),
    erasure_actions.MEMBER_TASK: Handler(_erase_member, _leave_for_operator),
    retention_actions.TASK: Handler(_look_at_retention, _leave_for_operator),
    intake.TASK: Handler(_go_on_with_import, _give_import_up),
    intake.DRAFTING: Handler(_draft, _leave_undrafted),
    import_actions.TASK: Handler(_go_on_with_people, _give_people_up),
    import_actions.INVITING: Handler(_invite, _leave_uninvited),
    applying.TASK: Handler(_apply_rule, _leave_for_operator),
    changes.MEMBERS_CHANGED: Handler(_keep_members, _leave_for_operator),
    completing.COMPLETION_MADE: Handler(_note_completion, _leave_for_operator),
    daily.TASK: Handler(_begin_day, _leave_for_operator),
    # Given up, it would never remind anybody again.
    reminder_actions.TASK: Handler(
        _look_for_reminders, _leave_for_operator, most_tries=sys.maxsize
    ),
    **dict.fromkeys(MESSAGES, _DELIVERY),
    digests.WEEK: Handler(digests.leave_each, _wait_a_week),
}
