"""Dates as messages say them: on the calendar of whoever reads them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def date(at: datetime, zone: str) -> str:
    """23 November 2026"""
    there = at.astimezone(zone_of(zone))
    return f"{there.day} {there:%B %Y}"


def zone_of(name: str) -> tzinfo:
    """The time zone with this name; UTC for one that this machine doesn't know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
