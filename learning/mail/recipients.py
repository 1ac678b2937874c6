"""Who gets a message about a membership: the person behind it, while they are there."""

from dataclasses import dataclass
from typing import Any

from learning.accounts import queries as accounts
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be written to. `person`: their public id; `zone`: their time zone."""

    address: str
    name: str
    person: str
    zone: str
    choices: dict[str, Any]


def recipient(organization_id: int, membership: str) -> Recipient | None:
    """Whoever has this active membership; None if they left or aren't there yet."""
    found = organizations.member(organization_id, membership)
    return recipient_of(found) if found is not None else None


def recipient_of(membership: Membership) -> Recipient | None:
    """Whoever has this membership, if it is active: at the address of their account."""
    if membership.state != MembershipState.ACTIVE:
        return None
    person = accounts.person_with_id(membership.person_id)
    if person.state != "active":
        return None
    return Recipient(
        accounts.address_of(person.id) or membership.contact_address,
        membership.name,
        person.public_id,
        person.zone,
        person.mail_choices,
    )
