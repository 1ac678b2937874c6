"""What lists of rules and obligations say: what is overdue, and what counts now."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.assignments import daily, obligation_queries
from learning.assignments.obligation_queries import OVERDUE
from learning.assignments.rules import Due, DueKind, Renewal
from learning.assignments.states import ObligationState
from tests.assignments.stored import complete, do_everything, make_rule, obligations, rule_about
from tests.people import NOW, People
from tests.teaching import make_published

DAY = date(2026, 12, 4)
HOURS = [datetime(2026, 12, 4, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 48, 2)]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_is_over_where_its_rule_counts(people: People, zone: str) -> None:
    course = make_published(people.clinic, questions=1)
    due = Due(DueKind.ON_DATE, on=DAY)
    rule = make_rule(people.clinic, rule_about(course, zone=zone, due=due))
    for elsewhere in {"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"} - {zone}:
        make_rule(people.clinic, rule_about(course, name=elsewhere, zone=elsewhere, due=due))
    for at in HOURS:
        is_over = at.astimezone(ZoneInfo(zone)).date() > DAY
        [listed] = [
            each
            for each in obligation_queries.rules_of(people.clinic.id, at=at)
            if each.public_id == rule.public_id
        ]
        shown = obligation_queries.obligations_of(rule, at=at)
        filtered = obligation_queries.obligations_of(rule, only=OVERDUE, at=at)
        assert listed.open == len(shown) > 0
        assert listed.overdue == len(filtered) == (len(shown) if is_over else 0)
        assert {each.is_overdue for each in shown} == {is_over}


def test_a_round_that_was_followed_by_another_is_no_longer_in_the_list(people: People) -> None:
    course, bob = make_published(people.clinic, questions=1), people.memberships["bob"]
    renewal = Renewal(months=12, window=30)
    rule = make_rule(people.clinic, rule_about(course, renewal=renewal))
    complete(course, bob)
    do_everything()

    def rounds(at: datetime) -> list[tuple[int, ObligationState]]:
        rows = obligation_queries.obligations_of(rule, at=at)
        return [(row.round, row.state) for row in rows if row.name == bob.name]

    assert rounds(NOW) == [(1, ObligationState.MET)]
    begins = next(row.renews_on for row in obligations(rule) if row.membership_id == bob.id)
    assert begins is not None
    morning = datetime(begins.year, begins.month, begins.day, 6, tzinfo=UTC)
    daily.leave_new_days(at=morning)
    do_everything(morning)
    for at in (morning + timedelta(days=1), morning + timedelta(days=100)):
        assert rounds(at) == [(2, ObligationState.OPEN)]
        [listed] = obligation_queries.rules_of(people.clinic.id, at=at)
        assert (listed.people, listed.open) == (3, 3)
