"""What can be asked about people and their sign-ins."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from learning import canonical
from learning.accounts.access_profile import AccessProfile
from learning.accounts.models import EmailAddress, FailedSignIn, Person, SignInSession
from learning.accounts.slowing import WINDOW
from learning.database import db


@dataclass(frozen=True)
class SignedIn:
    """The person of a living sign-in session, and the organization whose tools they chose."""

    person_id: int
    public_id: str
    name: str
    is_operator: bool
    session_id: int
    organization_id: int | None
    profile: AccessProfile
    since: datetime


# Asked on every page of whoever is signed in, so composed once.
_SIGNED_IN = (
    select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.is_operator,
        Person.access_profile,
        SignInSession.id,
        SignInSession.organization_id,
        SignInSession.created_at,
    )
    .join(SignInSession, SignInSession.person_id == Person.id)
    .where(
        SignInSession.token_sha256 == bindparam("token_sha256"),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("at"),
        Person.state == "active",
    )
)


def signed_in(token: str, at: datetime) -> SignedIn | None:
    """Who holds this session token; None when it ended, expired or its person was deactivated."""
    row = db.session.execute(
        _SIGNED_IN, {"token_sha256": canonical.sha256(token), "at": at}
    ).one_or_none()
    if row is None:
        return None
    person_id, public_id, name, is_operator, profile, session_id, organization_id, since = row
    return SignedIn(
        person_id,
        public_id,
        name,
        is_operator,
        session_id,
        organization_id,
        AccessProfile.from_json(profile),
        since,
    )


def holder_of(token: str) -> int | None:
    """The id of the person whose sign-in session this is or was."""
    return db.session.scalar(
        select(SignInSession.person_id).where(SignInSession.token_sha256 == canonical.sha256(token))
    )


def access_profile_of(person_id: int) -> AccessProfile:
    """What this person needs."""
    stored = db.session.scalars(select(Person.access_profile).where(Person.id == person_id)).one()
    return AccessProfile.from_json(stored)


def person_with_address(address: str) -> Person | None:
    """The person who owns this e-mail address, in any spelling of case."""
    return db.session.scalar(
        select(Person)
        .join(EmailAddress, EmailAddress.person_id == Person.id)
        .where(EmailAddress.address == normalised(address))
    )


def primary_address(person_id: int) -> str:
    """The address a person signs in with and is written to."""
    return db.session.scalars(
        select(EmailAddress.address).where(
            EmailAddress.person_id == person_id, EmailAddress.is_primary
        )
    ).one()


def person_with_id(person_id: int) -> Person:
    """A person that a session or a row points at."""
    return db.session.get_one(Person, person_id)


def person_with_public_id(public_id: str) -> Person | None:
    """A person that a message or a task names."""
    return db.session.scalar(select(Person).where(Person.public_id == public_id))


def is_confirmed(person_id: int) -> bool:
    """Whether this person has shown that they read what is sent to their address."""
    return (
        db.session.scalar(
            select(EmailAddress.confirmed_at).where(
                EmailAddress.person_id == person_id, EmailAddress.is_primary
            )
        )
        is not None
    )


def address_with_id(address_id: int) -> EmailAddress | None:
    """An address that a message names by its row; None if it is gone."""
    return db.session.get(EmailAddress, address_id)


def address_of(person_id: int) -> str | None:
    """The address a person is written to; None for somebody who has no account yet."""
    return db.session.scalar(
        select(EmailAddress.address).where(
            EmailAddress.person_id == person_id, EmailAddress.is_primary
        )
    )


def is_bouncing(address: str) -> bool:
    """Whether messages to this address come back."""
    found = db.session.scalar(
        select(EmailAddress.bounced_at).where(EmailAddress.address == normalised(address))
    )
    return found is not None


def names_by_public_id(public_ids: set[str]) -> dict[str, str]:
    """The names of these people, by public id; missing ones are left out."""
    rows = db.session.execute(
        select(Person.public_id, Person.name).where(Person.public_id.in_(public_ids))
    )
    return dict(rows.all())


def has_people() -> bool:
    """Whether anybody has ever been entered: an empty database has none."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def failures_of_account(address: str, at: datetime) -> list[datetime]:
    """When sign-ins to this address failed lately."""
    return list(
        db.session.scalars(
            select(FailedSignIn.at).where(
                FailedSignIn.account == canonical.sha256(normalised(address)),
                FailedSignIn.at > at - WINDOW,
            )
        )
    )


def failures_of_network(network: str, at: datetime) -> list[datetime]:
    """When sign-ins from this network address failed lately."""
    return list(
        db.session.scalars(
            select(FailedSignIn.at).where(
                FailedSignIn.network == canonical.sha256(network), FailedSignIn.at > at - WINDOW
            )
        )
    )


def normalised(address: str) -> str:
    """The one spelling of an e-mail address that is stored and compared."""
    return address.strip().casefold()
