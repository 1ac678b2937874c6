"""An organization's reminders as a value: on which days, who else is told, and when it is night."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from learning.assignments.quiet_hours import QuietHours


class To(StrEnum):
    """Whom a step tells."""

    PERSON = "person"
    MANAGER = "manager"
    ADMIN = "admin"


# In an organization's settings: its ladder.
REMINDERS = "reminders"
MOST_DAYS = 90
MOST_STEPS = 6


@dataclass(frozen=True)
class Ladder:
    """When somebody is reminded, in days before and after the day something is due."""

    is_on: bool = True
    before: tuple[int, ...] = (7, 1)
    # After the last day that counts as in time: the day after, then three times weekly.
    after: tuple[int, ...] = (1, 8, 15, 22)
    # When the manager and the admins hear of it as well; None: never.
    manager_after: int | None = 7
    admin_after: int | None = 14
    quiet: QuietHours = field(default_factory=QuietHours)
    # Since when it is like this: what it would have said before is not said afterwards.
    since: datetime | None = None

    def __post_init__(self) -> None:
        escalations = {days for days in (self.manager_after, self.admin_after) if days is not None}
        for days in (set(self.before), set(self.after), escalations):
            if any(not 1 <= day <= MOST_DAYS for day in days):
                raise ValueError("days out of range")
        for steps in (self.before, self.after):
            if len(set(steps)) != len(steps) or len(steps) > MOST_STEPS:
                raise ValueError("a step twice, or too many")

    def days_for(self, to: To) -> tuple[int, ...]:
        """The days of the steps that tell somebody, counted from the due date, oldest first."""
        if to is To.PERSON:
            return tuple(sorted([*(-days for days in self.before), *self.after]))
        days = self.manager_after if to is To.MANAGER else self.admin_after
        return () if days is None else (days,)


def from_settings(settings: Mapping[str, Any]) -> Ladder:
    """The ladder of an organization with these settings; the usual one if it never chose."""
    stored = settings.get(REMINDERS)
    if stored is None:
        return Ladder()
    quiet = stored["quiet"]
    since = stored["since"]
    return Ladder(
        is_on=stored["is_on"],
        before=tuple(stored["before"]),
        after=tuple(stored["after"]),
        manager_after=stored["manager_after"],
        admin_after=stored["admin_after"],
        quiet=QuietHours(
            time.fromisoformat(quiet["until"]),
            time.fromisoformat(quiet["since"]),
            quiet["weekends"],
        ),
        since=datetime.fromisoformat(since) if since else None,
    )


def as_settings(ladder: Ladder) -> dict[str, Any]:
    """The ladder as it stands in an organization's settings."""
    quiet = ladder.quiet
    return {
        "is_on": ladder.is_on,
        "before": sorted(ladder.before, reverse=True),
        "after": sorted(ladder.after),
        "manager_after": ladder.manager_after,
        "admin_after": ladder.admin_after,
        "quiet": {
            "until": quiet.until.isoformat("minutes"),
            "since": quiet.since.isoformat("minutes"),
            "weekends": quiet.weekends,
        },
        "since": ladder.since.isoformat() if ladder.since else None,
    }
