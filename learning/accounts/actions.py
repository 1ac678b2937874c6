"""What changes about people: entering them, signing in and out, passwords."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from learning import audit, canonical
from learning.accounts import names, passwords, queries, slowing, token_actions, token_queries
from learning.accounts.access_profile import AccessProfile
from learning.accounts.models import EmailAddress, FailedSignIn, Person, SignInSession
from learning.accounts.tokens import Purpose
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id

SESSION_LIFETIME = timedelta(days=14)


def create_person(
    *,
    name: str,
    address: str,
    password: str,
    at: datetime,
    is_operator: bool = False,
    is_confirmed: bool = False,
) -> Person:
    """Enter a person. Raises RuleBroken address-taken, or what the name or password breaks.

    `is_confirmed`: whoever enters them stands for their address.
    """
    password_hash = passwords.hashed(password)
    return _insert_person(name, address, password_hash, is_operator, at, is_confirmed)


def sign_up(*, name: str, address: str, password: str, at: datetime) -> Person:
    """Enter a person who does so themselves, and send the link that confirms their address.

    Raises what create_person does.
    """
    return _sign_up(name, address, passwords.hashed(password), at)


@transaction
def _sign_up(name: str, address: str, password_hash: str, at: datetime) -> Person:
    person = _insert_person(name, address, password_hash, False, at)
    token_actions.open_token(person, Purpose.CONFIRM, address=queries.normalised(address), at=at)
    return person


@transaction
def _insert_person(
    name: str,
    address: str,
    password_hash: str,
    is_operator: bool,
    at: datetime,
    is_confirmed: bool = False,
) -> Person:
    if token_queries.is_reserved(address, at=at):
        raise RuleBroken("address-taken")
    person = Person(
        public_id=public_id(),
        name=names.checked(name),
        password_hash=password_hash,
        is_operator=is_operator,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        EmailAddress(
            person_id=person.id,
            address=queries.normalised(address),
            is_primary=True,
            confirmed_at=at if is_confirmed else None,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("address-taken") from error
    return person


def sign_in(*, address: str, password: str, network: str, at: datetime) -> str:
    """Check a password and open a session; returns its token.

    Raises RuleBroken sign-in-slowed (seconds=) after too many failures, sign-in-failed otherwise:
    the same for an unknown address, a wrong password and a deactivated person.
    """
    wait = max(
        slowing.seconds_to_wait(
            queries.failures_of_account(address, at), slowing.FREE_PER_ACCOUNT, at
        ),
        slowing.seconds_to_wait(
            queries.failures_of_network(network, at), slowing.FREE_PER_NETWORK, at
        ),
    )
    if wait:
        raise RuleBroken("sign-in-slowed", seconds=wait)
    person = queries.person_with_address(address)
    # Hashing takes its time, so it happens before the write lock is taken.
    fits = passwords.is_right(password, person.password_hash if person else None)
    if person is None or not fits or person.state != "active":
        _record_failure(address, network, at)
        raise RuleBroken("sign-in-failed")
    return open_session(person, at=at)


@transaction
def _record_failure(address: str, network: str, at: datetime) -> None:
    # What is older than the window decides nothing any more.
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at <= at - slowing.WINDOW))
    db.session.add(
        FailedSignIn(
            account=canonical.sha256(queries.normalised(address)),
            network=canonical.sha256(network),
            at=at,
        )
    )


@transaction
def open_session(person: Person, *, at: datetime) -> str:
    """A new sign-in session of this person; returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            person_id=person.id,
            token_sha256=canonical.sha256(token),
            created_at=at,
            expires_at=at + SESSION_LIFETIME,
        )
    )
    return token


@transaction
def sign_out(token: str, *, at: datetime) -> None:
    """End the session of this token, on the server too."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.token_sha256 == canonical.sha256(token))
        .values(ended_at=at)
    )


@transaction
def choose_organization(session_id: int, organization_id: int) -> None:
    """Remember which organization's tools this sign-in shows."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(organization_id=organization_id)
    )


def set_password(person: Person, password: str, *, by: str, at: datetime) -> None:
    """Give a person a new password and end all their sign-ins."""
    store_password(person, passwords.hashed(password), by=by, at=at)


@transaction
def store_password(person: Person, password_hash: str, *, by: str, at: datetime) -> None:
    """The same with a password that is hashed already. Links sent before open nothing any more."""
    person.password_hash = password_hash
    end_sessions(person.id, at=at)
    token_actions.end_tokens(person.id, [Purpose.RESET, Purpose.SIGN_IN, Purpose.CHANGE], at=at)
    audit.record("password-set", subject=person.public_id, by=by, at=at, organization_id=None)


@transaction
def change_profile(person_id: int, **choices: Any) -> AccessProfile:
    """Keep what a person needs, fields of AccessProfile; returns the profile before."""
    person = db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    before = AccessProfile.from_json(person.access_profile)
    person.access_profile = replace(before, **choices).as_json()
    return before


@transaction
def choose_messages(person_id: int, **choices: bool) -> None:
    """Keep which of these messages a person wants; what isn't named stays as it is."""
    person = db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    person.mail_choices = {**person.mail_choices, **choices}


@transaction
def mark_bounced(address: str, *, at: datetime) -> None:
    """Note that messages to this address come back. Addresses without an account aren't kept."""
    db.session.execute(
        update(EmailAddress)
        .where(
            EmailAddress.address == queries.normalised(address), EmailAddress.bounced_at.is_(None)
        )
        .values(bounced_at=at)
    )


def end_sessions(person_id: int, *, at: datetime) -> None:
    """Sign a person out on every device."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )
