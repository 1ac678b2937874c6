"""Making an organization: whose it is, what its address may be, and who may."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts.models import EmailAddress
from learning.database import db
from learning.organizations import queries
from learning.organizations.roles import Role
from learning.web.account.new_organization import suggested_slug
from tests.pages import PageClient
from tests.people import NOW, People, only_claims

NEW = "/account/organizations/new"


def test_whoever_makes_it_is_its_owner_and_sees_the_set_up_list(
    app: Flask, people: People, charlie: PageClient
) -> None:
    page = charlie.submit(charlie.get(NEW), NEW, name="Hill Practice")
    assert page.location == "/organization/setup"
    assert "Hill Practice is there" in charlie.follow(page).text
    (standing,) = queries.standings_of(people.charlie.id)
    assert (standing.organization, standing.role) == ("Hill Practice", Role.OWNER)
    assert queries.organization_with_slug("hill-practice") is not None


def test_it_is_shown_at_once_to_somebody_of_another_organization(
    app: Flask, people: People, bob: PageClient
) -> None:
    page = bob.follow(bob.post(NEW, {"name": "Bob’s own", "slug": ""}))
    assert "Bob’s own" in page.text


def test_a_taken_short_name_tells_nothing_of_whose_it_is(
    app: Flask, people: People, charlie: PageClient
) -> None:
    page = charlie.post(NEW, {"name": "Mine", "slug": "riverside"})
    assert page.status == 422
    assert "can’t be used" in page.text
    assert "Riverside Clinic" not in page.text
    assert page.form(NEW)["name"] == "Mine"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"slug": "A B"}, {"name": "x" * 201}])
def test_mistakes_are_told(
    app: Flask, people: People, charlie: PageClient, wrong: dict[str, str]
) -> None:
    assert charlie.post(NEW, {"name": "Mine", "slug": "mine", **wrong}).status == 422
    assert queries.standings_of(people.charlie.id) == []


def test_strangers_sign_in_first(app: Flask, stranger: PageClient) -> None:
    assert stranger.get(NEW).location.startswith("/account/sign-in")


def test_where_mail_is_sent_the_address_is_confirmed_first(
    app: Flask, people: People, charlie: PageClient
) -> None:
    only_claims(people.charlie)
    config = app.extensions["waymark-config"]
    app.extensions["waymark-config"] = replace(config, mail_url="smtp://127.0.0.1:1")
    assert "Confirm your e-mail address first" in charlie.get(NEW).text
    assert charlie.post(NEW, {"name": "Mine"}).status == 422
    assert queries.standings_of(people.charlie.id) == []
    row = db.session.scalars(select(EmailAddress).filter_by(person_id=people.charlie.id)).one()
    row.confirmed_at = NOW
    db.session.commit()
    assert charlie.post(NEW, {"name": "Mine"}).location == "/organization/setup"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Hill Practice", "hill-practice"), ("Zürich  Süd!", "zurich-sud"), ("病院", "organization")],
)
def test_the_short_name_is_made_of_the_name(name: str, slug: str) -> None:
    assert suggested_slug(name) == slug
