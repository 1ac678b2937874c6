"""Erasing people who left: the pages of admins."""

import pytest
from flask import Flask

from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from tests.pages import PageClient
from tests.people import NOW, People
from tests.post import letter, shown
from tests.web.account.test_data import work


@pytest.fixture
def path(people: People) -> str:
    """Bob's page, after he has left."""
    organizations.deactivate(people.memberships["bob"], by="tests", by_role=Role.ADMIN, at=NOW)
    return f"/organization/people/{people.memberships['bob'].public_id}"


def test_an_admin_erases_somebody_who_left(app: Flask, dana: PageClient, path: str) -> None:
    page = dana.get(dana.get(path).link("Erase"))
    wrong = dana.submit(page, name="Rob")
    assert wrong.status == 422
    assert "not the name of the person" in wrong.text
    planned = dana.follow(dana.submit(wrong, name=" Bob  Learner "))
    assert "Bob Learner is erased on" in planned.text
    message = letter(app, "erasure-planned")
    assert message.to == "bob@example.org"
    assert "Riverside Clinic" in shown(message)
    work(days=15)
    erased = dana.get(path)
    assert erased.h1 == "Erased person"
    assert "Bob" not in erased.text
    assert "Bob" not in dana.get("/organization").text
    log = dana.get("/organization/audit").text
    assert "Erased somebody who left" in log
    assert "Bob" not in log


def test_it_can_be_taken_back(dana: PageClient, path: str) -> None:
    page = dana.get(f"{path}/erase")
    planned = dana.follow(dana.submit(page, name="Bob Learner"))
    assert "stays" in dana.follow(dana.submit(planned, f"{path}/keep")).text
    work(days=15)
    assert dana.get(path).h1 == "Bob Learner"


def test_whoever_has_not_left_is_not_erased(people: People, dana: PageClient) -> None:
    path = f"/organization/people/{people.memberships['alice'].public_id}"
    assert dana.get(f"{path}/erase").location == path
    assert dana.post(f"{path}/erase", {"name": "Alice Trainer"}).location == path
    work(days=15)
    assert dana.get(path).h1 == "Alice Trainer"


def test_only_admins_of_that_organization_erase(
    people: People, alice: PageClient, erin: PageClient, path: str
) -> None:
    for act in ("erase", "keep"):
        assert alice.post(f"{path}/{act}").status == 403
        assert erin.post(f"{path}/{act}").status == 404
    assert alice.get("/organization/settings/retention").status == 403


def test_how_long_people_who_left_are_kept(people: People, dana: PageClient) -> None:
    assert "kept until an admin erases them" in dana.get("/organization/settings").text
    page = dana.get("/organization/settings/retention")
    for wrong in ("0", "-1", "x", "241", "1.5", "٣", "9" * 30):
        again = dana.submit(page, months=wrong)
        assert again.status == 422
        assert "from 1 to 240" in again.text
        assert again.form()["months"] == wrong
    dana.submit(page, months="36")
    assert "36 months after they left" in dana.get("/organization/settings").text
    assert dana.get("/organization/settings/retention").form()["months"] == "36"
    dana.submit(page, months="")
    assert "kept until an admin erases them" in dana.get("/organization/settings").text
