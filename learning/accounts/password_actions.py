"""Passwords that were forgotten: the link to a new one, and signing in by a link alone."""

from datetime import datetime

from learning.accounts import actions, address_actions, passwords, queries, token_actions
from learning.accounts.models import Person
from learning.accounts.tokens import Purpose
from learning.database import transaction


@transaction
def ask_for_link(purpose: Purpose, *, address: str, network: str, at: datetime) -> None:
    """Send a link to whoever owns this address. Tells nobody whether somebody does.

    Also not by the time it takes: for an unknown address the same is stored and left.
    """
    if not token_actions.may_ask(address=address, network=network, at=at):
        return
    person = queries.person_with_address(address)
    if person is not None and person.state != "active":
        person = None
    token_actions.open_token(person, purpose, address=queries.normalised(address), at=at)


def reset_password(link: str, password: str, *, at: datetime) -> Person:
    """Set a new password by a link; all sign-ins end, and the address is confirmed.

    Raises RuleBroken link-ended, or what the password breaks.
    """
    # Hashing takes its time, so it happens before the write lock is taken.
    return _reset(link, passwords.hashed(password), at)


@transaction
def _reset(link: str, password_hash: str, at: datetime) -> Person:
    token, person = token_actions.use(Purpose.RESET, link, at=at)
    address_actions.mark_confirmed(person.id, token.address or "", at=at)
    actions.store_password(person, password_hash, by=person.public_id, at=at)
    return person


@transaction
def sign_in_by_link(link: str, *, at: datetime) -> str:
    """Open a session by a link; returns its token. Raises RuleBroken link-ended."""
    token, person = token_actions.use(Purpose.SIGN_IN, link, at=at)
    address_actions.mark_confirmed(person.id, token.address or "", at=at)
    return actions.open_session(person, at=at)
