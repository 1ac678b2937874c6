"""A copy of all that is kept about somebody: complete, theirs alone, and for a week."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments import exemption_actions
from learning.certificates.models import Certificate
from learning.database import db
from learning.errors import RuleBroken
from learning.identifiers import grouped
from learning.jobs import working
from learning.progress import actions, attempt_actions
from learning.retention import export_actions, queries
from learning.retention.archive import Part, packed
from learning.retention.models import DataExport
from tests.assignments.stored import complete, do_everything, make_rule, rule_about
from tests.people import NOW, People
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published, right_answers


def copy_of(person_id: int) -> ZipFile:
    export = export_actions.begin(person_id, at=NOW)
    while working.do_next(at=NOW):
        pass
    found = queries.own_export(person_id, export.public_id, at=NOW)
    assert found is not None
    assert found.content
    return ZipFile(io.BytesIO(found.content))


def test_it_holds_what_was_learned_as_it_was_asked(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    first, *others = taught(enrolment)
    for key in (first, *others):
        pass_module(enrolment, key)
    other = actions.enrol(course, people.alice.id, at=NOW)
    pass_module(other, taught(other)[0])
    archive = copy_of(people.bob.id)
    data = json.loads(archive.read("data.json"))
    assert data["profile"][0]["name"] == "Bob Learner"
    assert data["addresses"][0]["address"] == "bob@example.org"
    assert [row["organization"] for row in data["memberships"]] == ["Riverside Clinic"]
    assert data["courses"][0]["course"] == course.title
    assert len(data["completions"]) == 1
    answer = data["answers"][0]
    assert answer["answer"]
    assert set(answer["answer"].split("\n")) <= set(answer["shown"].split("\n"))
    assert answer["is_right"] is True
    code = db.session.scalars(select(Certificate.code)).one()
    assert data["certificates"][0]["code"] == code
    assert archive.read(f"certificates/{grouped(code).lower()}.pdf").startswith(b"%PDF")
    page = archive.read("index.html").decode()
    assert answer["question"] in page
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for stranger in (b"Alice", b"Dana", b"alice@example.org"):
        assert stranger not in everything


def test_it_holds_what_somebody_had_to_learn(app: Flask, people: People) -> None:
    course, other = make_published(people.clinic, questions=1), make_published(people.clinic)
    bob = people.memberships["bob"]
    rule = make_rule(people.clinic, rule_about(course, name="Everybody"))
    complete(course, bob)
    do_everything()
    make_rule(people.clinic, rule_about(other, name="Winter"))
    reason = "On leave until spring"
    about = {"zone": "UTC", "reason": reason, "by": people.dana.public_id, "at": NOW}
    exemption_actions.exempt(bob, course=other, **about)
    exemption_actions.exempt(bob, rule=rule, **about)
    data = json.loads(copy_of(people.bob.id).read("data.json"))
    assert [
        (row["rule"], row["course"], row["state"], row["completed_on"])
        for row in data["obligations"]
    ] == [
        ("Everybody", course.title, "met", NOW.date().isoformat()),
        ("Winter", other.title, "exempt", None),
    ]
    assert [(row["course"], row["rule"], row["reason"]) for row in data["exemptions"]] == [
        (other.title, None, reason), (None, "Everybody", reason),
    ]  # fmt: skip
    assert json.loads(copy_of(people.charlie.id).read("data.json"))["obligations"] == []


def test_what_was_not_checked_yet_is_not_in_it(app: Flask, people: People) -> None:
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    assert json.loads(copy_of(people.bob.id).read("data.json"))["answers"] == []
    attempt_actions.answer(attempt, 1, right_answers(attempt)[1], at=NOW)
    answers = json.loads(copy_of(people.bob.id).read("data.json"))["answers"]
    assert [answer["number"] for answer in answers] == [1]


def test_only_its_owner_gets_it_and_for_a_week(app: Flask, people: People) -> None:
    copy_of(people.bob.id)
    export = queries.newest_export(people.bob.id)
    assert export is not None
    assert queries.own_export(people.charlie.id, export.public_id, at=NOW) is None
    week = NOW + timedelta(days=7)
    almost = week - timedelta(microseconds=1)
    assert queries.own_export(people.bob.id, export.public_id, at=almost) is not None
    assert queries.own_export(people.bob.id, export.public_id, at=week) is None
    export_actions.forget_old(at=week)
    assert db.session.scalars(select(DataExport.content)).all() == [None]


def test_one_copy_at_a_time_and_another_after_one_that_failed(app: Flask, people: People) -> None:
    export = export_actions.begin(people.bob.id, at=NOW)
    with pytest.raises(RuleBroken, match="export-under-way"):
        export_actions.begin(people.bob.id, at=NOW)
    export_actions.give_up(export.public_id)
    export_actions.begin(people.bob.id, at=NOW)


def test_tables_are_safe_in_a_spreadsheet_and_pages_in_a_browser() -> None:
    part = Part("things", "Things", [{"text": "=1+1"}, {"text": "<script>x</script>", "n": 2}])
    archive = ZipFile(io.BytesIO(packed([part], {}, name="<b>", at=NOW)))
    table = archive.read("tables/things.csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table))) == [
        ["text", "n"], ["'=1+1", ""], ["<script>x</script>", "2"],
    ]  # fmt: skip
    page = archive.read("index.html").decode()
    assert "<script>" not in page
    assert "<b>" not in page
