"""Links from messages: they work once, for an hour, for what they were made for."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts import (
    actions,
    address_actions,
    password_actions,
    passwords,
    queries,
    token_queries,
)
from learning.accounts.models import EmailAddress, Person, Token
from learning.accounts.tokens import MOST_PER_ADDRESS, MOST_PER_NETWORK, Purpose
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import contact_actions
from learning.organizations.models import Membership
from learning.outbox import Outgoing
from tests.people import NOW, PASSWORD, People, make_person, only_claims
from tests.queries import statements

HOUR = timedelta(minutes=60)
MOMENT = timedelta(microseconds=1)


def link(purpose: Purpose, person: Person) -> str:
    """The newest link of this purpose that a person was sent."""
    db.session.rollback()
    return db.session.scalars(
        select(Token.public_id)
        .where(Token.purpose == purpose, Token.person_id == person.id)
        .order_by(Token.id.desc())
    ).first()  # type: ignore[return-value]


def forget(address: str = "bob@example.org", network: str = "192.0.2.1", **values: object) -> None:
    password_actions.ask_for_link(
        Purpose.RESET, address=address, network=network, **{"at": NOW, **values}
    )


def change(people: People, address: str, password: str = PASSWORD) -> None:
    address_actions.ask_for_change(
        people.bob.id, password=password, address=address, network="n", at=NOW
    )


def has_password(person: Person, password: str) -> bool:
    db.session.rollback()
    return passwords.is_right(
        password, db.session.scalar(select(Person.password_hash).where(Person.id == person.id))
    )


def test_a_forgotten_password_is_replaced_and_every_sign_in_ends(people: People) -> None:
    session = actions.open_session(people.bob, at=NOW)
    forget(" BOB@Example.org ")
    password_actions.reset_password(link(Purpose.RESET, people.bob), "a new password", at=NOW)
    assert queries.signed_in(session, NOW) is None
    assert has_password(people.bob, "a new password")
    assert queries.is_confirmed(people.bob.id), "whoever reads the mail has shown that they do"


@pytest.mark.parametrize(
    ("after", "works"), [(HOUR - MOMENT, True), (HOUR, False), (HOUR + MOMENT, False)]
)
def test_a_link_works_for_sixty_minutes_exactly(
    people: People, after: timedelta, works: bool
) -> None:
    forget()
    public_id = link(Purpose.RESET, people.bob)
    assert (token_queries.open_link(Purpose.RESET, public_id, at=NOW + after) is not None) == works
    if works:
        password_actions.reset_password(public_id, "a new password", at=NOW + after)
    else:
        with pytest.raises(RuleBroken, match="link-ended"):
            password_actions.reset_password(public_id, "a new password", at=NOW + after)
    assert has_password(people.bob, "a new password") == works


def test_a_link_works_once(people: People) -> None:
    forget()
    public_id = link(Purpose.RESET, people.bob)
    password_actions.reset_password(public_id, "a new password", at=NOW)
    assert db.session.scalars(select(Token).filter_by(public_id=public_id)).one().used_at == NOW
    with pytest.raises(RuleBroken, match="link-ended"):
        password_actions.reset_password(public_id, "another password", at=NOW)
    assert has_password(people.bob, "a new password")


def test_a_password_that_is_refused_does_not_use_the_link_up(people: People) -> None:
    forget()
    public_id = link(Purpose.RESET, people.bob)
    with pytest.raises(RuleBroken, match="password-too-short"):
        password_actions.reset_password(public_id, "short", at=NOW)
    password_actions.reset_password(public_id, "a new password", at=NOW)


def test_a_newer_link_and_a_new_password_end_older_ones(people: People) -> None:
    forget()
    first = link(Purpose.RESET, people.bob)
    forget()
    second = link(Purpose.RESET, people.bob)
    with pytest.raises(RuleBroken, match="link-ended"):
        password_actions.reset_password(first, "a new password", at=NOW)
    actions.set_password(people.bob, "set elsewhere!", by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="link-ended"):
        password_actions.reset_password(second, "a new password", at=NOW)


def test_a_link_for_one_purpose_serves_no_other(people: People) -> None:
    only_claims(people.bob)
    address_actions.ask_to_confirm(people.bob.id, network="n", at=NOW)
    public_id = link(Purpose.CONFIRM, people.bob)
    uses = [
        lambda: password_actions.reset_password(public_id, "a new password", at=NOW),
        lambda: password_actions.sign_in_by_link(public_id, at=NOW),
        lambda: address_actions.change(public_id, at=NOW),
        lambda: address_actions.take_back(public_id, at=NOW),
    ]
    for use in uses:
        with pytest.raises(RuleBroken, match="link-ended"):
            use()
    assert has_password(people.bob, PASSWORD)
    address_actions.confirm(public_id, at=NOW)
    assert queries.is_confirmed(people.bob.id)


def test_of_two_uses_at_once_one_works(app: Flask, people: People) -> None:
    forget()
    public_id = link(Purpose.RESET, people.bob)
    together, outcomes = Barrier(2), []

    def reset(password: str) -> None:
        with app.app_context():
            together.wait()
            try:
                password_actions.reset_password(public_id, password, at=NOW)
                outcomes.append(password)
            except RuleBroken as error:
                outcomes.append(error.code)

    threads = [Thread(target=reset, args=(f"password {n} of two",)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(outcome for outcome in outcomes if outcome != "link-ended")
    assert sorted(outcomes) == sorted(["link-ended", winner])
    assert has_password(people.bob, winner)


def test_a_known_and_an_unknown_address_leave_the_same(people: People) -> None:
    forget("bob@example.org")
    forget("nobody@example.org")
    tokens = db.session.scalars(select(Token).order_by(Token.id)).all()
    left = db.session.scalars(
        select(Outgoing).where(Outgoing.kind == Purpose.RESET).order_by(Outgoing.id)
    ).all()
    assert [token.person_id for token in tokens] == [people.bob.id, None]
    assert [row.about for row in left] == [people.bob.public_id, None]
    with pytest.raises(RuleBroken, match="link-ended"):
        password_actions.reset_password(tokens[1].public_id, "a new password", at=NOW)


def test_a_known_and_an_unknown_address_cause_the_same_work(app: Flask, people: People) -> None:
    with statements() as known:
        forget("bob@example.org")
    with statements() as unknown:
        forget("nobody@example.org")
    assert len(known) > 5
    assert known == unknown


def test_too_many_links_to_one_address_or_from_one_network_are_not_sent(people: People) -> None:
    for n in range(MOST_PER_ADDRESS + 2):
        forget(network=f"net{n}")
    assert db.session.query(Token).count() == MOST_PER_ADDRESS
    forget(network="later", at=NOW + HOUR + MOMENT)
    assert db.session.query(Token).count() == MOST_PER_ADDRESS + 1
    for n in range(MOST_PER_NETWORK + 2):
        forget(address=f"p{n}@example.org", network="one", at=NOW + 3 * HOUR)
    assert db.session.query(Token).count() == MOST_PER_ADDRESS + 1 + MOST_PER_NETWORK


def test_whoever_cannot_sign_in_is_sent_nothing(people: People) -> None:
    people.bob.state = "deactivated"
    db.session.commit()
    forget()
    assert db.session.scalars(select(Token.person_id)).all() == [None]


def test_a_link_signs_in_for_fifteen_minutes(people: People) -> None:
    for after, works in ((timedelta(minutes=15), False), (timedelta(minutes=15) - MOMENT, True)):
        password_actions.ask_for_link(
            Purpose.SIGN_IN, address="bob@example.org", network="n", at=NOW
        )
        public_id = link(Purpose.SIGN_IN, people.bob)
        if works:
            session = password_actions.sign_in_by_link(public_id, at=NOW + after)
            assert queries.signed_in(session, NOW + after) is not None
        with pytest.raises(RuleBroken, match="link-ended"):
            password_actions.sign_in_by_link(public_id, at=NOW + after)


def test_an_address_changes_by_its_link_only_and_organizations_follow(people: People) -> None:
    elsewhere = people.memberships["bob"]
    change(people, "Robert@Example.org")
    assert queries.primary_address(people.bob.id) == "bob@example.org"
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    assert queries.primary_address(people.bob.id) == "robert@example.org"
    assert queries.person_with_address("bob@example.org") is None
    assert queries.is_confirmed(people.bob.id)
    assert contact_of(elsewhere) == "robert@example.org"


def contact_of(membership: Membership) -> str | None:
    db.session.rollback()
    return db.session.scalar(
        select(Membership.contact_address).where(Membership.id == membership.id)
    )


def test_a_contact_address_that_an_organization_chose_stays(people: People) -> None:
    people.memberships["bob"].contact_address = "ward3@clinic.example"
    db.session.commit()
    change(people, "robert@example.org")
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    assert contact_of(people.memberships["bob"]) == "ward3@clinic.example"


def test_a_change_of_address_needs_the_password(people: People) -> None:
    with pytest.raises(RuleBroken, match="password-wrong"):
        change(people, "robert@example.org", password="not this one")
    with pytest.raises(RuleBroken, match="address-unchanged"):
        change(people, "BOB@example.org")
    assert db.session.query(Token).count() == 0


def test_a_taken_address_changes_nothing_and_its_owner_is_told(people: People) -> None:
    change(people, "alice@example.org")
    assert db.session.query(Token).count() == 0
    left = db.session.scalars(
        select(Outgoing).where(Outgoing.kind == address_actions.CLAIMED)
    ).one()
    assert left.about == people.alice.public_id


def test_an_address_taken_meanwhile_is_refused_and_nothing_changes(people: People) -> None:
    change(people, "robert@example.org")
    actions.sign_up(name="R", address="robert@example.org", password="x" * 12, at=NOW)
    with pytest.raises(RuleBroken, match="address-taken"):
        contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    assert queries.primary_address(people.bob.id) == "bob@example.org"


def test_links_to_the_address_before_open_nothing_after_a_change(people: People) -> None:
    forget()
    before = link(Purpose.RESET, people.bob)
    change(people, "robert@example.org")
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    with pytest.raises(RuleBroken, match="link-ended"):
        password_actions.reset_password(before, "a new password", at=NOW)


def test_whoever_lost_their_address_takes_it_back(people: People) -> None:
    change(people, "mallory@example.org")
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    session = actions.open_session(people.bob, at=NOW)
    later = NOW + timedelta(days=6)
    contact_actions.take_address_back(link(Purpose.CHANGED, people.bob), at=later)
    assert queries.primary_address(people.bob.id) == "bob@example.org"
    assert contact_of(people.memberships["bob"]) == "bob@example.org"
    assert queries.signed_in(session, later) is None
    assert not has_password(people.bob, PASSWORD), "whoever changed it knew the password"
    password_actions.reset_password(link(Purpose.RESET, people.bob), "mine alone now", at=later)
    assert has_password(people.bob, "mine alone now")


def test_who_had_an_address_first_takes_it_back_whatever_came_after(people: People) -> None:
    change(people, "mallory@example.org")
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    bobs = link(Purpose.CHANGED, people.bob)
    change(people, "mallory2@example.org")
    contact_actions.change_address(link(Purpose.CHANGE, people.bob), at=NOW)
    # Whoever took the account takes one of their own addresses back, or signs up with the lost one.
    contact_actions.take_address_back(link(Purpose.CHANGED, people.bob), at=NOW)
    with pytest.raises(RuleBroken, match="address-taken"):
        make_person("Mallory", "bob@example.org")
    contact_actions.take_address_back(bobs, at=NOW)
    assert queries.primary_address(people.bob.id) == "bob@example.org"


def test_an_unconfirmed_account_loses_its_address_to_whoever_reads_its_mail(people: People) -> None:
    # Somebody signs up with an address that isn't theirs; its owner asks for a new password.
    squatter = actions.sign_up(name="M", address="ida@example.org", password="x" * 12, at=NOW)
    assert not queries.is_confirmed(squatter.id)
    session = actions.open_session(squatter, at=NOW)
    forget("ida@example.org")
    password_actions.reset_password(link(Purpose.RESET, squatter), "of ida herself", at=NOW)
    assert queries.signed_in(session, NOW) is None
    assert not has_password(squatter, "x" * 12)


def test_confirming_reaches_only_the_address_that_the_link_was_sent_to(people: People) -> None:
    only_claims(people.bob)
    address_actions.ask_to_confirm(people.bob.id, network="n", at=NOW)
    public_id = link(Purpose.CONFIRM, people.bob)
    db.session.query(EmailAddress).filter_by(person_id=people.bob.id).update(
        {"address": "robert@example.org"}
    )
    db.session.commit()
    address_actions.confirm(public_id, at=NOW)
    assert not queries.is_confirmed(people.bob.id)
