"""What can be asked about copies of data and about erasures to come."""

from datetime import datetime

from sqlalchemy import select

from learning.accounts.models import Person
from learning.database import db
from learning.retention.models import DataExport


def newest_export(person_id: int) -> DataExport | None:
    """The copy that somebody has asked for last."""
    return db.session.scalar(
        select(DataExport)
        .where(DataExport.person_id == person_id)
        .order_by(DataExport.id.desc())
        .limit(1)
    )


def own_export(person_id: int, public_id: str, *, at: datetime) -> DataExport | None:
    """A copy that this person may download now."""
    return db.session.scalar(
        select(DataExport).where(
            DataExport.public_id == public_id,
            DataExport.person_id == person_id,
            DataExport.content.is_not(None),
            DataExport.expires_at > at,
        )
    )


def erased_on(person_id: int) -> datetime | None:
    """When somebody is to be erased, if they asked for it."""
    return db.session.scalar(select(Person.erase_at).where(Person.id == person_id))
