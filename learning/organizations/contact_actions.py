"""Where organizations write to somebody follows the address that they use themselves."""

from datetime import datetime

from sqlalchemy import update

from learning.accounts import address_actions
from learning.accounts.address_actions import AddressChange
from learning.database import db, transaction
from learning.organizations.models import Membership


@transaction
def change_address(link: str, *, at: datetime) -> AddressChange:
    """Make a person's address the one a link was sent to, here and in their organizations.

    Raises RuleBroken link-ended or address-taken.
    """
    return _followed(address_actions.change(link, at=at))


@transaction
def take_address_back(link: str, *, at: datetime) -> AddressChange:
    """Give a person their old address back, here and in their organizations.

    Raises RuleBroken link-ended or address-taken.
    """
    return _followed(address_actions.take_back(link, at=at))


def _followed(change: AddressChange) -> AddressChange:
    # One that the organization has set to something else stays.
    db.session.execute(
        update(Membership)
        .where(Membership.person_id == change.person_id, Membership.contact_address == change.old)
        .values(contact_address=change.new)
    )
    return change
