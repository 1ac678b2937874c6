"""The time of a try: how long it is for whom, when it ends, when it is over.

Everything is counted on the server from the stored start; no clock and no word of a browser
takes part.
"""

from datetime import datetime, timedelta

from learning.accounts.access_profile import UNTIMED

# For what was sent in time and came late.
GRACE = timedelta(seconds=10)


def allowed(base: int | None, factor: int) -> int | None:
    """Seconds that a person has of a common time of `base` seconds; None without a limit."""
    return None if base is None or factor == UNTIMED else -(-base * factor // 100)


def deadline(started_at: datetime, base: int | None, factor: int) -> datetime | None:
    """When a try ends; None if it never does."""
    seconds = allowed(base, factor)
    return None if seconds is None else started_at + timedelta(seconds=seconds)


def is_over(deadline: datetime | None, at: datetime) -> bool:
    """Whether nothing is taken any more."""
    return deadline is not None and at > deadline + GRACE
