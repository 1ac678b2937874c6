"""When people are left alone: at night and, where wanted, at weekends, by their own clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
SHORTEST_DAY = 4  # hours; less could fall into an hour that clocks skip
_ONE_DAY = timedelta(days=1)
# Two nights and a weekend, whatever the clocks do.
_MOST_DAYS = 5


def instant_of(day: date, at: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """The instant at which clocks there show this time on this day.

    Of a time that clocks show twice, the first; a time they skip counts as much later as they
    are put forward.
    """
    return datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which this day begins there."""
    return instant_of(day, time(), zone)


def day_in(zone: ZoneInfo, instant: datetime) -> date:
    """The day that calendars there show at this instant."""
    return instant.astimezone(zone).date()


@dataclass(frozen=True)
class QuietHours:
    """Messages come between the morning's and the evening's hour only; the night is quiet."""

    until: time = time(8)
    since: time = time(20)
    weekends: bool = False

    def __post_init__(self) -> None:
        if self.since.hour - self.until.hour < SHORTEST_DAY:
            raise ValueError("too little of the day is left")

    def is_quiet(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether whoever lives there is left alone at this instant."""
        there = instant.astimezone(zone)
        is_night = not self.until <= there.time() < self.since
        return is_night or self.is_free(there.date())

    def is_free(self, day: date) -> bool:
        """Whether this whole day is quiet."""
        return self.weekends and day.weekday() >= SATURDAY

    def end(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """This instant, or the first after it that isn't quiet."""
        if not self.is_quiet(instant, zone):
            return instant
        today = day_in(zone, instant)
        mornings = (
            instant_of(today + _ONE_DAY * ahead, self.until, zone, fold=fold)
            for ahead in range(_MOST_DAYS)
            for fold in (0, 1)
        )
        return next(
            morning
            for morning in mornings
            if morning > instant and not self.is_quiet(morning, zone)
        )

    def first_on(self, day: date, zone: ZoneInfo) -> datetime:
        """The first instant of this day, or after it, at which a message may come."""
        return self.end(start_of(day, zone), zone)

    def last_workday(self, day: date) -> date:
        """This day, or the last before it that isn't free: where a warning is still of use."""
        while self.is_free(day):
            day -= _ONE_DAY
        return day
