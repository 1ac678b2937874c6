"""Nobody is written to at night by their own clock, also when clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assignments.quiet_hours import QuietHours, instant_of, start_of

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")
CAIRO = ZoneInfo("Africa/Cairo")  # puts its clocks forward at midnight
ZONES = [
    "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/Sao_Paulo",
    "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Chatham", "America/Santiago", "Pacific/Apia",
    "Asia/Kathmandu", "UTC",
]  # fmt: skip


def at(zone: ZoneInfo, *parts: int) -> datetime:
    year, month, day, *clock = parts
    return datetime(year, month, day, *clock, tzinfo=zone).astimezone(UTC)


def test_a_message_waits_for_the_morning() -> None:
    quiet = QuietHours()
    assert quiet.end(at(BERLIN, 2026, 12, 5, 3), BERLIN) == at(BERLIN, 2026, 12, 5, 8)
    assert quiet.end(at(BERLIN, 2026, 12, 5, 20), BERLIN) == at(BERLIN, 2026, 12, 6, 8)
    assert quiet.end(at(BERLIN, 2026, 12, 5, 12), BERLIN) == at(BERLIN, 2026, 12, 5, 12)


def test_the_clock_of_the_recipient_counts() -> None:
    noon_in_berlin = at(BERLIN, 2026, 12, 5, 12)
    assert QuietHours().is_quiet(noon_in_berlin, AUCKLAND)
    assert not QuietHours().is_quiet(noon_in_berlin, BERLIN)


def test_a_quiet_weekend_lasts_from_friday_evening_to_monday_morning() -> None:
    quiet = QuietHours(weekends=True)
    assert quiet.end(at(BERLIN, 2026, 12, 4, 20), BERLIN) == at(BERLIN, 2026, 12, 7, 8)
    assert quiet.last_workday(date(2026, 12, 6)) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2028, 2, 29), 24)]
)
def test_a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    length = start_of(day + timedelta(days=1), BERLIN) - start_of(day, BERLIN)
    assert length == timedelta(hours=hours)


def test_a_day_without_midnight_begins_when_its_clocks_go_on() -> None:
    skipped = date(2026, 4, 24)
    assert start_of(skipped, CAIRO).astimezone(CAIRO).time() == time(1)
    assert start_of(skipped, CAIRO) == start_of(skipped - timedelta(days=1), CAIRO) + timedelta(
        hours=24
    )


def test_of_a_time_shown_twice_the_first_counts_and_the_quiet_minutes_in_it_are_quiet() -> None:
    quiet = QuietHours(until=time(2, 30))
    day = date(2026, 10, 25)  # in Berlin 2:00 to 3:00 comes twice
    first = instant_of(day, time(2, 30), BERLIN)
    assert quiet.first_on(day, BERLIN) == first
    again = instant_of(day, time(2, 10), BERLIN, fold=1)
    assert again > first
    assert quiet.end(again, BERLIN) == first + timedelta(hours=1)


def test_a_day_too_short_for_messages_is_refused() -> None:
    with pytest.raises(ValueError, match="too little"):
        QuietHours(until=time(8), since=time(10))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(ZONES).map(ZoneInfo),
    st.integers(0, 12),
    st.integers(4, 11),
    st.sampled_from([0, 30]),
    st.booleans(),
)
def test_it_never_ends_in_the_quiet_nor_later_than_by_an_hour(
    instant: datetime, zone: ZoneInfo, until: int, length: int, minute: int, weekends: bool
) -> None:
    quiet = QuietHours(time(until, minute), time(until + length, minute), weekends)
    end = quiet.end(instant, zone)
    assert end >= instant
    assert not quiet.is_quiet(end, zone)
    # Walking there finds nothing earlier, but for the hour that clocks are put forward by.
    walked = instant
    while quiet.is_quiet(walked, zone):
        walked += timedelta(minutes=15)
    assert end <= walked + timedelta(hours=1)
