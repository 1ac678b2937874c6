"""Obligations follow from a rule, the people, what they completed, and the day it is."""

from datetime import UTC, date, datetime

from learning.assignments.obliging import Facts, Key, Person, Wanted, obligations_for
from learning.assignments.rules import (
    Because,
    Condition,
    RuleSettings,
    Version,
    Who,
)
from learning.assignments.states import ObligationState

EVERYBODY = Who((Condition(Because.EVERYBODY),))
A, B = "course-a", "course-b"
OPEN, MET, EXEMPT = ObligationState.OPEN, ObligationState.MET, ObligationState.EXEMPT


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00").astimezone(UTC)


def person(number: int = 1, joined: str = "2026-01-05", **changes: object) -> Person:
    values: dict[str, object] = {
        "id": number, "public_id": f"m{number}", "is_member": True, "is_here": True,
        "role": "learner", "joined_at": at(joined),
    }  # fmt: skip
    return Person(**(values | changes))  # type: ignore[arg-type]


def rule(**changes: object) -> RuleSettings:
    values: dict[str, object] = {"name": "Rule", "who": EVERYBODY, "courses": (A,)}
    return RuleSettings(**(values | changes))  # type: ignore[arg-type]


def versions(*settings: RuleSettings, day: str = "2026-11-01") -> list[Version]:
    return [Version(n, each, True, at(day)) for n, each in enumerate(settings, 1)]


def one(wanted: dict[Key, Wanted], course: str = A, round: int = 1) -> Wanted:
    return wanted[Key(1, course, round)]


def test_everybody_has_so_many_days_from_the_day_the_rule_reached_them() -> None:
    wanted = obligations_for(versions(rule()), Facts([person()]), at=at("2026-11-03"))
    assert one(wanted).assigned_on == date(2026, 11, 1)
    assert one(wanted).due_on == date(2026, 12, 1)
    assert one(wanted).overdue_on == date(2026, 12, 2)
    assert one(wanted).reason == {"because": "everybody", "since": "2026-01-05"}
