"""Whether something is overdue: asked where the rule counts its days, the same in every place."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.assignments import obligation_queries
from learning.assignments.obligation_queries import OVERDUE
from learning.assignments.rules import Due, DueKind
from tests.assignments.stored import make_rule, rule_about
from tests.people import People
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
