"""Over weeks and years nothing is said twice, nothing is missing, nobody is told in vain."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from learning.assignments.ladders import Ladder, To
from learning.assignments.reminding import Due, Step
from learning.assignments.telling import Candidate, Look, Settled, to_admins, to_managers, to_people
from learning.database import is_sqlite
from tests.assignments.reminded_organization import Reminded
from tests.assignments.reminder_story import (
    HOME,
    Duty,
    Habits,
    Said,
    Somebody,
    Story,
    ladder_of,
    wall,
)

QUARTER = timedelta(minutes=15)


@dataclass
class Left:
    """A message that was left: to whom and about what."""

    to: Somebody
    about: tuple[Settled, ...]


class InMemory:
    """The decisions alone, with lists in place of a database and of its outbox."""

    def __init__(self) -> None:
        self.ladder = Ladder()
        self.people: list[Somebody] = []
        self.duties: list[Duty] = []
        self.settled: dict[tuple[int, date], dict[str, Step]] = {}
        self.listed: set[tuple[str, int, date]] = set()
        self.left: list[Left] = []

    def changed_habits(self, habits: Habits, at: datetime) -> None:
        self.ladder = ladder_of(habits)

    def came(self, person: Somebody, at: datetime) -> None:
        self.people.append(person)

    def changed_person(self, person: Somebody, at: datetime) -> None: ...

    def assigned(self, duty: Duty, at: datetime) -> None:
        self.duties.append(duty)

    def changed_duty(self, duty: Duty, at: datetime) -> None: ...

    def look(self, at: datetime, workers: int) -> None:
        home = ZoneInfo(HOME)
        for _ in range(workers):
            self._store(to_people(self._candidates(), self.ladder, home, now=at))
            today = wall(at, HOME).date()
            listed = {to for line, to, day in self.listed if (line, day) == ("manager", today)}
            self._store(to_managers(self._candidates(), self.ladder, home, listed, now=at), today)
            admins = [
                number
                for number, each in enumerate(self.people)
                if each.is_admin and each.state == "active"
            ]
            if not any((line, day) == ("admin", today) for line, _, day in self.listed):
                self._store(to_admins(self._candidates(), self.ladder, home, admins, now=at), today)

    def send(self, at: datetime) -> list[Said]:
        said: list[Said] = []
        for message in list(self.left):
            if message.to.state == "left":
                self.left.remove(message)
            elif not self.ladder.quiet.is_quiet(at, ZoneInfo(message.to.zone)):
                self.left.remove(message)
                said += [
                    self._said(message.to, each) for each in message.about if self._holds(each, at)
                ]
        return said

    def _candidates(self) -> list[Candidate]:
        return [
            Candidate(
                number,
                self.people.index(duty.person),
                ZoneInfo(duty.person.zone),
                duty.person.state == "active",
                Due(duty.on, ZoneInfo(HOME), duty.grace, duty.since),
                self._newest(number, duty.on),
                self._manager(duty.person),
            )
            for number, duty in enumerate(self.duties)
            if duty.state == "open" and duty.person.state != "left"
        ]

    def _newest(self, number: int, on: date) -> dict[To, int]:
        settled = self.settled.get((number, on), {}).values()
        return {to: max(step.day for step in settled if step.to == to)
                for to in {step.to for step in settled}}  # fmt: skip

    def _manager(self, person: Somebody) -> int | None:
        is_there = person.manager is not None and person.manager.state == "active"
        return self.people.index(person.manager) if is_there else None  # type: ignore[arg-type]

    def _store(self, look: Look, today: date | None = None) -> None:
        for each in look.settled:
            settled = self.settled.setdefault((each.obligation, each.due_on), {})
            assert each.step.code not in settled, "settled twice"
            settled[each.step.code] = each.step
        for notice in look.notices:
            self.left.append(Left(self.people[notice.membership], notice.about))
            if today:
                self.listed.add((str(notice.to), notice.membership, today))

    def _holds(self, each: Settled, at: datetime) -> bool:
        duty = self.duties[each.obligation]
        newest = self._newest(each.obligation, each.due_on)[each.step.to]
        return (
            duty.state == "open"
            and duty.on == each.due_on
            and each.step.day == newest
            and at < each.step.useful_until
        )

    def _said(self, to: Somebody, each: Settled) -> Said:
        return Said(to.name, self.duties[each.obligation].name, each.due_on, each.step.code)


AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)  # clocks change on 4 and 25 October, 1 November
LEAP_YEAR = datetime(2028, 2, 10, tzinfo=UTC)  # 29 February; on 12 and 26 March


@pytest.mark.parametrize(("seed", "start"), [(0, AUTUMN), (1, LEAP_YEAR)])
def test_decisions_over_six_weeks(start: datetime, seed: int) -> None:
    story = Story(InMemory(), seed, start)
    story.run(start + timedelta(weeks=6), timedelta(hours=2))
    assert len(story.heard) > 20


def test_messages_over_weeks(app: Flask) -> None:
    """Six on SQLite; the last three of them, with both clock changes, on PostgreSQL."""
    until = AUTUMN + timedelta(weeks=6)
    start = AUTUMN if is_sqlite() else until - timedelta(weeks=3)
    story = Story(Reminded(app, start), 6, start, people=6)
    story.run(until, timedelta(hours=4))
    assert len(story.heard) > 5


TWO_YEARS = datetime(2027, 1, 15, tzinfo=UTC)  # with 29 February 2028, and all clock changes


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("seed", "every"), [(0, QUARTER), *((seed, timedelta(hours=1)) for seed in range(1, 6))]
)
def test_decisions_over_two_years(seed: int, every: timedelta) -> None:
    story = Story(InMemory(), seed, TWO_YEARS)
    story.run(TWO_YEARS + timedelta(days=731), every)
    _print(story, seed)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_messages_over_two_years(app: Flask) -> None:
    story = Story(Reminded(app, TWO_YEARS, lessons=400), 0, TWO_YEARS, people=8)
    story.run(TWO_YEARS + timedelta(days=731), timedelta(hours=2))
    _print(story, 0)


def _print(story: Story, seed: int) -> None:
    print(
        f"seed {seed}: {len(story.people)} people, {len(story.duties)} duties, "
        f"{len(story.heard)} said, {story.skipped_looks} looks missed"
    )
