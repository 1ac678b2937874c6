"""Which messages somebody wants: chosen on their account page, or ended by one click."""

import pytest
from flask import Flask, current_app

from learning.accounts import actions
from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db
from learning.mail import choices
from learning.mail.choices import Choice
from tests.pages import PageClient
from tests.people import NOW, People


def wants(person: Person, choice: Choice) -> bool:
    db.session.rollback()
    db.session.expire_all()
    return choices.is_wanted(choice, accounts.person_with_id(person.id).mail_choices)


def link(person: Person, choice: Choice = Choice.CERTIFICATES) -> str:
    config = current_app.extensions["waymark-config"]
    address = choices.unsubscribe_address(choice, person.public_id, config)
    assert address.startswith(config.public_url)
    return address.removeprefix(config.public_url)


def test_everybody_gets_everything_until_they_say_no(people: People, bob: PageClient) -> None:
    assert wants(people.bob, Choice.CERTIFICATES)
    page = bob.get(bob.get("/account").link("Messages you get"))
    assert page.form()["certificates"] == "y"
    assert "trainers" not in page.text, "what nobody sends him he isn't asked about"
    answer = bob.post("/account/messages", {})
    assert "Saved." in bob.follow(answer).text
    assert not wants(people.bob, Choice.CERTIFICATES)
    assert wants(people.bob, Choice.DIGESTS), "what isn't shown stays as it is"
    bob.post("/account/messages", {"certificates": "y"})
    assert wants(people.bob, Choice.CERTIFICATES)


def test_trainers_choose_their_summary_too(people: People, alice: PageClient) -> None:
    assert "weekly summary" in alice.get("/account/messages").text
    alice.post("/account/messages", {"certificates": "y"})
    assert not wants(people.alice, Choice.DIGESTS)
    assert wants(people.bob, Choice.DIGESTS)


def test_strangers_sign_in_before_they_choose(stranger: PageClient) -> None:
    assert stranger.get("/account/messages").location.startswith("/account/sign-in")


def test_an_address_that_bounces_is_said(people: People, bob: PageClient) -> None:
    actions.mark_bounced("bob@example.org", at=NOW)
    assert "come back" in bob.get("/account/messages").text


def test_looking_at_the_link_changes_nothing_and_the_button_does(
    people: People, stranger: PageClient
) -> None:
    page = stranger.get(link(people.bob))
    assert page.h1 == "Stop these messages?"
    assert wants(people.bob, Choice.CERTIFICATES)
    page = stranger.submit(page)
    assert page.h1 == "You get no more of these messages"
    assert not wants(people.bob, Choice.CERTIFICATES)
    assert wants(people.alice, Choice.CERTIFICATES)
    page = stranger.submit(page)
    assert page.h1 == "You get these messages again"
    assert wants(people.bob, Choice.CERTIFICATES)


def test_a_mail_program_ends_them_with_one_click(app: Flask, people: People) -> None:
    """As RFC 8058 has it: a POST with this body, no cookie, no token."""
    answer = app.test_client().post(
        link(people.bob), data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://x"}
    )
    assert answer.status_code == 200
    assert not wants(people.bob, Choice.CERTIFICATES)
    app.test_client().post(link(people.bob), data={"List-Unsubscribe": "One-Click"})
    assert not wants(people.bob, Choice.CERTIFICATES)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_is_good_for_its_person_and_its_messages_only(
    app: Flask, people: People, stranger: PageClient, method: str
) -> None:
    token = link(people.bob).rpartition("/")[2]
    code = token.partition("-")[2]
    for path in (
        f"/account/messages/stop/digests/{token}",
        f"/account/messages/stop/everything/{token}",
        f"/account/messages/stop/certificates/{people.alice.public_id}-{code}",
        f"/account/messages/stop/certificates/{token[:-1]}",
        "/account/messages/stop/certificates/x",
    ):
        assert getattr(stranger, method)(path).status == 404
    assert all(wants(p, c) for p in (people.alice, people.bob) for c in Choice)
