"""What each message says, to whom, and when it isn't sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from learning import outbox
from learning.accounts import actions as accounts
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.courses.models import Course
from learning.database import db
from learning.jobs import working
from learning.mail import digests
from learning.mail.message import Message
from learning.mail.messages import MESSAGES
from learning.mail.rendering import email_of, html_of, text_of
from learning.organizations import actions as organizations
from learning.organizations import group_actions, limit_actions
from learning.organizations.roles import Role
from learning.outbox import Outgoing, Task
from learning.progress import actions, queries, report_actions
from learning.progress.states import ReportReason
from learning.quizzes.correcting import Policy
from tests.people import NOW, People
from tests.progress.test_actions import pass_module, taught
from tests.progress.test_regrading import make_correction, option, question_of, taken
from tests.teaching import make_published, with_settings


def written(row: Outgoing, at: Any = NOW) -> Message | None:
    """The message that a row becomes, checked as an e-mail."""
    task = Task(row.id, row.kind, row.payload, row.organization_id, row.tries, row.about)
    message = MESSAGES[row.kind](task, current_app.extensions["waymark-config"], at)
    if message is not None:
        email_of(message, sender="learn@example.org", number="1", at=at)
        for text in (text_of(message), html_of(message), message.subject, message.preheader):
            assert "None" not in text
            assert "datetime" not in text
    return message


def left(kind: str) -> Outgoing:
    return db.session.scalars(
        select(Outgoing).where(Outgoing.kind == kind).order_by(Outgoing.id.desc()).limit(1)
    ).one()


def earned(course: Course, people: People) -> Certificate:
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    found = queries.certificate_for(enrolment)
    assert found is not None
    return found


def said(message: Message | None) -> str:
    assert message is not None
    return text_of(message)


def test_whoever_earns_a_certificate_is_told_where_it_is(app: Flask, people: People) -> None:
    certificate = earned(make_published(people.clinic), people)
    message = written(left("certificate-issued"))
    text = said(message)
    assert message is not None
    assert message.to == "bob@example.org"
    assert message.subject == "Your certificate for “Washing hands”"
    assert "Hello Bob Learner," in text
    assert f"/certificates/{certificate.public_id}" in text
    assert "valid for good" in text
    assert message.unsubscribe is not None
    assert people.bob.public_id in message.unsubscribe


def test_a_course_on_health_stands_in_no_subject(app: Flask, people: People) -> None:
    course = with_settings(make_published(people.clinic), topic="health", validity_months=12)
    earned(course, people)
    for kind in ("certificate-issued", "certificate-expiring"):
        message = written(left(kind))
        assert message is not None
        assert "Washing" not in message.subject + message.preheader
        assert "your course" in message.subject
        assert "Washing hands" in said(message), "inside it may be named"


def test_nobody_is_told_who_left_or_does_not_want_to_be(app: Flask, people: People) -> None:
    certificate = earned(make_published(people.clinic), people)
    row = left("certificate-issued")
    accounts.choose_messages(people.bob.id, certificates=False)
    assert written(row) is None
    accounts.choose_messages(people.bob.id, certificates=True)
    assert written(row) is not None
    bob = people.memberships["bob"]
    organizations.deactivate(bob, by="tests", by_role=Role.OWNER, at=NOW)
    assert written(row) is None
    organizations.reactivate(bob, by="tests", by_role=Role.OWNER, at=NOW)
    certificates.revoke(certificate, reason="By mistake", by="tests", at=NOW)
    assert written(row) is None


def test_a_certificate_is_told_of_a_month_before_it_expires(app: Flask, people: People) -> None:
    certificate = earned(with_settings(make_published(people.clinic), validity_months=12), people)
    row = left("certificate-expiring")
    assert certificate.valid_until is not None
    assert row.due == certificate.valid_until - timedelta(days=30)
    message = written(row, row.due)
    assert message is not None
    assert message.subject.endswith("expires on 23 November 2027")
    assert written(row, certificate.valid_until) is None, "too late to warn"
    bob = people.memberships["bob"]
    actions.rename_learner(bob, "Robert Learner", by="tests", at=NOW)
    actions.reissue_certificate(certificate, by="tests", at=NOW)
    assert written(row, row.due) is None
    assert written(left("certificate-expiring"), row.due) is not None, "the new one is told of"


def test_a_corrected_result_is_told_without_telling_the_key(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    question = question_of(course)
    taken(actions.enrol(course, people.bob.id, at=NOW), question, [option(question, "That")])
    make_correction(question, Policy.CREDIT, reason="Both soap and water are right")
    row = left("result-corrected")
    assert row.about == people.memberships["bob"].public_id
    message = written(row)
    text = said(message)
    assert "never takes anything away" in text
    assert "soap" not in text
    assert f"/learn/{course.address}" in text
    assert message is not None
    assert message.unsubscribe is None, "it is about their own results"


def test_trainers_are_told_once_a_week_what_needs_them(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    digests.begin_week(at=NOW)
    digests.begin_week(at=NOW + timedelta(hours=1))
    while working.do_next(at=NOW, kinds=[digests.WEEK]):
        pass
    rows = db.session.scalars(select(Outgoing).where(Outgoing.kind == digests.DIGEST)).all()
    members = people.memberships
    assert {row.about for row in rows} == {members[n].public_id for n in ("alice", "dana", "erin")}
    alice = next(row for row in rows if row.about == members["alice"].public_id)
    assert written(alice) is None, "nothing needs her"
    question = question_of(course)
    for _try in range(2):
        attempt = taken(enrolment, question, [option(question, "That")])
    report_actions.report_question(attempt, 1, reason=ReportReason.TYPO, comment="", at=NOW)
    message = written(alice)
    text = " ".join(said(message).split())
    assert message is not None
    assert message.subject == "2 things need a trainer at Riverside Clinic"
    assert "1 person has tried the quiz of" in text
    assert "1 report waits on questions of “Washing hands”." in text
    assert "Bob" not in text
    erin = next(row for row in rows if row.about == members["erin"].public_id)
    assert written(erin) is None, "it is none of her organization's"
    ward = group_actions.create_group(people.clinic.id, name="Ward", by="tests", at=NOW)
    limit_actions.limit_trainer(members["alice"], {ward.id}, by="tests", at=NOW)
    assert written(alice) is None, "nobody she sees needs her"
    group_actions.put_in(ward, [members["bob"]], by="tests", at=NOW)
    assert written(alice) == message
    accounts.choose_messages(people.alice.id, digests=False)
    assert written(alice) is None


def test_a_digest_is_left_once_a_week_for_each_trainer(app: Flask, people: People) -> None:
    for days in range(15):
        digests.begin_week(at=NOW + timedelta(days=days))
        while working.do_next(at=NOW + timedelta(days=days), kinds=[digests.WEEK]):
            pass
    count = select(func.count()).where(Outgoing.kind == digests.DIGEST)
    assert db.session.scalar(count) == 3 * 3, "three people in three weeks"
    week = Task(0, digests.WEEK, {"week": "2026-W48"}, None, 1)
    digests.leave_each(week, NOW)
    assert db.session.scalar(count) == 3 * 3, "a worker that died may do it again"


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 8), ("Europe/Berlin", 7), ("Pacific/Auckland", -5), ("No/Such", 8)]
)
def test_it_comes_on_monday_morning_where_they_are(zone: str, hour: int) -> None:
    due = digests.monday_morning("2026-W48", zone)
    assert due == NOW.replace(hour=0) + timedelta(hours=hour)


def test_tasks_know_whom_they_are_about(app: Flask, people: People) -> None:
    earned(make_published(people.clinic), people)
    task = outbox.next_task(["certificate-issued"], at=NOW)
    assert task is not None
    assert task.about == people.memberships["bob"].public_id
    assert replace(task, about=None) != task
