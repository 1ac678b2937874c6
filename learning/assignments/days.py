"""Days and months: which day an instant is in a zone, and what lies so many months away."""

import calendar
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zone_named(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that people choose from: places, and UTC."""
    places = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
              "Pacific/")  # fmt: skip
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(places)))


def day_of(at: datetime, zone: str) -> date:
    """The day that this instant belongs to in the zone."""
    return at.astimezone(zone_named(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The first instant of a day in the zone; where a clock change skips it, the next one."""
    return datetime(day.year, day.month, day.day, tzinfo=zone_named(zone))


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return on_day(year, month + 1, day.day)


def on_day(year: int, month: int, day: int) -> date:
    """This day of a year, or the month's last day: 29 February is the 28th in most years."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def next_on(month: int, day: int, *, after: date) -> date:
    """The first such calendar day after another one."""
    this_year = on_day(after.year, month, day)
    return this_year if this_year > after else on_day(after.year + 1, month, day)


def days_later(day: date, days: int) -> date:
    return day + timedelta(days=days)
