"""Telling what stands above that members have changed: joined, left, moved between groups."""

from collections.abc import Iterable
from datetime import datetime

from learning import outbox
from learning.identifiers import public_id

MEMBERS_CHANGED = "members-changed"
_AT_ONCE = 500  # members in one task


def tell(organization_id: int, membership_ids: Iterable[int], *, at: datetime) -> None:
    """Leave word, in the open transaction, that these memberships aren't what they were."""
    ids = sorted(set(membership_ids))
    for first in range(0, len(ids), _AT_ONCE):
        outbox.leave(
            MEMBERS_CHANGED,
            once_key=f"{MEMBERS_CHANGED}:{public_id()}",
            payload={"memberships": ids[first : first + _AT_ONCE]},
            organization_id=organization_id,
            at=at,
        )
