"""The set-up list and its pages: name, logo, sign-in rules, wording, signatory."""

import io
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from learning import clock
from learning.accounts.models import SignInSession
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate
from learning.database import db
from learning.organizations import queries
from learning.progress import actions
from learning.progress import queries as progress
from tests.images import png
from tests.pages import PageClient
from tests.people import NOW, PASSWORD, People
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published

SETTINGS = "/organization/settings"


def certificate_of(people: People, person: str) -> Certificate:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, getattr(people, person).id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    found = progress.certificate_for(enrolment)
    assert found is not None
    return found


def test_the_people_page_reminds_of_the_list_until_somebody_says_enough(
    app: Flask, people: People, dana: PageClient
) -> None:
    reminder = "isn’t set up yet"
    assert reminder in dana.get("/organization").text
    dana.post("/organization/setup/notice")
    assert reminder not in dana.get("/organization").text
    dana.post("/organization/setup/notice")
    assert reminder in dana.get("/organization").text
    dana.submit(dana.get(SETTINGS + "/sign-in"), SETTINGS + "/sign-in")
    dana.post("/organization/setup/courses")
    assert "is set up" in dana.get("/organization/setup").text
    assert reminder not in dana.get("/organization").text


def test_a_task_is_left_as_it_is_and_taken_up_again(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = dana.follow(dana.post("/organization/setup/sign-in-rules"))
    assert "Mark as to do" in page.text
    assert "Leave it as it is" in dana.follow(dana.post("/organization/setup/sign-in-rules")).text
    assert dana.post("/organization/setup/nothing").status == 404


def test_the_organization_gets_a_name_and_a_logo_that_only_its_people_see(
    app: Flask, people: People, dana: PageClient, erin: PageClient, stranger: PageClient
) -> None:
    page = SETTINGS + "/name"
    data = {"name": "Riverside Hospital", "logo": (io.BytesIO(png()), "logo.png")}
    assert dana.post(page, data).location == "/organization/setup"
    shown = dana.get("/learn")
    assert "Riverside Hospital" in shown.text
    logo = queries.settings_of(people.clinic.id).logo
    here = f"/account/organizations/logo/{logo}"
    assert here in shown.html
    answer = dana.get(here)
    assert (answer.status, answer.response.mimetype) == (200, "image/png")
    assert erin.get(here).status == 404
    assert stranger.get(here).status == 303
    dana.post(page, {"name": "Riverside Hospital", "act": "remove"})
    assert here not in dana.get("/learn").html


def test_a_logo_is_an_image_of_a_fit_size(app: Flask, people: People, dana: PageClient) -> None:
    page = SETTINGS + "/name"
    for content in (b"GIF89a nothing", b"text", b"\x89PNG\r\n\x1a\n" + b"0" * 500_001):
        sent = {"name": "Riverside Clinic", "logo": (io.BytesIO(content), "logo.png")}
        assert dana.post(page, sent).status == 422
    assert dana.post(page, {"name": " "}).status == 422
    assert queries.settings_of(people.clinic.id).logo is None


def test_sign_in_rules_are_checked_and_hold(app: Flask, people: People, dana: PageClient) -> None:
    page = SETTINGS + "/sign-in"
    right = {"allowed_domains": "example.org", "shortest_password": "12", "longest_sign_in": "2"}
    for wrong in (
        {"allowed_domains": "no domain!"}, {"shortest_password": "9"}, {"shortest_password": "x"},
        {"longest_sign_in": "0"}, {"longest_sign_in": "15"},
    ):  # fmt: skip
        assert dana.post(page, {**right, **wrong}).status == 422, wrong
    dana.post(page, right)
    kept = queries.settings_of(people.clinic.id)
    assert (kept.allowed_domains, kept.shortest_password) == (("example.org",), 12)
    short = {"current": PASSWORD, "new": "elevenchars"}
    assert "at least 12 characters" in dana.post("/account/password", short).text


def test_a_sign_in_ends_when_the_organization_says_so(
    app: Flask, people: People, dana: PageClient, charlie: PageClient
) -> None:
    page = SETTINGS + "/sign-in"
    dana.submit(dana.get(page), page, longest_sign_in="2")
    db.session.execute(
        update(SignInSession).values(created_at=clock.now() - timedelta(days=2, minutes=1))
    )
    db.session.commit()
    assert dana.get("/learn").location.startswith("/account/sign-in")
    assert charlie.get("/learn").status == 200


def test_the_wording_of_messages_is_kept_and_previewed(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = SETTINGS + "/mail"
    sent = {"mail_sender_name": "Ward school", "mail_reply_to": "school@example.org",
            "mail_greeting": "Dear colleagues"}  # fmt: skip
    assert dana.post(page, {**sent, "mail_reply_to": "nowhere"}).status == 422
    assert dana.post(page, {**sent, "mail_sender_name": "two\nlines"}).status == 422
    dana.post(page, sent)
    preview = dana.get(page).text
    for words in ("From: Ward school", "Answers to: school@example.org", "Dear colleagues"):
        assert words in preview


def test_the_signatory_is_on_the_next_certificates_and_not_on_older_ones(
    app: Flask, people: People, dana: PageClient, stranger: PageClient
) -> None:
    older = certificate_of(people, "bob")
    before = (older.statement, older.stub)
    page = SETTINGS + "/signatory"
    dana.post(page, {"signatory_name": "Dr Amira Khan", "signatory_title": "Head of nursing"})
    newer = certificate_of(people, "alice")
    told = "Dr Amira Khan, Head of nursing"
    assert told in stranger.get(f"/verify/{newer.code}").text
    assert told not in stranger.get(f"/verify/{older.code}").text
    assert (older.statement, older.stub) == before
    for each in (older, newer):
        verified = certificates.verified_by_code(each.code, at=NOW)
        assert verified is not None
        assert verified.standing == "valid"


def test_every_change_stands_in_the_log(app: Flask, people: People, dana: PageClient) -> None:
    dana.post(SETTINGS + "/signatory", {"signatory_name": "Dr Khan"})
    dana.post(SETTINGS + "/name", {"name": "Riverside Hospital"})
    log = dana.get("/organization/audit").text
    assert "Changed who signs certificates" in log
    assert "Renamed the organization" in log
