"""What somebody is told when a rule gives them something to do, or moves its date."""

from datetime import date, datetime

from config import Config
from learning.assignments import keeping, obligation_queries, queries
from learning.assignments.obligation_queries import ObligationRow
from learning.courses import queries as courses
from learning.courses.settings import CourseSettings
from learning.mail import recipients
from learning.mail.discretion import named_first
from learning.mail.message import Action, Message
from learning.organizations import queries as organizations
from learning.outbox import Task


def assigned(task: Task, config: Config, at: datetime) -> Message | None:
    """What a rule leaves them to do now; None when they have done it, are exempt, or have left."""
    assert task.organization_id is not None
    to = recipients.recipient(task.organization_id, task.payload["membership"])
    rule = queries.rule(task.organization_id, task.payload["rule"])
    member = organizations.member(task.organization_id, task.payload["membership"])
    if to is None or rule is None or member is None:
        return None
    asked = [each.public_id for each in obligation_queries.open_of(rule, member)]
    keeping.note_what_is_done(task.organization_id, asked, at=at)
    # What has opened only by that gets a message of its own.
    left = [each for each in obligation_queries.open_of(rule, member) if each.public_id in asked]
    if not left:
        return None
    house = organizations.organization_with_id(task.organization_id).name
    return Message(
        to=to.address,
        subject=_subject(task.organization_id, left),
        preheader=f"From {house}",
        paragraphs=(
            f"Hello {to.name},",
            f"{house} asks you to complete:",
            *(f"“{each.course_title}”, due on {_day(each.due_on)}" for each in left),
            "You can stop at any time and go on later; what you have answered is kept.",
        ),
        action=Action("See what is due", f"{config.public_url}/learn"),
        small_print=(f"You get this because it is required at {house}.",),
    )


def _subject(organization_id: int, left: list[ObligationRow]) -> str:
    first = left[0]
    if len(left) > 1:
        return f"{len(left)} courses are due, the first on {_day(first.due_on)}"
    course = courses.course(organization_id, first.course)
    is_health = course is None or CourseSettings.from_json(course.settings).is_health
    named = named_first(first.course_title, is_health=is_health)
    return f"{named} is due on {_day(first.due_on)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
