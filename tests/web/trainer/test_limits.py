"""A trainer limited to groups: everybody else isn't there, on any page; courses stay theirs."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.courses.models import Course
from learning.database import db
from learning.organizations import actions as organizations
from learning.organizations import group_actions, limit_actions
from learning.organizations.models import Group
from learning.organizations.roles import Role
from learning.progress import actions, report_actions
from learning.progress.models import Enrolment, QuestionReport
from learning.progress.states import ReportReason
from tests.pages import PageClient
from tests.people import NOW, People, make_person
from tests.progress.test_actions import taught
from tests.progress.test_regrading import option, position_of, question_of, rekeyed, taken
from tests.teaching import make_published

# Every trainer's page about one learner; a new one has to be tried here, too.
ACTS = ("try", "time", "reset", "take-back")


@pytest.fixture
def course(people: People) -> Course:
    return make_published(people.clinic)


@pytest.fixture
def nina(people: People, course: Course) -> Enrolment:
    """In no group."""
    new = make_person("Nina New")
    organizations.add_member(people.clinic.id, new, role=Role.LEARNER, by="d", at=NOW)
    return actions.enrol(course, new.id, at=NOW)


@pytest.fixture
def bob(people: People, course: Course) -> Enrolment:
    return actions.enrol(course, people.bob.id, at=NOW)


@pytest.fixture
def ward(people: People, bob: Enrolment) -> Group:
    """Bob is in it, and Alice limited to it."""
    group = group_actions.create_group(people.clinic.id, name="Ward 3", by="d", at=NOW)
    group_actions.put_in(group, [people.memberships["bob"]], by="d", at=NOW)
    limit_actions.limit_trainer(people.memberships["alice"], [group.id], by="d", at=NOW)
    return group


def here(course: Course, rest: str = "") -> str:
    return f"/teach/courses/{course.public_id}{rest}"


def test_every_page_about_one_learner_is_tried_here(app: Flask) -> None:
    about = {
        rule.rule.rpartition("/")[2]
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("trainer.") and "learner" in rule.arguments
    }
    assert about == {*ACTS, "<learner>"}


def test_others_are_not_there(
    course: Course, bob: Enrolment, nina: Enrolment, ward: Group, alice: PageClient
) -> None:
    table = alice.get(here(course, "/progress"))
    assert "Bob Learner" in table.text
    assert "Nina New" not in table.text
    export = alice.client.get(here(course, "/progress.csv")).get_data(as_text=True)
    assert "Bob Learner" in export
    assert "Nina New" not in export
    module = taught(bob)[0]
    seen, hidden = (here(course, f"/learners/{each.public_id}") for each in (bob, nina))
    assert alice.get(seen).status == 200
    assert alice.get(hidden).status == 404
    for act in ACTS:
        sent = {"known": "0", "minutes": "5"}
        assert alice.post(f"{hidden}/{module}/{act}", sent).status == 404
    assert alice.post(f"{seen}/{module}/try", {"known": "0"}).status == 303


def test_reports_of_others_are_not_there(
    course: Course, bob: Enrolment, nina: Enrolment, ward: Group, alice: PageClient
) -> None:
    question = question_of(course)
    for enrolment, comment in ((bob, "Bob says so"), (nina, "Nina says so")):
        attempt = taken(enrolment, question, [option(question, "That")])
        place = position_of(attempt, question)
        report_actions.report_question(
            attempt, place, reason=ReportReason.KEY, comment=comment, at=NOW
        )
    page = alice.get(here(course, "/reports"))
    assert "Bob says so" in page.text
    assert "Nina says so" not in page.text
    ids = {row.comment: row.public_id for row in db.session.scalars(select(QuestionReport))}
    for act in ("handled", "reopen"):
        assert alice.post(here(course, f"/reports/{ids['Nina says so']}/{act}")).status == 404
        assert alice.post(here(course, f"/reports/{ids['Bob says so']}/{act}")).status == 303
    assert "1 open report" in alice.get(here(course, f"/questions/{question.public_id}")).text


def test_a_correction_counts_others_and_names_them_not(
    course: Course, bob: Enrolment, nina: Enrolment, ward: Group, alice: PageClient
) -> None:
    question = question_of(course)
    for enrolment in (bob, nina):
        taken(enrolment, question, [option(question, "That")])
    rekeyed(question, "That")
    page = alice.post(
        here(course, f"/questions/{question.public_id}/correct"),
        {"versions": "1", "policy": "rekey", "reason": "It was wrong", "known": "0"},
    )
    assert "2 people get a better result" in page.text
    assert "Bob Learner and 1 more" in page.text
    assert "Nina New" not in page.text


def test_courses_stay_theirs(course: Course, ward: Group, alice: PageClient) -> None:
    for page in ("", "/settings", "/questions", "/review", "/versions", "/reports"):
        assert alice.get(here(course, page)).status == 200


def test_admins_are_never_limited(
    people: People, course: Course, nina: Enrolment, ward: Group, alice: PageClient
) -> None:
    organizations.change_role(
        people.memberships["alice"], Role.ADMIN, by="o", by_role=Role.OWNER, at=NOW
    )
    assert "Nina New" in alice.get(here(course, "/progress")).text


def test_who_leaves_the_group_is_out_of_sight(
    people: People, course: Course, bob: Enrolment, ward: Group, alice: PageClient
) -> None:
    group_actions.take_out(ward, people.memberships["bob"], by="d", at=NOW)
    assert "Bob Learner" not in alice.get(here(course, "/progress")).text
    assert alice.get(here(course, f"/learners/{bob.public_id}")).status == 404
