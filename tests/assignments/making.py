"""Rules and people as values, for tests of what follows from them."""

from datetime import UTC, datetime

from learning.assignments.obliging import Key, Person, Wanted
from learning.assignments.rules import Because, Condition, RuleSettings, Version, Who

EVERYBODY = Who((Condition(Because.EVERYBODY),))
A, B = "course-a", "course-b"


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
