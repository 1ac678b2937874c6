"""Which reminders there are for something that is due, and what becomes of late ones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.assignments.ladders import Ladder, To, as_settings, from_settings
from learning.assignments.quiet_hours import QuietHours
from learning.assignments.reminding import Due, Step, due_steps, steps

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")
NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DUE = Due(date(2026, 12, 12), BERLIN, since=LONG_AGO)


def rungs(
    due: Due = DUE, ladder: Ladder | None = None, zone: ZoneInfo = BERLIN
) -> tuple[Step, ...]:
    return steps(due, ladder or Ladder(), zone=zone, organization_zone=BERLIN)


def timeline(found: tuple[Step, ...], zone: ZoneInfo = BERLIN) -> list[tuple[str, str]]:
    return [(step.code, f"{step.on.astimezone(zone):%d %b %H:%M}") for step in found]


def clock(month: int, day: int, hour: int = 9, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


def said(now: datetime, settled: int = -99, due: Due = DUE) -> tuple[list[str], list[str]]:
    verdict = due_steps(rungs(due), {To.PERSON: settled}, now=now)
    return [step.code for step in verdict.say], [step.code for step in verdict.skip]


def test_the_usual_ladder() -> None:
    assert timeline(rungs()) == [
        ("before-7", "05 Dec 08:00"),
        ("before-1", "11 Dec 08:00"),
        ("after-1", "13 Dec 08:00"),
        ("manager-7", "19 Dec 08:00"),
        ("after-8", "20 Dec 08:00"),
        ("admin-14", "26 Dec 08:00"),
        ("after-15", "27 Dec 08:00"),
        ("after-22", "03 Jan 08:00"),
    ]


def test_days_of_grace_move_what_counts_as_late_but_no_warning() -> None:
    due = Due(DUE.on, BERLIN, grace=3, since=LONG_AGO)
    assert timeline(rungs(due))[:3] == [
        ("before-7", "05 Dec 08:00"),
        ("before-1", "11 Dec 08:00"),
        ("after-1", "16 Dec 08:00"),
    ]


def test_everybody_is_told_in_their_morning_but_never_that_it_is_late_before_it_is() -> None:
    assert timeline(rungs(zone=NEW_YORK), NEW_YORK)[1:3] == [
        ("before-1", "11 Dec 08:00"),
        ("after-1", "13 Dec 08:00"),
    ]
    # In Auckland 13 December begins while it is 12 December, and so in time, in Berlin.
    assert timeline(rungs(zone=AUCKLAND), AUCKLAND)[1:3] == [
        ("before-1", "11 Dec 08:00"),
        ("after-1", "13 Dec 12:00"),
    ]


def test_quiet_weekends_bring_warnings_forward_and_put_the_rest_off() -> None:
    ladder = Ladder(quiet=QuietHours(weekends=True))
    due = Due(date(2026, 12, 13), BERLIN, since=LONG_AGO)  # a Sunday
    assert timeline(rungs(due, ladder))[:4] == [
        ("before-7", "04 Dec 08:00"),
        ("before-1", "11 Dec 08:00"),
        ("after-1", "14 Dec 08:00"),
        ("manager-7", "21 Dec 08:00"),
    ]


def test_a_leap_day_is_a_day() -> None:
    due = Due(date(2028, 3, 1), BERLIN, since=LONG_AGO)
    assert timeline(rungs(due))[1] == ("before-1", "29 Feb 08:00")


def test_what_would_have_come_before_it_was_assigned_is_none() -> None:
    due = Due(DUE.on, BERLIN, since=clock(12, 7))
    assert [code for code, _ in timeline(rungs(due))][:2] == ["before-1", "after-1"]


def test_what_is_late_when_it_is_assigned_is_counted_from_then_on() -> None:
    due = Due(date(2025, 1, 1), BERLIN, since=clock(12, 7))
    assert timeline(rungs(due))[:3] == [
        ("after-1", "08 Dec 08:00"),
        ("manager-7", "14 Dec 08:00"),
        ("after-8", "15 Dec 08:00"),
    ]


def test_a_changed_ladder_says_nothing_of_the_past() -> None:
    ladder = Ladder(before=(14, 2), since=clock(12, 1))
    assert [code for code, _ in timeline(rungs(ladder=ladder))][:2] == ["before-2", "after-1"]
    assert rungs(ladder=Ladder(is_on=False)) == ()


def test_in_time_each_is_said_once_at_its_moment() -> None:
    assert said(clock(12, 5, 7)) == ([], [])
    assert said(clock(12, 5, 8)) == (["before-7"], [])
    assert said(clock(12, 5, 9), -7) == ([], [])


def test_after_an_absence_only_the_newest_is_said() -> None:
    assert said(clock(12, 8)) == (["before-7"], [])
    assert said(clock(12, 12)) == (["before-1"], ["before-7"])
    assert said(clock(1, 20, year=2027), -7) == (
        ["after-22", "manager-7", "admin-14"],
        ["before-1", "after-1", "after-8", "after-15"],
    )


def test_what_is_over_stays_over_when_a_date_is_moved_away_and_back() -> None:
    back = Due(DUE.on, BERLIN, since=clock(12, 24))  # counted anew from then on
    assert said(clock(12, 25), 8, back) == ([], [])
    assert said(clock(1, 8, year=2027), 8, back) == (["after-15", "manager-7", "admin-14"], [])


def test_a_warning_is_no_use_once_the_day_is_over() -> None:
    assert said(clock(12, 13, 0)) == ([], ["before-7", "before-1"])


@pytest.mark.parametrize(
    "ladder",
    [
        Ladder(),
        Ladder(
            is_on=False,
            before=(),
            after=(3,),
            manager_after=None,
            admin_after=30,
            quiet=QuietHours(time(6), time(22), weekends=True),
            since=LONG_AGO,
        ),
    ],
)
def test_a_ladder_is_read_as_it_was_stored(ladder: Ladder) -> None:
    assert from_settings({"reminders": as_settings(ladder)}) == ladder


def test_an_organization_that_never_chose_has_the_usual_ladder() -> None:
    assert from_settings({}) == Ladder()


@pytest.mark.parametrize("days", [(0,), (-1,), (91,), (7, 7), (1, 2, 3, 4, 5, 6, 7)])
def test_senseless_ladders_are_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"days|step"):
        Ladder(before=days)


def test_steps_at_one_moment_are_said_as_one() -> None:
    ladder = Ladder(before=(2, 1), quiet=QuietHours(weekends=True))
    due = Due(date(2026, 12, 14), BERLIN, since=LONG_AGO)  # a Monday
    friday = datetime(2026, 12, 11, 8, tzinfo=BERLIN)
    verdict = due_steps(rungs(due, ladder), {}, now=friday)
    assert [step.code for step in verdict.say] == ["before-1"]
    assert [step.code for step in verdict.skip] == ["before-2"]
    assert due_steps(rungs(due, ladder), {}, now=friday - timedelta(minutes=1)).say == ()
