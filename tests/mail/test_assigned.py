"""What somebody is told when a rule gives them something to do."""

from flask import Flask

from learning import outbox
from learning.assignments.rules import Order
from learning.mail.messages.assignments import assigned
from learning.outbox import Task
from tests.assignments.stored import complete, do_everything, make_rule, messages, rule_about
from tests.people import NOW, People
from tests.teaching import make_published, with_settings


def task_for(app: Flask, people: People, name: str) -> Task:
    row: outbox.Outgoing = next(
        each for each in messages() if each.about == people.memberships[name].public_id
    )
    return Task(row.id, row.kind, row.payload, row.organization_id, 0)


def test_it_names_the_course_and_the_day(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    config = app.extensions["waymark-config"]
    said = assigned(task_for(app, people, "bob"), config, NOW)
    assert said is not None
    assert said.subject == "“Washing hands” is due on 23 December 2026"
    assert "“Washing hands”, due on 23 December 2026" in said.paragraphs
    with_settings(course, topic="health")
    discreet = assigned(task_for(app, people, "bob"), config, NOW)
    assert discreet is not None
    assert discreet.subject == "Your course is due on 23 December 2026"


def test_what_opens_only_now_gets_a_message_of_its_own(app: Flask, people: People) -> None:
    first, second = (make_published(people.clinic, questions=1) for _ in range(2))
    make_rule(people.clinic, rule_about(first, second, order=Order.ONE_BY_ONE))
    config = app.extensions["waymark-config"]
    bob = people.memberships["bob"]
    complete(first, bob)
    assert assigned(task_for(app, people, "bob"), config, NOW) is None
    do_everything()
    rows = [row for row in messages("assigned") if row.about == bob.public_id]
    assert len(rows) == 2
    newest = Task(rows[-1].id, "assigned", rows[-1].payload, rows[-1].organization_id, 0)
    message = assigned(newest, config, NOW)
    assert message is not None
    assert len([line for line in message.paragraphs if "due on" in line]) == 1


def test_who_has_done_it_meanwhile_hears_nothing(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    # Not even before anybody has come to write down what that meets.
    complete(course, people.memberships["bob"])
    config = app.extensions["waymark-config"]
    assert assigned(task_for(app, people, "bob"), config, NOW) is None
