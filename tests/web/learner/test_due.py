"""What is due stands on the learner's start page, with the reason, and can be begun there."""

from datetime import timedelta

from flask import Flask

from learning import clock
from learning.assignments import daily
from learning.assignments.rules import Renewal
from learning.web.assignments import day
from tests.assignments.stored import complete, do_everything, make_rule, rule_about
from tests.pages import PageClient
from tests.people import People
from tests.teaching import make_published


def test_what_is_due_is_shown_with_its_reason_and_begun(
    app: Flask, people: People, bob: PageClient, charlie: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    assert "Due soon" not in bob.get("/learn").text
    now = clock.now()
    make_rule(people.clinic, rule_about(course), at=now)
    page = bob.get("/learn")
    assert f"Due on {day((now + timedelta(days=30)).date())}" in page.text
    assert "Rule “Rule”, for everybody, since joining on 23 November 2026." in page.text
    assert bob.post(f"/learn/{course.address}/begin").location == f"/learn/{course.address}"
    assert "0 of 3 modules passed" in bob.get("/learn").text
    assert charlie.post(f"/learn/{course.address}/begin").status == 404


def test_what_runs_out_is_taken_again(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic, questions=1)
    now = clock.now()
    make_rule(people.clinic, rule_about(course, renewal=Renewal(months=6, window=30)), at=now)
    complete(course, people.memberships["bob"], at=now - timedelta(days=170))
    daily.begin_day(people.clinic.id, at=now)
    do_everything(now)
    page = bob.get("/learn")
    assert "again, since it runs out on" in page.text
    assert bob.post(f"/learn/{course.address}/begin").status == 303
    assert bob.post(f"/learn/{course.address}/begin").status == 303
    page = bob.get("/learn")
    assert page.text.count("0 of 3 modules passed") == 2  # due, and in progress: one more round


def test_nothing_is_begun_that_is_not_due(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic, questions=1)
    assert bob.post(f"/learn/{course.address}/begin").status == 404
    assert bob.post("/learn/nothing/begin").status == 404
