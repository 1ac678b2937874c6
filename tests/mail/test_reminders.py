"""What reminders say, and to whom they don't go any more."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from learning.assignments import reminder_actions
from learning.assignments.ladders import To
from learning.courses.models import Course
from learning.database import db, transaction
from learning.jobs import working
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.organizations import actions as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState, Role
from learning.outbox import NotYet, Outgoing, Task, TaskState
from learning.progress import actions as progress
from tests.assignments.stored import complete, make_members, make_rule, messages, rule_about
from tests.people import NOW, People
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published

# Everybody has 30 days from NOW on.
DAY_BEFORE = datetime(2026, 12, 22, 8, tzinfo=UTC)
WEEK_AFTER = datetime(2026, 12, 30, 8, tzinfo=UTC)
FORTNIGHT_AFTER = datetime(2027, 1, 6, 8, tzinfo=UTC)


@pytest.fixture
def course(people: People) -> Course:
    """A course that everybody at the clinic must take."""
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    return course


def look(people: People, at: datetime, to: To = To.PERSON) -> list[Outgoing]:
    """The messages that a look leaves."""
    before = {row.id for row in messages(reminder_actions.KINDS[to])}
    reminder_actions.look(people.clinic.id, at=at)
    return [row for row in messages(reminder_actions.KINDS[to]) if row.id not in before]


def written(row: Outgoing, at: datetime) -> Message | None:
    task = Task(row.id, row.kind, row.payload, row.organization_id, 0, row.about)
    return MESSAGES[row.kind](task, current_app.extensions["waymark-config"], at)


def row_for(rows: list[Outgoing], member: Membership) -> Outgoing:
    return next(row for row in rows if row.about == member.public_id)


def test_a_reminder_says_what_is_left(people: People, course: Course) -> None:
    enrolment = progress.enrol(course, people.bob.id, at=NOW)
    pass_module(enrolment, taught(enrolment)[0])
    message = written(row_for(look(people, DAY_BEFORE), people.memberships["bob"]), DAY_BEFORE)
    assert message is not None
    assert message.to == "bob@example.org"
    assert message.subject == "“Washing hands” is due on 23 December"
    assert "What is left: 2 modules, about 2 min." in message.paragraphs
    assert message.action is not None
    assert message.action.address.endswith(f"/learn/{course.address}")


def test_one_message_tells_of_all_that_is_due(people: People, course: Course) -> None:
    other = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(other))
    rows = look(people, DAY_BEFORE)
    assert len(rows) == 3  # Alice, Bob and Dana
    message = written(rows[0], DAY_BEFORE)
    assert message is not None
    assert message.subject == "You have 2 courses to finish"
    assert look(people, DAY_BEFORE + timedelta(minutes=15)) == []


def test_whoever_finished_a_second_ago_hears_nothing(people: People, course: Course) -> None:
    row = row_for(look(people, DAY_BEFORE), people.memberships["bob"])
    complete(course, people.memberships["bob"], at=DAY_BEFORE)
    assert written(row, DAY_BEFORE) is None
    assert written(row_for(messages("reminder"), people.memberships["alice"]), DAY_BEFORE)


def test_whoever_left_hears_nothing(people: People, course: Course) -> None:
    row = row_for(look(people, DAY_BEFORE), people.memberships["bob"])
    organizations.deactivate(
        people.memberships["bob"], by=people.dana.public_id, by_role=Role.ADMIN, at=DAY_BEFORE
    )
    assert written(row, DAY_BEFORE) is None
    assert "bob" not in str(look(people, WEEK_AFTER))


def test_a_message_that_is_late_waits_for_the_morning(people: People, course: Course) -> None:
    row = look(people, DAY_BEFORE)[0]
    night = DAY_BEFORE.replace(hour=21)
    with pytest.raises(NotYet) as waiting:
        written(row, night)
    assert waiting.value.until == DAY_BEFORE + timedelta(days=1)
    while working.do_next(at=night, kinds=["reminder"]):
        pass
    db.session.expire_all()
    kept = db.session.scalars(select(Outgoing).where(Outgoing.id == row.id)).one()
    assert (kept.state, kept.due, kept.tries) == (TaskState.WAITING, waiting.value.until, 0)


def test_a_warning_is_dropped_once_the_day_is_over(people: People, course: Course) -> None:
    row = look(people, DAY_BEFORE)[0]
    assert written(row, DAY_BEFORE + timedelta(days=2)) is None


@transaction
def set_manager(member: Membership, manager: Membership) -> None:
    member.manager_id = manager.id
    db.session.add(member)


def test_a_manager_gets_one_list(people: People, course: Course) -> None:
    alice = people.memberships["alice"]
    for member in (people.memberships["bob"], people.memberships["dana"]):
        set_manager(member, alice)
    [row] = look(people, WEEK_AFTER, To.MANAGER)
    message = written(row, WEEK_AFTER)
    assert message is not None
    assert message.to == "alice@example.org"
    assert message.subject == "2 people are late"
    assert "Bob Learner: “Washing hands”, was due on 23 December 2026" in message.paragraphs


def test_a_manager_hears_only_of_those_they_still_manage(people: People, course: Course) -> None:
    alice, dana = people.memberships["alice"], people.memberships["dana"]
    set_manager(people.memberships["bob"], alice)
    [row] = look(people, WEEK_AFTER, To.MANAGER)
    assert written(row, WEEK_AFTER) is not None
    set_manager(people.memberships["bob"], dana)
    for _try in range(2):
        assert written(row, WEEK_AFTER) is None
    rows = [each for each in messages("manager-reminder") if each.id != row.id]
    assert [each.about for each in rows] == [dana.public_id], "who manages him now hears of it"
    message = written(rows[0], WEEK_AFTER)
    assert message is not None
    assert "Bob Learner" in " ".join(message.paragraphs)
    assert look(people, WEEK_AFTER + timedelta(days=1), To.MANAGER) == []


def test_whoever_is_no_admin_any_more_hears_nothing(people: People, course: Course) -> None:
    alice, dana = people.memberships["alice"], people.memberships["dana"]
    by = {"by": dana.public_id, "at": FORTNIGHT_AFTER}
    organizations.change_role(alice, Role.ADMIN, by_role=Role.OWNER, **by)
    row = row_for(look(people, FORTNIGHT_AFTER, To.ADMIN), alice)
    assert written(row, FORTNIGHT_AFTER) is not None
    organizations.change_role(alice, Role.LEARNER, by_role=Role.OWNER, **by)
    assert written(row, FORTNIGHT_AFTER) is None


def test_admins_hear_of_who_has_not_joined_and_nobody_else_does(people: People) -> None:
    [invited] = make_members(people.clinic, 1, state=MembershipState.INVITED)
    make_rule(people.clinic, rule_about(make_published(people.clinic, questions=1)))
    assert invited.public_id not in {row.about for row in look(people, DAY_BEFORE)}
    [row] = look(people, FORTNIGHT_AFTER, To.ADMIN)
    message = written(row, FORTNIGHT_AFTER)
    assert message is not None
    assert message.to == "dana@example.org"
    assert any(
        line.startswith("Member 00000 (has not joined yet): ") for line in message.paragraphs
    )


def test_one_task_looks_again_and_again(app: Flask, people: People, course: Course) -> None:
    for at in (DAY_BEFORE, DAY_BEFORE + timedelta(minutes=1)):
        reminder_actions.leave_looks(at=at)
        working.do_next(at=at, kinds=[reminder_actions.TASK])
    [row] = messages(reminder_actions.TASK)
    assert row.state == TaskState.WAITING
    assert row.due == DAY_BEFORE + timedelta(minutes=15)
    assert len(messages("reminder")) == 3
