"""What time it is: the only place that asks. All below pages takes the time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, aware, in UTC, cut to microseconds."""
    return datetime.now(UTC)
