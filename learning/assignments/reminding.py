"""Who is to be told what and when, before and after something is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from learning.assignments.ladders import MOST_DAYS, Ladder, To
from learning.assignments.quiet_hours import day_in, start_of

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_LONG_BEFORE = -MOST_DAYS - 1
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """By when something is to be done: by the end of a day in a zone, and days of grace after."""

    on: date
    zone: ZoneInfo
    grace: int = 0
    # Since when it is due then: when it was assigned, or its date was moved.
    since: datetime = _ALWAYS

    @property
    def last_day(self) -> date:
        """The last day that counts as in time."""
        return self.on + timedelta(days=self.grace)

    @property
    def over_at(self) -> datetime:
        """When the due day ends."""
        return start_of(self.on + timedelta(days=1), self.zone)

    @property
    def late_at(self) -> datetime:
        """From when on it counts as late."""
        return start_of(self.last_day + timedelta(days=1), self.zone)


@dataclass(frozen=True)
class Step:
    """One rung: on which day counted from the due date, for whom, from when till when of use."""

    code: str
    to: To
    # Below zero: before the due day; above: after the last day in time.
    day: int
    on: datetime
    useful_until: datetime = _NEVER


@dataclass(frozen=True)
class Verdict:
    """What is to be said now, and what isn't said any more."""

    say: tuple[Step, ...]
    skip: tuple[Step, ...]


@lru_cache(maxsize=8192)  # many share a due date, and every look asks again
def steps(
    due: Due, ladder: Ladder, *, zone: ZoneInfo, organization_zone: ZoneInfo
) -> tuple[Step, ...]:
    """All rungs for one obligation in the order they come. `zone`: where its person is.

    Managers and admins are told on days of the organization's calendar, one list for all.
    What would have come before the obligation was there, or before the ladder was, is none.
    """
    if not ladder.is_on:
        return ()
    found = [_warning(due, days, ladder, zone) for days in ladder.before]
    found += [_late(due, days, ladder, To.PERSON, zone) for days in ladder.after]
    for to, days in ((To.MANAGER, ladder.manager_after), (To.ADMIN, ladder.admin_after)):
        if days is not None:
            found.append(_late(due, days, ladder, to, organization_zone))
    begin = max(due.since, ladder.since or due.since)
    return tuple(
        sorted(
            (step for step in found if begin < step.on < step.useful_until),
            key=lambda step: (step.on, step.day, step.to),
        )
    )


def due_steps(rungs: Sequence[Step], settled: Mapping[To, int], *, now: datetime) -> Verdict:
    """What of the rungs is to be said now. `settled`: the newest day that is over, by recipient.

    To each recipient only the newest whose moment came is said, while it is of use; what it
    overtook, and what is of no use any more, is skipped. In time, that is each at its moment.
    """
    say: list[Step] = []
    skip: list[Step] = []
    for to in To:
        come = [step for step in rungs if step.to == to and step.on <= now]
        for step in come:
            # Also where a date was moved away and back: what is over stays over.
            if step.day <= settled.get(to, _LONG_BEFORE):
                continue
            is_newest = step is come[-1]
            (say if is_newest and now < step.useful_until else skip).append(step)
    return Verdict(tuple(say), tuple(skip))


def _warning(due: Due, days: int, ladder: Ladder, zone: ZoneInfo) -> Step:
    """Before the due day; what would fall on a free day comes on the workday before."""
    day = ladder.quiet.last_workday(due.on - timedelta(days=days))
    on = ladder.quiet.first_on(day, zone)
    return Step(f"before-{days}", To.PERSON, -days, on, useful_until=due.over_at)


def _late(due: Due, days: int, ladder: Ladder, to: To, zone: ZoneInfo) -> Step:
    """After the last day in time, or the day it was assigned if it was late even then."""
    last_day = due.last_day
    if due.since >= due.late_at:
        last_day = max(last_day, day_in(zone, due.since))
    begin = max(start_of(last_day + timedelta(days=days), zone), due.late_at)
    code = f"after-{days}" if to is To.PERSON else f"{to}-{days}"
    return Step(code, to, days, ladder.quiet.end(begin, zone))
