"""What is said about due dates: to whoever has to learn, to managers and to admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config import Config
from learning import outbox
from learning.assignments import keeping, owing, reminder_actions, reminder_queries
from learning.assignments.owing import About, Left, Owed
from learning.assignments.zones import zone_for
from learning.mail import recipients
from learning.mail.discretion import named_first
from learning.mail.message import Action, Message
from learning.mail.recipients import Recipient
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import Role
from learning.outbox import Task

MOST_LINES = 50


@dataclass(frozen=True)
class Course:
    """A course that somebody still has to finish: by when, and what is left of it."""

    left: Left
    due_on: date
    is_over: bool
    # Where the due day ends, if their own clock doesn't say so.
    zone: str | None = None


@dataclass(frozen=True)
class Late:
    """Somebody who is late: with which course, due when."""

    member: str
    is_here: bool
    course: str
    due_on: date


def reminder(task: Task, config: Config, at: datetime) -> Message | None:
    """What somebody still has to finish, and by when."""
    assert task.organization_id is not None
    to = _awake(task, at)
    if to is None:
        return None
    found = [
        Course(left, each.due_on, each.is_over, _other_zone(task, each, to))
        for each in _owed(task, at)
        if (left := owing.left_of(task.organization_id, each.membership_id, each.course_id))
    ]
    return reminding(to.address, to.name, found, _house(task), config, at) if found else None


def manager_reminder(task: Task, config: Config, at: datetime) -> Message | None:
    """Who of the people that somebody manages now is late; others' managers are told instead."""
    assert task.organization_id is not None
    to, manager = _awake(task, at), _member(task)
    lists: dict[int, list[Owed]] = {}
    owed = _owed(task, at)
    above = reminder_queries.active_managers(
        task.organization_id, {each.membership_id for each in owed}
    )
    for each in owed:
        if each.membership_id in above:
            lists.setdefault(above[each.membership_id], []).append(each)
    own = lists.pop(manager.id, [])
    if lists:
        moved = {other: [each.about for each in found] for other, found in lists.items()}
        reminder_actions.pass_on(task.organization_id, moved, at=at)
    late = _late(task, own)
    return telling_manager(to.address, to.name, late, _house(task), config) if to and late else None


def admin_reminder(task: Task, config: Config, at: datetime) -> Message | None:
    """Who is late although they and their managers know."""
    to = _awake(task, at)
    if not Role(_member(task).role).includes(Role.ADMIN):
        return None
    late = _late(task, _owed(task, at))
    return telling_admin(to.address, to.name, late, _house(task), config) if to and late else None


def reminding(
    address: str, name: str, found: Sequence[Course], house: str, config: Config, at: datetime
) -> Message:
    """A reminder of one course, or of several in one message."""
    first = found[0]
    if len(found) == 1:
        title = named_first(first.left.title, is_health=first.left.is_health)
        subject = f"{title} {_verb(first)} due on {_day(first.due_on, at)}"
        said = [f"The course “{first.left.title}” {_when(first, at)}.", _what_is_left(first.left)]
        action = Action("Go on with the course", f"{config.public_url}/learn/{first.left.address}")
    else:
        subject = f"You have {len(found)} courses to finish"
        said = ["These courses are not finished yet:"]
        said += [
            f"“{each.left.title}” {_when(each, at)}. {_what_is_left(each.left)}" for each in found
        ]
        action = Action("Go on learning", f"{config.public_url}/learn")
    return Message(
        to=address,
        subject=subject,
        preheader=f"About {sum(each.left.minutes for each in found)} min are left.",
        paragraphs=(f"Hello {name},", *said),
        action=action,
        small_print=(
            f"You get this because {house} has asked you to learn this.",
            "Reminders end as soon as you have finished.",
        ),
    )


def telling_manager(
    address: str, name: str, late: Sequence[Late], house: str, config: Config
) -> Message:
    """The list for a manager: one a day at most."""
    return Message(
        to=address,
        subject=_count(late),
        preheader="Who it is, with what and since when.",
        paragraphs=(
            f"Hello {name},",
            (
                "These people have been reminded and have not finished. Perhaps they need time "
                "for it, or help."
            ),
            *_lines(late),
        ),
        action=Action("See your team", f"{config.public_url}/team"),
        small_print=(f"You get this because you are their manager at {house}.",),
    )


def telling_admin(
    address: str, name: str, late: Sequence[Late], house: str, config: Config
) -> Message:
    """The list for an admin: one a day at most."""
    return Message(
        to=address,
        subject=_count(late),
        preheader="Who it is, with what and since when.",
        paragraphs=(
            f"Hello {name},",
            (
                "These people have not finished although they were reminded. Whoever has not "
                "joined yet got no reminder: their invitation can be sent again."
            ),
            *_lines(late),
        ),
        action=Action("See your people", f"{config.public_url}/organization"),
        small_print=(f"You get this because you are an admin of {house}.",),
    )


def _awake(task: Task, at: datetime) -> Recipient | None:
    """Whom it is for, if they are there. Raises NotYet at night: it goes out in their morning."""
    assert task.organization_id is not None
    to = recipients.recipient(task.organization_id, task.payload["membership"])
    if to is not None:
        ladder, zone = reminder_queries.ladder_of(task.organization_id)
        morning = ladder.quiet.end(at, zone_for(to.zone, zone))
        if morning > at:
            raise outbox.NotYet(morning)
    return to


def _owed(task: Task, at: datetime) -> list[Owed]:
    assert task.organization_id is not None
    about = [
        About(obligation, date.fromisoformat(due_on), code)
        for obligation, due_on, code in task.payload["about"]
    ]
    keeping.note_what_is_done(task.organization_id, [each.obligation for each in about], at=at)
    return owing.owed(task.organization_id, about, at=at)


def _member(task: Task) -> Membership:
    assert task.organization_id is not None
    found = organizations.member(task.organization_id, task.payload["membership"])
    assert found is not None  # memberships stay, also of those who leave
    return found


def _late(task: Task, found: Sequence[Owed]) -> list[Late]:
    assert task.organization_id is not None
    titles = owing.titles_of(task.organization_id, {each.course_id for each in found})
    return [
        Late(each.member, each.is_here, titles[each.course_id], each.due_on)
        for each in found
        if each.course_id in titles
    ]


def _other_zone(task: Task, owed: Owed, to: Recipient) -> str | None:
    assert task.organization_id is not None
    _, home = reminder_queries.ladder_of(task.organization_id)
    return owed.zone if zone_for(owed.zone) != zone_for(to.zone, home) else None


def _house(task: Task) -> str:
    assert task.organization_id is not None
    return organizations.organization_with_id(task.organization_id).name


def _verb(course: Course) -> str:
    return "was" if course.is_over else "is"


def _when(course: Course, at: datetime) -> str:
    where = f" (the day ends at midnight in {_place(course.zone)})" if course.zone else ""
    return f"{_verb(course)} due on {_day(course.due_on, at)}{where}"


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _what_is_left(left: Left) -> str:
    if not left.modules:
        return "Only its end is left."
    modules = "1 module" if left.modules == 1 else f"{left.modules} modules"
    return f"What is left: {modules}, about {left.minutes} min."


def _day(day: date, at: datetime) -> str:
    """12 December; with the year where it isn't this one."""
    words = f"{day.day} {day:%B}"
    return words if day.year == at.year else f"{words} {day.year}"


def _count(late: Sequence[Late]) -> str:
    people = len({each.member for each in late})
    return "1 person is late with a course" if people == 1 else f"{people} people are late"


def _lines(late: Sequence[Late]) -> list[str]:
    lines = [
        f"{each.member}{'' if each.is_here else ' (has not joined yet)'}: “{each.course}”, "
        f"was due on {each.due_on.day} {each.due_on:%B %Y}"
        for each in late[:MOST_LINES]
    ]
    if len(late) > MOST_LINES:
        lines.append(f"And {len(late) - MOST_LINES} more.")
    return lines
