"""E-mail addresses: confirmed by a link, changed by a link, and taken back by one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from learning import audit, outbox
from learning.accounts import actions, passwords, queries, token_actions, token_queries
from learning.accounts.models import EmailAddress, Person
from learning.accounts.tokens import Purpose
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id

# Tells the owner of an address that somebody wanted it for another account.
CLAIMED = "address-claimed"


@dataclass(frozen=True)
class AddressChange:
    """Whose primary address became another one."""

    person_id: int
    old: str
    new: str


@transaction
def ask_to_confirm(person_id: int, *, network: str, at: datetime) -> None:
    """Send the link that confirms somebody's address, unless it is confirmed."""
    found = _primary(person_id)
    if found.confirmed_at is not None:
        return
    if token_actions.may_ask(address=found.address, network=network, at=at):
        person = db.session.get_one(Person, person_id)
        token_actions.open_token(person, Purpose.CONFIRM, address=found.address, at=at)


@transaction
def confirm(link: str, *, at: datetime) -> None:
    """Confirm the address that a link was sent to. Raises RuleBroken link-ended."""
    token, person = token_actions.use(Purpose.CONFIRM, link, at=at)
    mark_confirmed(person.id, token.address or "", at=at)


@transaction
def mark_confirmed(person_id: int, address: str, *, at: datetime) -> None:
    """Note that this person reads what is sent to this address, if it is still theirs."""
    db.session.execute(
        update(EmailAddress)
        .where(EmailAddress.person_id == person_id, EmailAddress.address == address)
        .values(confirmed_at=at, bounced_at=None)
    )


def ask_for_change(
    person_id: int, *, password: str, address: str, network: str, at: datetime
) -> None:
    """Send a link to a new address; only that link makes it this person's.

    An address that somebody else has gets the same answer, and its owner is told. Raises RuleBroken
    password-wrong, or address-unchanged.
    """
    person = db.session.get_one(Person, person_id)
    if not passwords.is_right(password, person.password_hash):
        raise RuleBroken("password-wrong")
    _leave_change(person_id, queries.normalised(address), network, at)


@transaction
def _leave_change(person_id: int, address: str, network: str, at: datetime) -> None:
    if _primary(person_id).address == address:
        raise RuleBroken("address-unchanged")
    if not token_actions.may_ask(address=address, network=network, at=at):
        return
    owned = _owned(address)
    if owned is None or owned.person_id == person_id:
        person = db.session.get_one(Person, person_id)
        token_actions.open_token(person, Purpose.CHANGE, address=address, at=at)
        return
    owner = db.session.get_one(Person, owned.person_id)
    outbox.leave(
        CLAIMED,
        once_key=f"{CLAIMED}:{public_id()}",
        payload={"address": owned.id},
        organization_id=None,
        about=owner.public_id,
        at=at,
    )


@transaction
def change(link: str, *, at: datetime) -> AddressChange:
    """Make the address that a link was sent to the person's own; the old one is told.

    Raises RuleBroken link-ended, or address-taken if somebody else has it by now.
    """
    token, person = token_actions.use(Purpose.CHANGE, link, at=at)
    changed = _replace(person, token.address or "", at)
    # Its link takes the change back, and its row keeps where that message goes.
    token_actions.open_token(person, Purpose.CHANGED, address=changed.old, at=at)
    return changed


@transaction
def take_back(link: str, *, at: datetime) -> AddressChange:
    """Give an account its old address back, for whoever still reads what is sent there.

    Whoever changed it knew the password, so all sign-ins end and a new password is offered.
    Raises RuleBroken link-ended or address-taken.
    """
    token, person = token_actions.use(Purpose.CHANGED, link, at=at)
    changed = _replace(person, token.address or "", at)
    # Changes that came after the one taken back are over, too; whoever held an address before it
    # can still take that back.
    token_actions.end_tokens(person.id, [Purpose.CHANGED], at=at, since=token.id)
    actions.end_sessions(person.id, at=at)
    person.password_hash = None
    token_actions.open_token(person, Purpose.RESET, address=changed.new, at=at)
    return changed


def _replace(person: Person, address: str, at: datetime) -> AddressChange:
    current = _primary(person.id)
    changed = AddressChange(person.id, current.address, address)
    if token_queries.is_reserved(address, at=at, besides=person.id):
        raise RuleBroken("address-taken")
    owned = _owned(address)
    if owned is not None and owned is not current:
        if owned.person_id != person.id:
            raise RuleBroken("address-taken")
        db.session.delete(owned)
        db.session.flush()
    current.address, current.confirmed_at, current.bounced_at = address, at, None
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("address-taken") from error
    # What was sent to the address before opens nothing any more.
    ended = [Purpose.CONFIRM, Purpose.RESET, Purpose.SIGN_IN, Purpose.CHANGE]
    token_actions.end_tokens(person.id, ended, at=at)
    audit.record(
        "address-changed", subject=person.public_id, by=person.public_id, at=at,
        organization_id=None,
    )  # fmt: skip
    return changed


def _primary(person_id: int) -> EmailAddress:
    return db.session.scalars(
        select(EmailAddress)
        .where(EmailAddress.person_id == person_id, EmailAddress.is_primary)
        .with_for_update()
    ).one()


def _owned(address: str) -> EmailAddress | None:
    return db.session.scalar(select(EmailAddress).where(EmailAddress.address == address))
