"""Months on the calendar."""

from datetime import datetime

import pytest

from learning.retention.months import months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-23", 3, "2027-02-23"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-31", 240, "2046-01-31"),
    ],
)
def test_the_last_day_stands_for_days_that_a_month_lacks(day: str, months: int, then: str) -> None:
    assert months_after(datetime.fromisoformat(day), months) == datetime.fromisoformat(then)
