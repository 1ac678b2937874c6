"""What somebody is told when a rule gives them something to do."""

from flask import Flask

from learning import outbox
from learning.mail.messages.assignments import assigned
from learning.outbox import Task
from tests.assignments.stored import complete, make_rule, messages, rule_about
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


def test_who_has_done_it_meanwhile_hears_nothing(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    # Not even before anybody has come to write down what that meets.
    complete(course, people.memberships["bob"])
    config = app.extensions["waymark-config"]
    assert assigned(task_for(app, people, "bob"), config, NOW) is None
