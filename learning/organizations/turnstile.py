"""One at a time: where two changes of an organization could each be right only alone."""

from sqlalchemy import select

from learning.database import db
from learning.organizations.models import Organization


def pass_through(organization_id: int) -> Organization:
    """Wait until nobody else is through, and let others wait for the end of this transaction.

    What is decided on has to be read after it: whoever went through before may have changed it.
    """
    # key_share: every tenant row that is inserted holds its organization's key, and whoever has
    # inserted one would deadlock with all others here if the lock were on the key as well.
    return db.session.scalars(
        select(Organization)
        .where(Organization.id == organization_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
