"""The pages for signing in, up and out."""

import pytest

from tests.pages import PageClient
from tests.people import PASSWORD, People


def test_signing_in_goes_on_to_where_one_was(people: People, stranger: PageClient) -> None:
    page = stranger.follow(stranger.get("/learn/some-course"))
    done = stranger.submit(page, email="bob@example.org", password=PASSWORD)
    assert done.location == "/learn/some-course"


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", ""]
)
def test_next_never_leads_to_another_site(
    people: People, stranger: PageClient, target: str
) -> None:
    page = stranger.get("/account/sign-in", query_string={"next": target})
    done = stranger.submit(page, email="bob@example.org", password=PASSWORD, next=target)
    assert done.location == "/learn"


def test_a_wrong_password_keeps_the_address_and_says_so(
    people: People, stranger: PageClient
) -> None:
    page = stranger.get("/account/sign-in")
    again = stranger.submit(page, email="bob@example.org", password="wrong one")
    assert again.status == 422
    assert again.title.startswith("Error: ")
    assert "Address or password is not right." in again.text
    assert again.form()["email"] == "bob@example.org"
    assert "wrong one" not in again.html


def test_too_many_failures_say_how_long_to_wait(people: People, stranger: PageClient) -> None:
    page = stranger.get("/account/sign-in")
    for _ in range(5):
        stranger.submit(page, email="bob@example.org", password="wrong")
    slowed = stranger.submit(page, email="bob@example.org", password=PASSWORD)
    assert slowed.status == 429
    assert "Wait" in slowed.text


def test_signing_up_signs_in(people: People, stranger: PageClient) -> None:
    page = stranger.get("/account/sign-up")
    done = stranger.submit(
        page, name="Amara Okafor", email="amara@example.org", password="a long password"
    )
    assert "Amara Okafor" in stranger.follow(done).text


@pytest.mark.parametrize(
    ("name", "email", "password", "says"),
    [
        ("", "a@example.org", "a long password", "Enter your name"),
        ("   ", "a@example.org", "a long password", "Enter your name"),
        ("x" * 301, "a@example.org", "a long password", "at most 300"),
        ("Amara\napproved: Bob", "a@example.org", "a long password", "on one line"),
        ("Amara\u2028Okafor", "a@example.org", "a long password", "on one line"),
        ("Amara", "not an address", "a long password", "like name@example.org"),
        ("Amara", "a@example.org", "short", "at least 10"),
        ("Amara", "bob@example.org", "a long password", "can’t be used"),
    ],
)
def test_signing_up_says_what_is_missing(
    people: People, stranger: PageClient, name: str, email: str, password: str, says: str
) -> None:
    page = stranger.get("/account/sign-up")
    again = stranger.submit(page, name=name, email=email, password=password)
    assert again.status == 422
    assert says in again.text
    assert password not in again.html


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "محمد عبد الله", "Zoë 🙂", 'O\'Brien & "Sons"', "李小龙"]
)
def test_names_of_every_kind_are_shown_as_they_are(
    people: People, stranger: PageClient, name: str
) -> None:
    page = stranger.get("/account/sign-up")
    done = stranger.submit(page, name=name, email="n@example.org", password="a long password")
    shown = stranger.follow(done)
    assert name in shown.text
    assert "<script>alert" not in shown.html


def test_signing_out_ends_it(people: People, bob: PageClient) -> None:
    page = bob.get("/account")
    bob.post("/account/sign-out")
    assert bob.get("/learn").status == 303
    assert page.status == 200


def test_a_stolen_cookie_is_worthless_after_signing_out(
    people: People, bob: PageClient, stranger: PageClient
) -> None:
    cookie = bob.client.get_cookie("waymark")
    bob.post("/account/sign-out")
    stranger.client.set_cookie("waymark", cookie.value)
    assert stranger.get("/learn").status == 303


def test_changing_the_password_signs_out_everywhere_else(
    app: object, people: People, bob: PageClient
) -> None:
    elsewhere = PageClient(bob.app).sign_in(people.bob)
    bob.post("/account/password", {"current": PASSWORD, "new": "a brand new password"})
    assert bob.get("/learn").status == 200
    assert elsewhere.get("/learn").status == 303


def test_the_theme_is_kept(people: People, bob: PageClient) -> None:
    bob.post("/account/appearance", {"theme": "dark"})
    assert bob.get("/learn").all("html")[0].get("data-theme") == "dark"
