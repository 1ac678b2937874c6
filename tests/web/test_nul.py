"""A NUL, which PostgreSQL can't store, is turned away in words wherever it is sent."""

import pytest

from tests.pages import PageClient


@pytest.mark.parametrize(
    "path", ["/courses/a%00b", "/verify?code=%00", "/account/sign-in?next=%00"]
)
def test_in_an_address(stranger: PageClient, path: str) -> None:
    page = stranger.get(path)
    assert page.status == 422
    assert "NUL" in page.text


def test_in_a_form(stranger: PageClient) -> None:
    page = stranger.post("/account/sign-in", {"email": "a\0b@example.org", "password": "x"})
    assert page.status == 422
    assert "can’t be stored" in page.text


def test_in_a_save(bob: PageClient) -> None:
    headers = {"X-CSRFToken": bob.token()}
    found = bob.client.post("/attempts/x/1/save", json={"given": "a\0b"}, headers=headers)
    assert found.status_code == 422
