"""How long a completion holds under a rule, and from when on it may be renewed."""

from dataclasses import dataclass
from datetime import date

from learning.assignments.days import days_later, months_later, next_on
from learning.assignments.rules import Renewal


@dataclass(frozen=True)
class Cycle:
    """Until when something holds, and the day that months are counted from, so that they don't
    drift: a year of months after 31 January ends on a 31 January."""

    expires: date
    anchor: date
    months: int = 0


def after(renewal: Renewal, met_on: date, before: Cycle | None) -> Cycle:
    """How long it holds when met on this day, in the first round or after another one.

    Who renews in time loses no day: it holds from the end of the round before.
    """
    if renewal.is_calendar:
        # Done within the window before a day, it holds beyond that day.
        reached = days_later(met_on, renewal.window)
        return Cycle(next_on(renewal.month, renewal.day, after=reached), met_on)
    if before is not None and met_on <= before.expires:
        months = before.months + renewal.months
        return Cycle(months_later(before.anchor, months), before.anchor, months)
    return Cycle(months_later(met_on, renewal.months), met_on, renewal.months)
