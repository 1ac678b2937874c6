"""My data: the copy, and erasing one's account."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from flask import Flask

from learning import clock
from learning.jobs import working
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from tests.pages import PageClient
from tests.people import NOW, PASSWORD, People
from tests.post import letter, path_in


def work(**later: int) -> None:
    while working.do_next(at=clock.now() + timedelta(**later)):
        pass


def test_a_copy_is_put_together_and_downloaded(
    app: Flask, people: People, bob: PageClient, charlie: PageClient, stranger: PageClient
) -> None:
    page = bob.get("/account/data")
    waiting = bob.follow(bob.submit(page, "/account/data"))
    assert "Part 1 of" in waiting.text
    assert "Part 1 of" in bob.get("/account/data").text, "it survives a reload"
    assert "being put together already" in bob.follow(bob.post("/account/data")).text
    work()
    ready = bob.get("/account/data")
    path = ready.link("Download the zip file")
    answer = bob.get(path)
    assert answer.response.mimetype == "application/zip"
    assert "index.html" in ZipFile(BytesIO(answer.response.data)).namelist()
    assert charlie.get(path).status == 404
    assert stranger.get(path).status == 303
    assert bob.get("/account/data/nothing").status == 404


def test_somebody_who_was_let_go_still_reaches_their_data_and_certificates(
    people: People, bob: PageClient
) -> None:
    organizations.deactivate(people.memberships["bob"], by="tests", by_role=Role.ADMIN, at=NOW)
    assert bob.get("/certificates").status == 200
    bob.post("/account/data")
    work()
    assert bob.get(bob.get("/account/data").link("Download the zip file")).status == 200


def test_erasing_asks_for_the_password_and_can_be_taken_back(
    app: Flask, people: People, bob: PageClient
) -> None:
    page = bob.get("/account/erase")
    wrong = bob.submit(page, current="not it")
    assert wrong.status == 422
    assert "not your current password" in wrong.text
    asked = bob.follow(bob.submit(wrong, current=PASSWORD))
    assert "Your account will be erased on" in asked.text
    assert path_in(letter(app, "erasure-asked")) == "/account/data"
    assert bob.get("/account/erase").status == 303
    elsewhere = PageClient(app)
    signed_in = elsewhere.submit(
        elsewhere.get("/account/sign-in"), email="bob@example.org", password=PASSWORD
    )
    assert "Your account will be erased on" in elsewhere.follow(signed_in).text
    assert "Your account stays" in bob.follow(bob.submit(asked, "/account/keep")).text
    work(days=15)
    assert bob.get("/learn").status == 200


def test_after_two_weeks_the_account_is_gone(app: Flask, people: People, bob: PageClient) -> None:
    bob.submit(bob.get("/account/erase"), current=PASSWORD)
    work(days=13)
    assert bob.get("/learn").status == 200
    work(days=14, minutes=1)
    assert bob.get("/learn").status == 303


def test_the_only_owner_reads_what_to_do_first(people: People, dana: PageClient) -> None:
    organizations.change_role(
        people.memberships["dana"], Role.OWNER, by="tests", by_role=Role.OWNER, at=NOW
    )
    page = dana.submit(dana.get("/account/erase"), current=PASSWORD)
    assert page.status == 422
    assert "only owner of Riverside Clinic" in page.text
