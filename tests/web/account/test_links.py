"""Confirming an address, a forgotten password, a new address: the pages and their messages."""

import re

import pytest
from flask import Flask

from learning.accounts import queries as accounts
from learning.accounts.tokens import MOST_PER_ADDRESS
from learning.database import db
from learning.link_secrets import token_for
from learning.organizations import settings_actions
from learning.outbox import Outgoing
from tests.pages import Page, PageClient
from tests.people import NOW, PASSWORD, People, only_claims
from tests.post import letter, letters, path_in, shown


def sign_up(browser: PageClient) -> None:
    page = browser.get("/account/sign-up")
    browser.submit(page, name="Amara", email="amara@example.org", password="a long password")


def forget(browser: PageClient, address: str) -> Page:
    return browser.submit(browser.get("/account/forgot"), email=address)


def test_signing_up_leaves_a_link_and_the_account_works_at_once(
    app: Flask, stranger: PageClient
) -> None:
    sign_up(stranger)
    assert stranger.get("/learn").status == 200
    assert "isn’t confirmed yet" in stranger.get("/account").text
    message = letter(app, "confirm-address")
    assert message.to == "amara@example.org"
    path = path_in(message)
    elsewhere = PageClient(app)
    asks = elsewhere.get(path)
    assert asks.h1 == "Confirm your address"
    assert "isn’t confirmed yet" in stranger.get("/account").text, "opening a link does nothing"
    assert "is confirmed" in elsewhere.submit(asks).h1
    assert "isn’t confirmed yet" not in stranger.get("/account").text
    assert "is confirmed" in elsewhere.get(path).h1, "the second click frightens nobody"


def test_the_confirmation_is_sent_again(app: Flask, people: People, bob: PageClient) -> None:
    only_claims(people.bob)
    bob.submit(bob.get("/account"), "/account/confirm")
    assert letter(app, "confirm-address").to == "bob@example.org"


def test_known_and_unknown_addresses_get_the_same_answer(
    app: Flask, people: People, stranger: PageClient
) -> None:
    def answer(address: str) -> tuple[int, dict[str, str], str]:
        page = forget(stranger, address)
        headers = dict(page.response.headers)
        return page.status, headers, page.html

    def alike(answered: tuple[int, dict[str, str], str]) -> str:
        return re.sub(r"nonce-?=?\"?[\w-]+|value=\"[^\"]+\"", "", repr(answered))

    known, unknown = answer("bob@example.org"), answer("nobody@example.org")
    assert known[0] == 200
    assert alike(known) == alike(unknown)
    assert [message.to for message in letters(app, "password-reset")] == ["bob@example.org"]
    for _more in range(MOST_PER_ADDRESS):
        again = answer("bob@example.org")
    assert alike(again) == alike(known), "nor is it said when no more are sent"


def test_a_password_is_reset(app: Flask, people: People, stranger: PageClient) -> None:
    forget(stranger, "bob@example.org")
    message = letter(app, "password-reset")
    assert "If it wasn’t you" in shown(message)
    page = stranger.get(path_in(message))
    assert page.h1 == "Choose a new password"
    short = stranger.submit(page, new="short")
    assert short.status == 422
    assert "at least 10" in short.text
    done = stranger.submit(short, new="a brand new password")
    assert "Your new password is set" in stranger.follow(done).text
    assert stranger.submit(page, new="one more password").status == 404
    signed_in = stranger.submit(
        stranger.get("/account/sign-in"), email="bob@example.org", password="a brand new password"
    )
    assert signed_in.status == 303


def test_signing_in_by_a_link(app: Flask, people: People, stranger: PageClient) -> None:
    stranger.submit(stranger.get("/account/link"), email="bob@example.org")
    path = path_in(letter(app, "sign-in-link"))
    page = stranger.get(path)
    assert stranger.get("/learn").status == 303, "opening it signs nobody in"
    assert stranger.submit(page).location == "/learn"
    assert stranger.get("/learn").status == 200
    assert PageClient(app).get(path).status == 404


def test_an_address_is_changed_and_taken_back(
    app: Flask, people: People, bob: PageClient, stranger: PageClient
) -> None:
    form = bob.get("/account/address")
    bob.submit(form, email="robert@example.org", current=PASSWORD)
    page = stranger.get(path_in(letter(app, "address-change")))
    assert accounts.primary_address(people.bob.id) == "bob@example.org"
    assert stranger.submit(page).h1 == "Your address is changed"
    assert "robert@example.org" in bob.get("/account").text
    told = letter(app, "address-changed")
    assert told.to == "bob@example.org"
    assert "robert" not in shown(told)
    back = stranger.submit(stranger.get(path_in(told)))
    assert back.h1 == "Your address is back"
    assert bob.get("/account").status == 303
    assert letter(app, "password-reset").to == "bob@example.org"


def test_a_taken_address_looks_like_a_free_one(app: Flask, people: People, bob: PageClient) -> None:
    answers = []
    for address in ("alice@example.org", "free@example.org"):
        page = bob.submit(bob.get("/account/address"), email=address, current=PASSWORD)
        answers.append((page.status, page.location, bob.get("/account").text))
    assert answers[0] == answers[1]
    assert letter(app, "address-claimed").to == "alice@example.org"
    assert [message.to for message in letters(app, "address-change")] == ["free@example.org"]


@pytest.mark.parametrize(
    ("email", "current", "says"),
    [
        ("robert@example.org", "wrong", "not your current password"),
        ("robert@example.org", "", "Enter your password"),
        ("no address", PASSWORD, "like name@example.org"),
        ("bob@example.org", PASSWORD, "your address already"),
    ],
)
def test_a_change_of_address_says_what_is_wrong(
    people: People, bob: PageClient, email: str, current: str, says: str
) -> None:
    again = bob.submit(bob.get("/account/address"), email=email, current=current)
    assert again.status == 422
    assert says in again.text
    assert again.form()["email"] == email


def test_links_that_we_never_made_open_nothing(
    app: Flask, people: People, stranger: PageClient
) -> None:
    forget(stranger, "bob@example.org")
    token = path_in(letter(app, "password-reset")).rpartition("/")[2]
    forged = token_for("password-reset", token.partition("-")[0], key="another key")
    wrong = [f"reset/{text}" for text in (forged, token[:-1], "nothing", "é", "-")]
    # What opens one door opens no other.
    wrong += [f"{place}/{token}" for place in ("confirm", "link", "address", "take-back")]
    csrf = stranger.token()
    for place in wrong:
        page = stranger.get(f"/account/{place}")
        assert page.status == 404
        assert page.h1 == "This link doesn’t work any more"
        sent = {"new": "a new password", "csrf_token": csrf}
        assert stranger.post(f"/account/{place}", sent).status == 404


def test_messages_hold_ids_and_no_secrets(app: Flask, people: People, stranger: PageClient) -> None:
    forget(stranger, "bob@example.org")
    row = db.session.query(Outgoing).filter_by(kind="password-reset").one()
    token = path_in(letter(app, "password-reset")).rpartition("/")[2]
    kept = repr((row.payload, row.once_key, row.about))
    assert token.partition("-")[2] not in kept
    assert "bob" not in kept


def test_a_new_password_is_as_long_as_ones_organization_demands(
    app: Flask, people: People, stranger: PageClient
) -> None:
    settings_actions.change_settings(
        people.clinic.id, "sign-in-rules-changed", by="dana", at=NOW, shortest_password=20
    )
    forget(stranger, "bob@example.org")
    page = stranger.get(path_in(letter(app, "password-reset")))
    assert "At least 20 characters" in page.text
    assert stranger.post(page.path, {"new": "fifteen letters"}).status == 422
    assert stranger.post(page.path, {"new": "twenty letters, or a few more"}).status == 303
