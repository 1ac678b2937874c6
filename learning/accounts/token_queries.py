"""What can be asked about links that work once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true

from learning import canonical
from learning.accounts.models import EmailAddress, LinkRequest, Person, Token
from learning.accounts.queries import normalised
from learning.accounts.tokens import WINDOW, Purpose
from learning.database import db


@dataclass(frozen=True)
class Link:
    """What a link is about, for the page it leads to and the message that carries it."""

    public_id: str
    purpose: Purpose
    person_id: int
    person: str
    name: str
    address: str
    expires_at: datetime


def is_reserved(address: str, *, at: datetime, besides: int | None = None) -> bool:
    """Whether another person may still take this address back; nobody else gets it until then."""
    taking_back = select(Token.id).where(
        Token.purpose == Purpose.CHANGED,
        Token.address == normalised(address),
        Token.used_at.is_(None),
        Token.expires_at > at,
        Token.person_id != besides if besides is not None else true(),
    )
    return db.session.scalar(taking_back.limit(1)) is not None


def open_link(purpose: Purpose, public_id: str, *, at: datetime) -> Link | None:
    """The link with this id, while it works: not used, not ended by a newer one, not expired."""
    row = db.session.execute(
        select(Token, Person)
        .join(Person, Person.id == Token.person_id)
        .where(
            Token.public_id == public_id,
            Token.purpose == purpose,
            Token.used_at.is_(None),
            Token.expires_at > at,
            Person.state == "active",
        )
    ).one_or_none()
    if row is None:
        return None
    token, person = row
    return Link(
        token.public_id,
        purpose,
        person.id,
        person.public_id,
        person.name,
        token.address or "",
        token.expires_at,
    )


def is_confirmed_by(public_id: str) -> bool:
    """Whether the address that this link confirms is confirmed, by it or otherwise."""
    return (
        db.session.scalar(
            select(EmailAddress.id)
            .join(Token, Token.person_id == EmailAddress.person_id)
            .where(
                Token.public_id == public_id,
                Token.purpose == Purpose.CONFIRM,
                Token.address == EmailAddress.address,
                EmailAddress.confirmed_at.is_not(None),
            )
        )
        is not None
    )


def requests_of_address(address: str, at: datetime) -> int:
    """How many links to this address were asked for lately."""
    return _requests(LinkRequest.account == canonical.sha256(normalised(address)), at)


def requests_of_network(network: str, at: datetime) -> int:
    """How many links were asked for lately from this network address."""
    return _requests(LinkRequest.network == canonical.sha256(network), at)


def _requests(condition: object, at: datetime) -> int:
    query = select(func.count()).select_from(LinkRequest)
    return db.session.scalars(
        query.where(condition, LinkRequest.at > at - WINDOW)  # type: ignore[arg-type]
    ).one()
