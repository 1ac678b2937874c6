"""Links that work once: made with the message that carries them, used, ended."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from learning import canonical, outbox
from learning.accounts import queries, token_queries
from learning.accounts.models import LinkRequest, Person, Token
from learning.accounts.tokens import LIFETIMES, WINDOW, Purpose, is_within_limits
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id

# Older ones of these still work when a newer one is made.
_SIDE_BY_SIDE = (Purpose.CHANGED,)


@transaction
def may_ask(*, address: str, network: str, at: datetime) -> bool:
    """Note that a link was asked for; whether it is sent, after those of the last hour."""
    is_sent = is_within_limits(
        token_queries.requests_of_address(address, at),
        token_queries.requests_of_network(network, at),
    )
    db.session.execute(delete(LinkRequest).where(LinkRequest.at <= at - WINDOW))
    # What isn't sent isn't counted, or whoever goes on asking would never get one again.
    if is_sent:
        db.session.add(
            LinkRequest(
                account=canonical.sha256(queries.normalised(address)),
                network=canonical.sha256(network),
                at=at,
            )
        )
    return is_sent


@transaction
def open_token(
    person: Person | None, purpose: Purpose, *, address: str | None, at: datetime
) -> None:
    """A new link for this person, and the message that carries it; older ones end.

    Without a person all the same is done, only that the message then has nobody to go to: so
    nobody can tell by the time it takes who has an account.
    """
    if purpose not in _SIDE_BY_SIDE:
        end_tokens(person.id if person else 0, [purpose], at=at)
    token = Token(
        public_id=public_id(),
        person_id=person.id if person else None,
        purpose=purpose,
        address=address if person else None,
        created_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    db.session.add(token)
    outbox.leave(
        purpose,
        once_key=f"{purpose}:{token.public_id}",
        payload={"token": token.public_id},
        organization_id=None,
        about=person.public_id if person else None,
        at=at,
    )


@transaction
def use(purpose: Purpose, public_id: str, *, at: datetime) -> tuple[Token, Person]:
    """Use a link up: of two at once, one. Raises RuleBroken link-ended."""
    token = db.session.scalar(
        select(Token)
        .where(Token.public_id == public_id, Token.purpose == purpose)
        .with_for_update()
        # Whoever went through before has used it.
        .execution_options(populate_existing=True)
    )
    if token is None or token.used_at is not None or token.expires_at <= at:
        raise RuleBroken("link-ended")
    person = db.session.scalars(
        select(Person).where(Person.id == token.person_id).with_for_update()
    ).one_or_none()
    if person is None or person.state != "active":
        raise RuleBroken("link-ended")
    token.used_at = at
    return token, person


@transaction
def end_tokens(
    person_id: int, purposes: Collection[Purpose], *, at: datetime, since: int = 0
) -> None:
    """End this person's links of these purposes; `since`: those made after the one with this id."""
    db.session.execute(
        update(Token)
        .where(
            Token.person_id == person_id,
            Token.purpose.in_(purposes),
            Token.used_at.is_(None),
            Token.id > since,
        )
        .values(used_at=at)
    )
