"""A manager's pages: who is below them and how far, and nothing for anybody else."""

import pytest

from learning import audit
from learning.database import db
from learning.organizations import actions as organizations
from learning.organizations import group_actions, member_actions
from learning.organizations.roles import Role
from learning.progress import actions
from tests.pages import PageClient
from tests.people import NOW, People, make_person
from tests.progress.test_actions import pass_module, taught
from tests.queries import reading, statements
from tests.teaching import make_published


@pytest.fixture(autouse=True)
def team(people: People) -> None:
    """Alice is above Bob, and Dana is above Alice."""
    members = people.memberships
    member_actions.set_manager(members["bob"], members["alice"], by="d", at=NOW)
    member_actions.set_manager(members["alice"], members["dana"], by="d", at=NOW)


def page_of(people: People, name: str) -> str:
    return f"/team/{people.memberships[name].public_id}"


def test_managers_see_how_far_those_below_them_are(people: People, alice: PageClient) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    page = alice.get("/team")
    assert "1 person is below you" in page.text
    assert "Bob Learner 1 0" in page.text
    for key in taught(enrolment):
        pass_module(enrolment, key)
    assert "Bob Learner 0 1" in alice.get("/team").text
    shown = alice.get(page_of(people, "bob"))
    assert course.title in shown.text
    assert "Finished on" in shown.text


def test_those_below_others_are_seen_too(people: People, dana: PageClient) -> None:
    assert "2 people are below you" in dana.get("/team").text
    assert dana.get(page_of(people, "bob")).status == 200


def test_a_groups_manager_sees_the_group(people: People, bob: PageClient) -> None:
    new = organizations.add_member(
        people.clinic.id, make_person("Nina New"), role=Role.LEARNER, by="d", at=NOW
    )
    group = group_actions.create_group(people.clinic.id, name="Ward 3", by="d", at=NOW)
    group_actions.put_in(group, [new], by="d", at=NOW)
    assert bob.get("/team").status == 404
    group_actions.set_group_manager(group, people.memberships["bob"], by="d", at=NOW)
    assert "Nina New" in bob.get("/team").text
    assert "Team" in bob.get("/learn").text


def test_whoever_has_nobody_below_them_finds_nothing(
    people: People, bob: PageClient, charlie: PageClient, erin: PageClient
) -> None:
    for visitor in (bob, charlie, erin):
        assert visitor.get("/team").status == 404
        assert visitor.get(page_of(people, "bob")).status == 404


def test_only_those_below_are_found(people: People, alice: PageClient) -> None:
    for name in ("alice", "dana", "erin"):
        assert alice.get(page_of(people, name)).status == 404
    assert alice.get("/team/nothing").status == 404


def test_a_look_at_somebody_is_kept_once_an_hour(people: People, alice: PageClient) -> None:
    def looks() -> list[tuple[str, str | None]]:
        db.session.rollback()
        found = audit.entries(people.clinic.id, limit=100)
        return [(e.by, e.about) for e in found if e.act == "results-seen"]

    alice.get(page_of(people, "bob"))
    alice.get(page_of(people, "bob"))
    assert looks() == [(people.alice.public_id, people.memberships["bob"].public_id)]


def test_the_team_comes_page_by_page_with_few_questions(
    people: People, alice: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.web.team.people.PAGE", 2)
    for number in range(4):
        new = organizations.add_member(
            people.clinic.id, make_person(f"New{number}"), role=Role.LEARNER, by="d", at=NOW
        )
        member_actions.set_manager(new, people.memberships["bob"], by="d", at=NOW)
    alice.get("/team")
    with statements() as said:
        first = alice.get("/team")
    assert len(reading(said)) <= 9, "\n".join(said)
    assert "New1" not in first.text
    assert "New1" in alice.get(first.link("Next page")).text
    assert "Nobody comes after this" in alice.get("/team?after=WyJ6eiIsIDFd").text


def test_many_below_come_page_by_page_too(
    people: People, dana: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.organizations.queries._LISTED", 1)
    monkeypatch.setattr("learning.web.team.people.PAGE", 1)
    first = dana.get("/team")
    assert "Alice Trainer" in first.text
    second = dana.get(first.link("Next page"))
    assert "Bob Learner" in second.text
    assert "Next page" not in second.text
