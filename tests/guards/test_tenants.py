"""No query on tenant tables without naming an organization, whatever page asks."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from learning.database import Model, db

TENANT_TABLES = {
    table.name
    for table in Model.metadata.tables.values()
    if "organization_id" in table.columns
    and table.name not in ("audit_entry", "outgoing", "sign_in_session")
}
# A person's own memberships are how a request learns which organizations it may ask.
BY_PERSON = re.compile(r"membership\.person_id = ")


def untenanted(statement: str) -> bool:
    """Whether a statement reads or changes tenant tables without naming an organization."""
    flat = " ".join(statement.split()).lower()
    if not flat.startswith(("select", "update", "delete")):
        return False
    tables = set(re.findall(r"(?:from|join|update) (\w+)", flat)) & TENANT_TABLES
    if not tables:
        return False
    names_organization = re.search(r"organization_id(?:\)?| ,|, \w+\.\w+\)) (?:=|in)", flat)
    by_key = re.search(r"where \w+\.id = [^ ]+( for update)?$", flat)
    return not (names_organization or by_key or BY_PERSON.search(flat))


@pytest.fixture(autouse=True)
def watched(app: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def look(conn: Any, cursor: Any, statement: str, params: Any, context: Any, many: bool) -> None:
        options = context.execution_options if context else {}
        if untenanted(statement) and "crosses_tenants" not in options:
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", look)
    yield found
    assert not found, found[0]


def test_the_guard_sees_a_query_without_an_organization() -> None:
    assert untenanted("SELECT course.id FROM course WHERE course.title = ?")
    assert not untenanted("SELECT course.id FROM course WHERE course.organization_id = ?")
    assert not untenanted("SELECT person.id FROM person")


def test_a_whole_course_life_names_its_organization(app: Flask) -> None:
    from learning.certificates import queries as certificates
    from learning.organizations.group_queries import Sight
    from learning.progress import actions, correction_notes, queries, report_queries
    from learning.progress.states import ReportState
    from learning.quizzes.correcting import Policy
    from tests.people import NOW, make_people
    from tests.progress.test_actions import pass_module, taught
    from tests.progress.test_regrading import make_correction, question_of
    from tests.teaching import make_published

    people = make_people()
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    certificate = queries.certificate_for(enrolment)
    assert certificate is not None
    certificates.verified_by_code(certificate.code, at=NOW)
    queries.progress_rows(people.clinic.id, course.id, sight=Sight(people.clinic.id))
    make_correction(question_of(course), Policy.CREDIT)
    correction_notes.notes_of(enrolment)
    report_queries.reports_of(course, ReportState.OPEN, sight=Sight(people.clinic.id))
    report_queries.open_on(question_of(course), sight=Sight(people.clinic.id))


def test_copies_and_erasures_name_their_organization(app: Flask) -> None:
    from learning.jobs import working
    from learning.organizations import actions as organizations
    from learning.organizations.roles import Role
    from learning.progress import actions
    from learning.retention import erasure_actions, export_actions, retention_actions
    from tests.people import NOW, PASSWORD, make_people
    from tests.progress.test_actions import pass_module, taught
    from tests.teaching import make_published

    people = make_people()
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    pass_module(enrolment, taught(enrolment)[0])
    export_actions.begin(people.bob.id, at=NOW)
    erasure_actions.ask_for_erasure(people.bob.id, password=PASSWORD, at=NOW)
    organizations.deactivate(people.memberships["alice"], by="tests", by_role=Role.ADMIN, at=NOW)
    retention_actions.keep_for(people.clinic.id, 1, by="tests", at=NOW)
    later = NOW.replace(year=2027)
    retention_actions.look(at=later)
    while working.do_next(at=later + erasure_actions.WAIT):
        pass


def test_pages_name_their_organization(app: Flask) -> None:
    from tests.pages import PageClient
    from tests.people import make_people
    from tests.teaching import make_published

    people = make_people()
    course = make_published(people.clinic)
    for person in (people.bob, people.alice, people.dana):
        browser = PageClient(app).sign_in(person)
        for path in ("/", "/learn", f"/courses/{course.address}", "/certificates"):
            assert browser.get(path).status == 200
    for path in ("/teach", f"/teach/courses/{course.public_id}"):
        assert PageClient(app).sign_in(people.alice).get(path).status == 200
    for path in ("/organization", "/organization/certificates", "/organization/audit"):
        assert PageClient(app).sign_in(people.dana).get(path).status == 200
