"""Dates as messages say them: on the calendar of whoever reads them."""

from datetime import datetime

from learning.assignments.zones import zone_for


def date(at: datetime, zone: str) -> str:
    """23 November 2026"""
    there = at.astimezone(zone_for(zone))
    return f"{there.day} {there:%B %Y}"
