"""Signing in: sessions on the server, and failures that slow down but never lock out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts import actions, queries, slowing
from learning.errors import RuleBroken
from tests.people import NOW, PASSWORD, People


def sign_in(password: str = PASSWORD, *, at: datetime = NOW, network: str = "192.0.2.1") -> str:
    return actions.sign_in(address="BOB@example.org ", password=password, network=network, at=at)


def test_the_right_password_opens_a_session(people: People) -> None:
    found = queries.signed_in(sign_in(), NOW)
    assert found is not None
    assert found.person_id == people.bob.id


def test_wrong_password_and_unknown_address_look_the_same(people: People) -> None:
    with pytest.raises(RuleBroken) as wrong:
        sign_in("not this one")
    with pytest.raises(RuleBroken) as unknown:
        actions.sign_in(address="nobody@example.org", password="x", network="n", at=NOW)
    assert wrong.value.code == unknown.value.code == "sign-in-failed"


def test_failures_slow_down_the_account_even_with_the_right_password(people: People) -> None:
    for n in range(slowing.FREE_PER_ACCOUNT):
        with pytest.raises(RuleBroken, match="sign-in-failed"):
            sign_in("wrong", network=f"net{n}")
    with pytest.raises(RuleBroken, match="sign-in-slowed") as slowed:
        sign_in(network="another")
    assert slowed.value.values["seconds"] >= 1
    assert sign_in(network="another", at=NOW + slowing.LONGEST)


def test_failures_slow_down_a_network_over_many_accounts(people: People) -> None:
    for n in range(slowing.FREE_PER_NETWORK):
        with pytest.raises(RuleBroken, match="sign-in-failed"):
            actions.sign_in(address=f"p{n}@example.org", password="x", network="bad", at=NOW)
    with pytest.raises(RuleBroken, match="sign-in-slowed"):
        sign_in(network="bad")
    assert sign_in(network="good")


def test_signing_out_ends_the_session_on_the_server(people: People) -> None:
    token = sign_in()
    actions.sign_out(token, at=NOW)
    assert queries.signed_in(token, NOW) is None


def test_a_new_password_ends_all_sign_ins(people: People) -> None:
    tokens = [sign_in(), sign_in()]
    actions.set_password(people.bob, "a new long password", by="tests", at=NOW)
    assert [queries.signed_in(token, NOW) for token in tokens] == [None, None]
    assert sign_in("a new long password")


def test_a_session_expires(people: People) -> None:
    token = sign_in()
    assert queries.signed_in(token, NOW + actions.SESSION_LIFETIME) is None


def test_tokens_are_stored_as_hashes_only(app: Flask, people: People) -> None:
    from sqlalchemy import select

    from learning.accounts.models import SignInSession
    from learning.database import db

    token = sign_in()
    assert token not in set(db.session.scalars(select(SignInSession.token_sha256)))


def test_an_address_belongs_to_one_person(people: People) -> None:
    with pytest.raises(RuleBroken, match="address-taken"):
        actions.create_person(name="B", address="Bob@Example.org", password="x" * 10, at=NOW)


@given(
    st.lists(st.integers(min_value=0, max_value=3600), max_size=60),
    st.integers(min_value=1, max_value=20),
)
def test_nobody_waits_longer_than_the_longest_pause(seconds: list[int], free: int) -> None:
    failures = [NOW - timedelta(seconds=s) for s in seconds]
    wait = slowing.seconds_to_wait(failures, free, NOW)
    assert 0 <= wait <= slowing.LONGEST.total_seconds()
    assert slowing.seconds_to_wait(failures, free, NOW + timedelta(seconds=wait)) == 0
