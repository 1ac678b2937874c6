"""A form that is sent after the sign-in has run out isn't lost."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from learning import clock
from learning.accounts.models import SignInSession
from learning.articles.models import Article
from learning.database import db
from tests.pages import Page, PageClient
from tests.people import PASSWORD, People
from tests.teaching import ARTICLE

IMPORT = {
    "format": "markdown",
    "rights": "own",
    "language": "en",
    "text": ARTICLE + "\n“£”\n\nEnd.",
}


def end_sessions() -> None:
    db.session.execute(update(SignInSession).values(ended_at=clock.now()))
    db.session.commit()


def kept(client: PageClient) -> Page:
    """The page that somebody sees who sends an article after their sign-in has ended."""
    token = client.token()
    end_sessions()
    sent = client.post("/teach/import", {**IMPORT, "csrf_token": token})
    assert sent.status == 307
    return client.post(sent.location, {**IMPORT, "csrf_token": token})


def test_it_is_sent_again_after_signing_in(app: Flask, people: People, alice: PageClient) -> None:
    page = kept(alice)
    assert page.status == 401
    assert page.h1 == "Sign in again"
    assert "What you sent is kept" in page.text
    wrong = alice.submit(page, "/account/sign-in", email="alice@example.org", password="no")
    assert wrong.status == 422
    offered = alice.submit(wrong, "/account/sign-in", email="alice@example.org", password=PASSWORD)
    assert offered.h1 == "Signed in again"
    assert "Alice" in offered.text, "the page knows who has signed in"
    fields = offered.form("/teach/import")
    assert {name: fields[name] for name in IMPORT} == IMPORT
    done = alice.post("/teach/import", fields)
    assert done.status == 303
    assert db.session.query(Article).count() == 1


def test_nobody_else_is_offered_it(app: Flask, people: People, alice: PageClient) -> None:
    page = kept(alice)
    done = alice.submit(page, "/account/sign-in", email="bob@example.org", password=PASSWORD)
    assert done.status == 303
    assert done.location == "/learn"


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=2)])
def test_what_is_forged_or_old_is_not_offered(
    app: Flask, people: People, alice: PageClient, after: timedelta
) -> None:
    page = kept(alice)
    sealed = page.form("/account/sign-in")["kept"]
    with time_machine.travel(clock.now() + after, tick=False):
        done = alice.submit(
            page, "/account/sign-in", email="alice@example.org", password=PASSWORD,
            kept=sealed if after else "x" + sealed,
        )  # fmt: skip
    assert done.status == 303


def test_a_form_with_passwords_is_never_kept(app: Flask, people: People, alice: PageClient) -> None:
    token = alice.token()
    end_sessions()
    sent = alice.post("/account/password", {"current": PASSWORD, "csrf_token": token})
    assert sent.status == 303


def test_a_page_of_another_site_brings_nothing_along(
    app: Flask, people: People, alice: PageClient
) -> None:
    end_sessions()
    sent = alice.post("/account/sign-in?send_again=/teach/import", {**IMPORT, "csrf_token": "no"})
    assert sent.status == 400
