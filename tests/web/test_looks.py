"""Who looks at whose results stands in the log: once an hour, never for oneself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.database import db
from learning.organizations import queries as organizations
from learning.progress import actions
from learning.reports import look_actions
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published


def looks(people: People) -> list[tuple[str, str, str | None]]:
    """(act, whose public id it was by, about whom) of each look."""
    names = {
        people.alice.public_id: "alice",
        people.dana.public_id: "dana",
        **{membership.public_id: name for name, membership in people.memberships.items()},
    }
    rows = db.session.execute(
        select(AuditEntry.act, AuditEntry.by, AuditEntry.about)
        .where(AuditEntry.organization_id == people.clinic.id, AuditEntry.act.endswith("-seen"))
        .order_by(AuditEntry.id)
    )
    return [(act, names[by], names.get(about)) for act, by, about in rows]


def test_a_trainers_look_at_a_learner_is_noted_once(people: People, alice: PageClient) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    page = f"/teach/courses/{course.public_id}/learners/{enrolment.public_id}"
    assert alice.get(page).status == alice.get(page).status == 200
    assert looks(people) == [("results-seen", "alice", "bob")]


def test_an_admins_look_at_a_person_and_the_log_about_them(
    people: People, dana: PageClient
) -> None:
    page = f"/organization/people/{people.memberships['bob'].public_id}"
    dana.get(page)
    dana.get(page)
    assert looks(people) == [("results-seen", "dana", "bob")]
    assert (
        "Looked at the results of Bob Learner"
        in dana.get("/organization/audit?about=bob&topic=looks").text
    )


def test_looks_at_oneself_and_at_what_is_not_there_leave_nothing(
    people: People, dana: PageClient
) -> None:
    dana.get(f"/organization/people/{people.memberships['dana'].public_id}")
    assert dana.get(f"/organization/people/{people.memberships['erin'].public_id}").status == 404
    assert looks(people) == []


def test_looks_at_everybody_on_a_course_are_noted(people: People, alice: PageClient) -> None:
    course = make_published(people.clinic)
    alice.get(f"/teach/courses/{course.public_id}/progress")
    assert looks(people) == [("progress-seen", "alice", None)]


@pytest.mark.parametrize(("minutes", "number"), [(59, 1), (61, 2)])
def test_a_look_an_hour_later_is_another_one(people: People, minutes: int, number: int) -> None:
    dana = organizations.standings_of(people.dana.id)[0]
    bob = people.memberships["bob"].public_id
    for at in (NOW, NOW + timedelta(minutes=minutes)):
        look_actions.note_look(
            "results-seen", dana, subject=bob, about=bob, by=people.dana.public_id, at=at
        )
    assert len(looks(people)) == number


def test_the_table_of_a_course_is_taken_along_whole(people: People, alice: PageClient) -> None:
    from tests.progress.test_actions import pass_module, taught
    from tests.web.organization.test_audit import exported

    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    pass_module(enrolment, taught(enrolment)[0])
    actions.enrol(course, people.dana.id, at=NOW)
    page = alice.get(f"/teach/courses/{course.public_id}/progress")
    rows = exported(alice.get(page.link("as CSV")))
    assert [row["name"] for row in rows] == ["Bob Learner", "Dana Admin"]
    assert rows[0]["Module 1: Why it works"] == "2 of 2"
    assert (rows[0]["passed"], rows[0]["of"], rows[0]["completed"]) == ("1", "3", "")
