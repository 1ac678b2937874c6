"""Obligations follow from a rule, the people, what they completed, and the day it is."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assignments.obliging import Done, Facts, Key, Pause, obligations_for
from learning.assignments.rules import (
    Because,
    Condition,
    Due,
    DueKind,
    Fresh,
    Freshness,
    Order,
    Renewal,
    RuleSettings,
    Version,
    Who,
    problem_with,
)
from learning.assignments.states import ObligationState
from tests.assignments.making import EVERYBODY, A, B, at, one, person, rule, versions

OPEN, MET, EXEMPT = ObligationState.OPEN, ObligationState.MET, ObligationState.EXEMPT
WARD = Who((Condition(Because.GROUP, "ward-3"),))
TODAY = at("2026-11-10")


def test_everybody_has_so_many_days_from_the_day_the_rule_reached_them() -> None:
    wanted = obligations_for(versions(rule()), Facts([person()]), at=at("2026-11-03"))
    assert one(wanted).assigned_on == date(2026, 11, 1)
    assert one(wanted).due_on == date(2026, 12, 1)
    assert one(wanted).overdue_on == date(2026, 12, 2)
    assert one(wanted).reason == {"because": "everybody", "since": "2026-01-05"}


def test_who_comes_into_a_group_later_is_obliged_since_then() -> None:
    nurse = person(groups={"ward-3": at("2026-11-02")})
    wanted = obligations_for(versions(rule(who=WARD)), Facts([nurse, person(2)]), at=TODAY)
    assert list(wanted) == [Key(1, A, 1)]
    assert one(wanted).assigned_on == date(2026, 11, 2)
    assert one(wanted).reason == {"because": "group", "value": "ward-3", "since": "2026-11-02"}


def test_guests_those_who_left_and_those_left_out_are_not_obliged() -> None:
    who = replace(EVERYBODY, left_out=frozenset({"m2"}))
    facts = Facts([person(is_member=False), person(2), person(3)])
    assert list(obligations_for(versions(rule(who=who)), facts, at=TODAY)) == [Key(3, A, 1)]


def test_only_who_joined_from_a_day_on_is_obliged() -> None:
    who = replace(EVERYBODY, joined_from=date(2026, 11, 1))
    facts = Facts([person(joined="2026-10-31"), person(2, joined="2026-11-01")])
    assert list(obligations_for(versions(rule(who=who)), facts, at=TODAY)) == [Key(2, A, 1)]


@pytest.mark.parametrize(
    ("condition", "changes"),
    [
        (Condition(Because.ROLE, "trainer"), {"role": "trainer"}),
        (Condition(Because.FIELD, "North", "site"), {"attributes": {"site": "North"}}),
        (Condition(Because.PERSON, "m1"), {}),
    ],
)
def test_roles_fields_and_names_oblige(condition: Condition, changes: dict[str, object]) -> None:
    settings = rule(who=Who((condition,)))
    facts = Facts([person(**changes), person(2)])
    assert list(obligations_for(versions(settings), facts, at=TODAY)) == [Key(1, A, 1)]


def test_a_role_that_says_no_day_holds_since_it_was_first_seen() -> None:
    settings = rule(who=Who((Condition(Because.ROLE, "trainer"),)))
    facts = Facts([person(role="trainer")])
    assert one(obligations_for(versions(settings), facts, at=TODAY)).assigned_on == TODAY.date()
    remembering = replace(facts, remembered={(1, A): date(2026, 11, 4)})
    wanted = obligations_for(versions(settings), remembering, at=TODAY)
    assert one(wanted).assigned_on == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(DueKind.ON_DATE, date(2027, 1, 31)), date(2027, 1, 31)),
        # Nobody is late on the day they are told.
        (Due(DueKind.ON_DATE, date(2026, 10, 1)), date(2026, 11, 1)),
        (Due(DueKind.AFTER_JOINING, days=14), date(2026, 11, 1)),
        (Due(DueKind.AFTER_ASSIGNMENT, days=14), date(2026, 11, 15)),
    ],
)
def test_due_dates(due: Due, expected: date) -> None:
    wanted = obligations_for(versions(rule(due=due)), Facts([person()]), at=TODAY)
    assert one(wanted).due_on == expected


def test_days_after_joining_count_from_joining() -> None:
    new = person(joined="2026-11-05")
    due = Due(DueKind.AFTER_JOINING, days=14, grace=3)
    wanted = obligations_for(versions(rule(due=due)), Facts([new]), at=TODAY)
    assert one(wanted).due_on == date(2026, 11, 19)
    assert one(wanted).overdue_on == date(2026, 11, 23)


def test_days_begin_when_they_begin_in_the_zone_of_the_rule() -> None:
    late = replace(person(), joined_at=at("2026-11-05", 23))
    facts = Facts([late])
    tokyo = obligations_for(versions(rule(zone="Asia/Tokyo")), facts, at=TODAY)
    assert one(tokyo).assigned_on == date(2026, 11, 6)
    assert one(obligations_for(versions(rule()), facts, at=TODAY)).assigned_on == date(2026, 11, 5)


def test_the_next_course_of_a_path_opens_when_the_one_before_is_met() -> None:
    path = rule(courses=(A, B), order=Order.ONE_BY_ONE)
    facts = Facts([person()])
    assert list(obligations_for(versions(path), facts, at=TODAY)) == [Key(1, A, 1)]
    done = replace(facts, completions={(1, A): [Done(7, at("2026-11-08"), 1)]})
    wanted = obligations_for(versions(path), done, at=TODAY)
    assert one(wanted).state == MET
    assert (one(wanted, B).assigned_on, one(wanted, B).due_on) == (
        date(2026, 11, 8), date(2026, 12, 8),
    )  # fmt: skip
    assert one(wanted, B).reason["after"] == A
    together = obligations_for(versions(replace(path, order=Order.TOGETHER)), facts, at=TODAY)
    assert set(together) == {Key(1, A, 1), Key(1, B, 1)}


@pytest.mark.parametrize(
    ("fresh", "counts"),
    [
        (Freshness(), True),
        (Freshness(Fresh.SINCE, since=date(2026, 6, 1)), True),
        (Freshness(Fresh.SINCE, since=date(2026, 6, 2)), False),
        (Freshness(Fresh.MONTHS, months=5), True),
        (Freshness(Fresh.MONTHS, months=4), False),
        (Freshness(Fresh.NEWEST), False),
    ],
)
def test_which_completions_count(fresh: Freshness, counts: bool) -> None:
    facts = Facts(
        [person()],
        completions={(1, A): [Done(7, at("2026-06-01"), 1)]},
        published={A: [(1, at("2026-01-01")), (2, at("2026-10-01")), (3, at("2026-11-02"))]},
    )
    wanted = obligations_for(versions(rule(fresh=fresh)), facts, at=TODAY)
    assert (one(wanted).state == MET) == counts


def test_a_version_published_afterwards_does_not_undo_what_was_done() -> None:
    facts = Facts(
        [person()],
        completions={(1, A): [Done(7, at("2026-11-05"), 2)]},
        published={A: [(2, at("2026-10-01")), (3, at("2026-11-06"))]},
    )
    newest = rule(fresh=Freshness(Fresh.NEWEST))
    assert one(obligations_for(versions(newest), facts, at=TODAY)).state == MET


def test_it_is_due_again_when_it_runs_out_and_may_be_renewed_before() -> None:
    yearly = rule(renewal=Renewal(months=12, window=30))
    facts = Facts([person()], completions={(1, A): [Done(7, at("2026-11-05"), 1)]})
    early = obligations_for(versions(yearly), facts, at=at("2027-10-05"))
    assert list(early) == [Key(1, A, 1)]
    assert one(early).renews_on == date(2027, 10, 6)
    open = obligations_for(versions(yearly), facts, at=at("2027-10-06"))
    assert (one(open, A, 2).state, one(open, A, 2).due_on) == (OPEN, date(2027, 11, 5))
    # Renewed in the window: no day is lost.
    renewed = replace(
        facts, completions={(1, A): [*facts.completions[1, A], Done(9, at("2027-10-10"), 1)]}
    )
    wanted = obligations_for(versions(yearly), renewed, at=at("2028-10-06"))
    assert (one(wanted, A, 2).state, one(wanted, A, 2).met_by) == (MET, 9)
    assert one(wanted, A, 3).due_on == date(2028, 11, 5)
    assert one(wanted, A, 3).reason["expires"] == "2028-11-05"


def test_months_do_not_drift_and_know_leap_days() -> None:
    monthly = rule(renewal=Renewal(months=1, window=5))
    days = ["2027-01-31", "2027-02-27", "2027-03-30", "2027-04-29"]
    done = [Done(n, at(day), 1) for n, day in enumerate(days)]
    facts = Facts([person()], completions={(1, A): done})
    wanted = obligations_for(versions(monthly), facts, at=at("2027-05-31"))
    dues = [one(wanted, A, n).due_on for n in range(2, 6)]
    assert dues == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)]
    yearly = rule(renewal=Renewal(months=12, window=0))
    leap = Facts([person()], completions={(1, A): [Done(1, at("2028-02-29"), 1)]})
    wanted = obligations_for(versions(yearly), leap, at=at("2029-03-01"))
    assert one(wanted, A, 2).due_on == date(2029, 2, 28)


def test_a_calendar_day_asks_each_year_and_not_twice_for_the_same() -> None:
    april = rule(renewal=Renewal(month=4, day=1, window=60))
    facts = Facts([person()], completions={(1, A): [Done(1, at("2026-11-05"), 1)]})
    wanted = obligations_for(versions(april), facts, at=at("2027-03-01"))
    assert one(wanted, A, 2).due_on == date(2027, 4, 1)
    inside = Facts([person()], completions={(1, A): [Done(1, at("2027-02-15"), 1)]})
    wanted = obligations_for(versions(april), inside, at=at("2027-06-01"))
    assert list(wanted) == [Key(1, A, 1)]
    assert one(wanted).renews_on == date(2028, 2, 1)


def test_what_has_run_out_when_it_is_assigned_does_not_count() -> None:
    yearly = rule(renewal=Renewal(months=12))
    facts = Facts([person()], completions={(1, A): [Done(1, at("2024-11-05"), 1)]})
    wanted = obligations_for(versions(yearly), facts, at=TODAY)
    assert (one(wanted).state, one(wanted).due_on) == (OPEN, date(2026, 12, 1))


def test_the_days_of_an_exemption_do_not_count() -> None:
    facts = Facts([person()])
    sick = replace(facts, pauses={(1, A): [Pause(date(2026, 11, 6), date(2026, 11, 25))]})
    assert one(obligations_for(versions(rule()), sick, at=TODAY)).state == EXEMPT
    back = one(obligations_for(versions(rule()), sick, at=at("2026-11-26")))
    # 25 days were left on the 6th, so 25 are left on the 26th.
    assert (back.state, back.due_on) == (OPEN, date(2026, 12, 21))


def test_of_an_exemption_only_days_since_it_was_assigned_count_and_each_once() -> None:
    long_ago = Pause(date(2026, 9, 1), date(2026, 10, 30))
    into_it = Pause(date(2026, 10, 1), date(2026, 11, 3))
    same_days = [
        Pause(date(2026, 11, 2), date(2026, 11, 6)),
        Pause(date(2026, 11, 4), date(2026, 11, 8)),
    ]
    for pauses, due in (
        ([long_ago], date(2026, 12, 1)),
        ([into_it], date(2026, 12, 4)),
        (same_days, date(2026, 12, 8)),
    ):
        facts = Facts([person()], pauses={(1, A): pauses})
        assert one(obligations_for(versions(rule()), facts, at=TODAY)).due_on == due


def test_an_exemption_before_a_renewal_does_not_move_it() -> None:
    yearly = rule(renewal=Renewal(months=12, window=30))
    done = {(1, A): [Done(1, at("2026-11-20"), 1)]}
    without = Facts([person()], completions=done)
    sick = replace(without, pauses={(1, A): [Pause(date(2026, 11, 3), date(2026, 11, 12))]})
    later = at("2027-11-10")
    due = one(obligations_for(versions(yearly), sick, at=later), A, 2).due_on
    assert due == one(obligations_for(versions(yearly), without, at=later), A, 2).due_on


def test_who_is_exempt_from_a_course_goes_on_in_the_path() -> None:
    path = rule(courses=(A, B), order=Order.ONE_BY_ONE)
    facts = Facts([person()], pauses={(1, A): [Pause(date(2026, 11, 6))]})
    wanted = obligations_for(versions(path), facts, at=TODAY)
    assert (one(wanted).state, one(wanted, B).assigned_on) == (EXEMPT, date(2026, 11, 6))


def test_a_version_for_newcomers_leaves_those_who_are_there_as_they_were() -> None:
    long, short = rule(), rule(due=Due(days=5))
    chain = [Version(1, long, True, at("2026-11-01")), Version(2, short, False, at("2026-11-08"))]
    facts = Facts([person(), person(2, joined="2026-11-09")])
    wanted = obligations_for(chain, facts, at=TODAY)
    assert one(wanted).due_on == date(2026, 12, 1)
    assert wanted[Key(2, A, 1)].due_on == date(2026, 11, 14)


def test_a_change_of_other_things_does_not_restart_the_days() -> None:
    chain = [
        Version(1, rule(), True, at("2026-11-01")),
        Version(2, rule(due=Due(days=40)), True, at("2026-11-08")),
    ]
    assert one(obligations_for(chain, Facts([person()]), at=TODAY)).due_on == date(2026, 12, 11)
    # A course that comes in later is assigned later.
    chain[1] = Version(2, rule(courses=(A, B)), True, at("2026-11-08"))
    wanted = obligations_for(chain, Facts([person()]), at=TODAY)
    assert one(wanted).assigned_on == date(2026, 11, 1)
    assert one(wanted, B).assigned_on == date(2026, 11, 8)


def test_a_version_that_is_taken_back_does_not_hold() -> None:
    chain = [
        Version(1, rule(), True, at("2026-11-01")),
        Version(2, rule(due=Due(days=5)), True, at("2026-11-08")),
        Version(3, rule(), True, at("2026-11-09"), undoes=2),
    ]
    first = obligations_for(chain[:1], Facts([person()]), at=TODAY)
    assert obligations_for(chain, Facts([person()]), at=TODAY) == first
    # Taking that back brings it again.
    chain.append(Version(4, rule(), True, at("2026-11-10"), undoes=3))
    assert one(obligations_for(chain, Facts([person()]), at=TODAY)).due_on == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"name": " "}, "rule-name"),
        ({"who": Who()}, "rule-for-nobody"),
        ({"courses": ()}, "rule-without-course"),
        ({"courses": (A, A)}, "rule-course-twice"),
        ({"due": Due(DueKind.ON_DATE)}, "rule-due-date"),
        ({"due": Due(DueKind.ON_DATE, on=date(9999, 12, 31))}, "rule-due-far"),
        ({"due": Due(days=-1)}, "rule-days"),
        ({"renewal": Renewal(months=1, window=28)}, "rule-renewal"),
        ({"renewal": Renewal(month=2, day=30)}, "rule-renewal"),
        ({"fresh": Freshness(Fresh.SINCE)}, "rule-fresh-since"),
        ({"fresh": Freshness(Fresh.MONTHS)}, "rule-fresh-months"),
    ],
)
def test_what_keeps_a_rule_from_being_applied(
    changes: dict[str, object], problem: str | None
) -> None:
    assert problem_with(rule(**changes)) == problem


days = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(
    months=st.integers(1, 24),
    window=st.integers(0, 27),
    done=st.lists(days, max_size=6),
    joined=days,
    today=days,
    grace=st.integers(0, 10),
)
def test_rounds_follow_each_other_without_gaps(
    months: int, window: int, done: list[date], joined: date, today: date, grace: int
) -> None:
    settings = rule(renewal=Renewal(months=months, window=window), due=Due(grace=grace))
    completions = [Done(n, at(day.isoformat()), 1) for n, day in enumerate(done)]
    facts = Facts([person(joined=joined.isoformat())], completions={(1, A): completions})
    wanted = obligations_for(versions(settings, day="2025-01-01"), facts,
                             at=at(today.isoformat()))  # fmt: skip
    rounds = [one(wanted, A, n) for n in range(1, len(wanted) + 1)]
    assert all(each.state == MET for each in rounds[:-1])
    assert len({each.met_by for each in rounds if each.met_by is not None}) == sum(
        each.state == MET for each in rounds
    )
    for each, following in pairwise(rounds):
        assert each.renews_on is not None
        assert each.renews_on <= today
        assert following.due_on >= following.assigned_on >= each.renews_on
        assert each.met_on is not None
        # What holds a year is asked for after a year at most, and never on the day it was done.
        assert each.renews_on > each.met_on
    for each in rounds:
        assert each.overdue_on == each.due_on + timedelta(days=grace + 1)


@given(st.permutations(range(4)))
def test_the_order_in_which_completions_are_known_is_nothing(order: list[int]) -> None:
    done = [Done(n, at(f"2026-{n + 3:02}-11"), 1) for n in range(4)]
    settings = rule(renewal=Renewal(months=2, window=20))
    shuffled = Facts([person()], completions={(1, A): [done[n] for n in order]})
    sorted_ = Facts([person()], completions={(1, A): done})
    chain = versions(settings, day="2026-01-01")
    assert obligations_for(chain, shuffled, at=TODAY) == obligations_for(chain, sorted_, at=TODAY)


def test_settings_survive_being_stored() -> None:
    settings = rule(
        who=Who(
            (Condition(Because.GROUP, "g"), Condition(Because.FIELD, "North", "site")),
            date(2026, 1, 1),
            frozenset({"m1", "m2"}),
        ),
        courses=(A, B),
        order=Order.ONE_BY_ONE,
        due=Due(DueKind.ON_DATE, date(2027, 1, 1), grace=3),
        renewal=Renewal(month=2, day=29),
        fresh=Freshness(Fresh.SINCE, date(2026, 5, 1)),
    )
    assert RuleSettings.from_json(settings.as_json()) == settings
