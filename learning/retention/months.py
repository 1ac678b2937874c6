"""Months on the calendar, for how long something is kept."""

from calendar import monthrange
from datetime import datetime


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last day of a month that is too short for it."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
