"""The set-up list of an organization: what there is to do, and what of it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from learning.organizations.settings import OrganizationSettings


class SetupTask(StrEnum):
    """What a new organization thinks of, in any order."""

    NAME_AND_LOGO = "name-and-logo"
    SIGN_IN_RULES = "sign-in-rules"
    PEOPLE = "people"
    COURSES = "courses"
    MAIL = "mail"
    SIGNATORY = "signatory"


# Without these an organization can work as well.
OPTIONAL = (SetupTask.NAME_AND_LOGO, SetupTask.MAIL, SetupTask.SIGNATORY)


class TaskStanding(StrEnum):
    """How far a task is."""

    COMPLETED = "completed"
    TO_DO = "to-do"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class TaskLine:
    """A line of the list. `is_settled`: somebody said so; otherwise what is there says it."""

    task: SetupTask
    standing: TaskStanding
    is_settled: bool


def lines(
    settings: OrganizationSettings,
    *,
    has_people: bool,
    has_rules: bool,
    tasks: Collection[SetupTask],
) -> list[TaskLine]:
    """The list with these tasks on it. `has_people`: whether anybody but its maker is there;
    `has_rules`: whether a rule asks anybody to complete a course."""
    done = {
        SetupTask.NAME_AND_LOGO: settings.logo is not None,
        SetupTask.PEOPLE: has_people,
        SetupTask.COURSES: has_rules,
        SetupTask.MAIL: bool(settings.mail_sender_name or settings.mail_greeting),
        SetupTask.SIGNATORY: bool(settings.signatory_name),
    }
    return [_line(task, done.get(task, False), settings) for task in SetupTask if task in tasks]


def is_done(list_: Collection[TaskLine]) -> bool:
    """Whether nothing is left that has to be done."""
    return all(line.standing != TaskStanding.TO_DO for line in list_)


def _line(task: SetupTask, is_there: bool, settings: OrganizationSettings) -> TaskLine:
    is_settled = task in settings.settled_tasks
    if is_there or is_settled:
        return TaskLine(task, TaskStanding.COMPLETED, is_settled and not is_there)
    standing = TaskStanding.OPTIONAL if task in OPTIONAL else TaskStanding.TO_DO
    return TaskLine(task, standing, False)
