"""The state of obligations as of any day is told by their history."""

from datetime import UTC, date, datetime, timedelta

import pytest

from learning.assignments import exemption_actions
from learning.assignments.compliance import AsOf, obligations_as_of
from learning.assignments.rules import Due
from learning.assignments.states import ObligationState
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from tests.assignments.stored import (
    change_and_apply,
    complete,
    do_everything,
    make_group,
    make_rule,
    put_in,
    rule_about,
    take_out,
)
from tests.assignments.test_actions import tell
from tests.people import NOW, People
from tests.teaching import make_published


def test_the_past_stays_as_it_was(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course, due=Due(days=5)))
    bob, alice = people.memberships["bob"], people.memberships["alice"]
    days = [NOW + timedelta(days=n) for n in range(10)]
    complete(course, bob, at=days[2])
    do_everything(days[2])
    exemption_actions.exempt(alice, rule=rule, reason="Away", zone="UTC", by="tests", at=days[3])
    change_and_apply(rule, rule_about(course, due=Due(days=50)), at=days[7])
    organizations.deactivate(bob, by="tests", by_role=Role.ADMIN, at=days[8])
    tell(bob, at=days[8])

    def as_of(day: int, **only: int) -> dict[str, AsOf]:
        rows = obligations_as_of(people.clinic.id, days[day].date(), **only)  # type: ignore[arg-type]
        return {row.name: row for row in rows}

    assert obligations_as_of(people.clinic.id, (NOW - timedelta(days=1)).date()) == []
    assert {each.state for each in as_of(1).values()} == {ObligationState.OPEN}
    assert as_of(2)["Bob Learner"].met.version == 1  # type: ignore[union-attr]
    assert as_of(3)["Alice Trainer"].exemption == "Away"
    assert as_of(6)["Dana Admin"].is_overdue
    assert not as_of(7)["Dana Admin"].is_overdue
    assert set(as_of(8)) == {"Alice Trainer", "Dana Admin"}
    assert set(as_of(7)) == {"Alice Trainer", "Bob Learner", "Dana Admin"}
    assert set(as_of(7, course=course.id)) == set(as_of(7))
    assert as_of(7, course=course.id + 1) == {}


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 11, 26)),
        ("Europe/Helsinki", date(2026, 11, 27)),
        ("America/Chicago", date(2026, 11, 26)),
    ],
)
def test_a_day_ends_at_midnight_where_the_report_is_asked_for(
    people: People, zone: str, day: date
) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course, due=Due(days=300)))
    done = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    complete(course, people.memberships["bob"], at=done)
    do_everything(done)

    def state(day: date) -> ObligationState:
        rows = obligations_as_of(people.clinic.id, day, zone=zone)
        return next(row.state for row in rows if row.name == "Bob Learner")

    assert state(day - timedelta(days=1)) == ObligationState.OPEN
    assert state(day) == ObligationState.MET


def test_what_happens_at_midnight_belongs_to_the_new_day(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    midnight = datetime(2026, 11, 27, tzinfo=UTC)
    make_rule(people.clinic, rule_about(course), at=midnight)
    assert obligations_as_of(people.clinic.id, date(2026, 11, 26)) == []
    assert len(obligations_as_of(people.clinic.id, date(2026, 11, 27))) == 3


def test_a_group_is_who_was_in_it_then_and_lists_go_on_where_they_ended(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    house = make_group(people.clinic, "House")
    ward = make_group(people.clinic, "Ward", house)
    put_in(ward, people.memberships["bob"], at=NOW + timedelta(days=2))

    def names(day: int) -> list[str]:
        when = (NOW + timedelta(days=day)).date()
        return [
            row.name for row in obligations_as_of(people.clinic.id, when, group=house.id)
        ]  # fmt: skip

    assert (names(1), names(2)) == ([], ["Bob Learner"])
    take_out(ward, people.memberships["bob"], at=NOW + timedelta(days=4))
    assert (names(3), names(5)) == (["Bob Learner"], [])
    first = obligations_as_of(people.clinic.id, NOW.date(), limit=1)
    assert [row.name for row in first] == ["Alice Trainer", "Bob Learner"]
    rest = obligations_as_of(people.clinic.id, NOW.date(), after=(first[0].name, first[0].id))
    assert [row.name for row in rest] == ["Bob Learner", "Dana Admin"]
    assert obligations_as_of(people.school.id, NOW.date()) == []
