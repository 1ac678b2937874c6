"""A rule as a value: who must complete what by when, what counts, and when it is due again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

MOST_DAYS = 3650
LAST_YEAR = 2199  # so that days and rounds after a due date have dates, too
MOST_MONTHS = 120
MOST_COURSES = 6
LONGEST_NAME = 200


class Because(StrEnum):
    """What makes somebody one of those whom a rule obliges."""

    EVERYBODY = "everybody"
    PERSON = "person"
    GROUP = "group"
    ROLE = "role"
    FIELD = "field"


class DueKind(StrEnum):
    """What a due date is counted from."""

    ON_DATE = "on-date"
    AFTER_JOINING = "after-joining"
    AFTER_ASSIGNMENT = "after-assignment"


class Order(StrEnum):
    """Whether a path's courses are due from the start, or each once the one before is met."""

    TOGETHER = "together"
    ONE_BY_ONE = "one-by-one"


class Fresh(StrEnum):
    """Which completions count."""

    ANY = "any"
    SINCE = "since"
    # Of the version that was the newest when the course was assigned, or a later one.
    NEWEST = "newest"
    # Not more than so many months old when the course was assigned.
    MONTHS = "months"


@dataclass(frozen=True)
class Condition:
    """One way to be obliged. `value`: a public id, a role or a field's value; `name`: a field."""

    because: Because
    value: str = ""
    name: str = ""


@dataclass(frozen=True)
class Who:
    """Whoever fulfils any of the conditions, joined on or after a day, and isn't left out."""

    any_of: tuple[Condition, ...] = ()
    joined_from: date | None = None
    # Public ids of memberships.
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Due:
    """By when: on a date, or so many days after something."""

    kind: DueKind = DueKind.AFTER_ASSIGNMENT
    on: date | None = None
    days: int = 30
    # Days after the due date before it counts as overdue.
    grace: int = 0


@dataclass(frozen=True)
class Renewal:
    """When it is due again: every so many months, or each year on a calendar day."""

    months: int = 0
    month: int = 0
    day: int = 0
    # How many days before it runs out it may be renewed.
    window: int = 30

    @property
    def is_calendar(self) -> bool:
        return bool(self.month)


@dataclass(frozen=True)
class Freshness:
    kind: Fresh = Fresh.ANY
    since: date | None = None
    months: int = 0


@dataclass(frozen=True)
class RuleSettings:
    """All that a rule says. A rule that is ended names nobody."""

    name: str
    zone: str = "UTC"
    who: Who = Who()
    # Public ids, in the order of the path.
    courses: tuple[str, ...] = ()
    order: Order = Order.TOGETHER
    due: Due = Due()
    renewal: Renewal | None = None
    fresh: Freshness = Freshness()

    def as_json(self) -> dict[str, Any]:
        """Plain values, for storage and hashing."""
        return {
            "name": self.name,
            "zone": self.zone,
            "who": {
                "any_of": [_plain(each.__dict__) for each in self.who.any_of],
                "joined_from": _text(self.who.joined_from),
                "left_out": sorted(self.who.left_out),
            },
            "courses": list(self.courses),
            "order": str(self.order),
            "due": _plain(self.due.__dict__),
            "renewal": _plain(self.renewal.__dict__) if self.renewal else None,
            "fresh": _plain(self.fresh.__dict__),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "RuleSettings":
        who, due, fresh = value["who"], value["due"], value["fresh"]
        return cls(
            value["name"],
            value["zone"],
            Who(
                tuple(
                    Condition(Because(each["because"]), each["value"], each["name"])
                    for each in who["any_of"]
                ),
                _day(who["joined_from"]),
                frozenset(who["left_out"]),
            ),
            tuple(value["courses"]),
            Order(value["order"]),
            Due(DueKind(due["kind"]), _day(due["on"]), due["days"], due["grace"]),
            Renewal(**value["renewal"]) if value["renewal"] else None,
            Freshness(Fresh(fresh["kind"]), _day(fresh["since"]), fresh["months"]),
        )


@dataclass(frozen=True)
class Version:
    """A rule as it was applied at some time; it may say that it takes another version back."""

    number: int
    settings: RuleSettings
    # Whether it holds for those who were there already; else they stay under the version before.
    is_for_present: bool
    at: datetime
    undoes: int | None = None


def in_force(versions: list[Version]) -> list[Version]:
    """The versions that hold, newest first: without those taken back, and without what did that.

    Taking back what took something back brings that into force again.
    """
    taken_back: set[int] = set()
    holding = []
    for version in sorted(versions, key=lambda each: each.number, reverse=True):
        if version.number in taken_back:
            continue
        if version.undoes is not None:
            taken_back.add(version.undoes)
        else:
            holding.append(version)
    return holding


def problem_with(settings: RuleSettings) -> str | None:
    """The code of the first thing that keeps a rule from being applied."""
    due, renewal, fresh = settings.due, settings.renewal, settings.fresh
    checks = (
        (not settings.name.strip() or len(settings.name) > LONGEST_NAME, "rule-name"),
        (not settings.who.any_of, "rule-for-nobody"),
        (not settings.courses, "rule-without-course"),
        (len(settings.courses) > MOST_COURSES, "rule-with-too-many-courses"),
        (len(set(settings.courses)) < len(settings.courses), "rule-course-twice"),
        (due.kind == DueKind.ON_DATE and due.on is None, "rule-due-date"),
        (due.on is not None and due.on.year > LAST_YEAR, "rule-due-far"),
        (not (0 <= due.days <= MOST_DAYS and 0 <= due.grace <= MOST_DAYS), "rule-days"),
        (renewal is not None and not _is_possible(renewal), "rule-renewal"),
        (fresh.kind == Fresh.SINCE and fresh.since is None, "rule-fresh-since"),
        (fresh.kind == Fresh.MONTHS and not 1 <= fresh.months <= MOST_MONTHS, "rule-fresh-months"),
    )
    return next((code for is_wrong, code in checks if is_wrong), None)


def _is_possible(renewal: Renewal) -> bool:
    if renewal.is_calendar:
        longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        is_day = 1 <= renewal.month <= 12 and 1 <= renewal.day <= longest[renewal.month - 1]
        # A window of a whole year would ask for it again on the day it is done.
        return is_day and 0 <= renewal.window <= 300
    # The same for a window that is longer than the shortest months it lies in.
    return 1 <= renewal.months <= MOST_MONTHS and 0 <= renewal.window < renewal.months * 28


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _text(value) if isinstance(value, date | StrEnum) else value
        for key, value in values.items()
    }


def _text(value: date | StrEnum | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value and str(value)


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
