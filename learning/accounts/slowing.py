"""How failed sign-ins slow down the next one: per account and per network, never for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
FREE_PER_ACCOUNT = 5
FREE_PER_NETWORK = 20
LONGEST = timedelta(seconds=30)


def seconds_to_wait(failures: Sequence[datetime], free: int, at: datetime) -> int:
    """Whole seconds until the next try is taken: 0 for the first `free` failures in the window.

    After that 1, 2, 4, 8, 16 and at most 30 seconds after the newest failure, so that a stranger
    who guesses can delay the owner but never lock them out.
    """
    recent = [failure for failure in failures if failure > at - WINDOW]
    over = len(recent) - free
    if over < 0:
        return 0
    pause = min(LONGEST, timedelta(seconds=2 ** min(over, 10)))
    left = max(recent) + pause - at
    return max(0, -(-left // timedelta(seconds=1)))
