"""An organization over weeks or years: who comes, goes, finishes, and what they must be told.

The oracle here is written from the rules in words, with wall clocks read off at every tick; it
shares nothing with what it checks.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from learning.assignments.ladders import Ladder
from learning.assignments.quiet_hours import QuietHours

HOME = "Europe/Berlin"
ZONES = [HOME, "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/Sao_Paulo"]
ONE_DAY = timedelta(days=1)


@dataclass(eq=False)
class Somebody:
    """A member, as the story knows them."""

    name: str
    zone: str
    manager: "Somebody | None" = None
    is_admin: bool = False
    # invited, active or left
    state: str = "active"


@dataclass(eq=False)
class Duty:
    """Something that somebody has to do by the end of a day at home, with days of grace."""

    name: str
    person: Somebody
    on: date
    grace: int
    since: datetime
    # open, met or gone
    state: str = "open"
    # Which day of each line was the newest decided, by due date: what came before it is over.
    newest: dict[tuple[date, str], int] = field(default_factory=dict)


@dataclass
class Habits:
    """What the organization has chosen."""

    before: tuple[int, ...] = (7, 1)
    after: tuple[int, ...] = (1, 8, 15, 22)
    manager: int | None = 7
    admin: int | None = 14
    morning: int = 8
    evening: int = 20
    weekends: bool = False
    since: datetime | None = None


def ladder_of(habits: Habits) -> Ladder:
    """The same in the words of what is checked."""
    quiet = QuietHours(time(habits.morning), time(habits.evening), habits.weekends)
    return Ladder(
        before=habits.before,
        after=habits.after,
        manager_after=habits.manager,
        admin_after=habits.admin,
        quiet=quiet,
        since=habits.since,
    )


@dataclass(frozen=True)
class Said:
    """One thing that was said to somebody: about which duty, due when, from which rung."""

    to: str
    duty: str
    on: date
    rung: str


def wall(at: datetime, zone: str) -> datetime:
    """What a clock on a wall there shows."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@dataclass
class Pending:
    """A message that was decided on and has not gone out: what it is about, and from which rung."""

    to: Somebody
    about: list[tuple[Duty, date, str, int]]


class Oracle:
    """Says at every tick what has to be said, by reading wall clocks and the rules in words."""

    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self.pending: list[Pending] = []
        self.lists: set[tuple[str, date]] = set()

    def is_quiet(self, at: datetime, zone: str) -> bool:
        there = wall(at, zone)
        at_night = there.hour < self.habits.morning or there.hour >= self.habits.evening
        return at_night or (self.habits.weekends and there.isoweekday() > 5)

    def has_come(self, duty: Duty, line: str, days: int, at: datetime) -> bool:
        """Whether the morning of this rung's day is past at an instant."""
        if line == "before":
            day = duty.on - days * ONE_DAY
            while self.habits.weekends and day.isoweekday() > 5:
                day -= ONE_DAY
            return self._is_morning_past(day, at, duty.person.zone)
        last = duty.on + duty.grace * ONE_DAY
        if wall(at, HOME).date() <= last:
            return False
        zone = duty.person.zone if line == "after" else HOME
        if wall(duty.since, HOME).date() > last:
            last = max(last, wall(duty.since, zone).date())
        day = last + days * ONE_DAY
        while self.habits.weekends and day.isoweekday() > 5:
            day += ONE_DAY
        return self._is_morning_past(day, at, zone)

    def _is_morning_past(self, day: date, at: datetime, zone: str) -> bool:
        return wall(at, zone) >= datetime(day.year, day.month, day.day, self.habits.morning)

    def come(self, duty: Duty, lines: dict[str, tuple[int, ...]], at: datetime) -> list:
        """The rungs whose time came while the duty and the ladder were there, oldest first."""
        begun = [duty.since] + ([self.habits.since] if self.habits.since else [])
        return [
            (line, days)
            for line, all_days in lines.items()
            for days in sorted(all_days, reverse=line == "before")
            if self.has_come(duty, line, days, at)
            and not any(self.has_come(duty, line, days, begin) for begin in begun)
        ]

    def look(self, duties: list[Duty], people: list[Somebody], at: datetime) -> None:
        """One look at everything that is open: what is left to be sent now."""
        self._look_at_people(duties, people, at)
        if not self.is_quiet(at, HOME):
            self._look_at_lists(duties, people, at)

    def _look_at_people(self, duties: list[Duty], people: list[Somebody], at: datetime) -> None:
        lines = {"before": self.habits.before, "after": self.habits.after}
        for person in people:
            if person.state == "left" or self.is_quiet(at, person.zone):
                continue
            about = []
            for duty in duties:
                if duty.person is not person or duty.state != "open":
                    continue
                found = self._newest_undecided(duty, self.come(duty, lines, at))
                # That it will be due is no news once it was.
                if found and not (found[0] == "before" and wall(at, HOME).date() > duty.on):
                    about.append(self._entry(duty, *found))
            if about and person.state == "active":
                self.pending.append(Pending(person, about))

    def _look_at_lists(self, duties: list[Duty], people: list[Somebody], at: datetime) -> None:
        today = wall(at, HOME).date()
        for line, days in (("manager", self.habits.manager), ("admin", self.habits.admin)):
            if days is None:
                continue
            about: dict[Somebody | None, list] = {}
            for duty in duties:
                if duty.state != "open" or duty.person.state == "left":
                    continue
                come = self.come(duty, {line: (days,)}, at)
                if not come or duty.newest.get((duty.on, line), -99) >= days:
                    continue
                readers = self._readers(line, duty, people)
                # One list a day: what comes later waits for tomorrow's.
                if any((f"{line} {reader.name}", today) in self.lists for reader in readers):
                    continue
                self._newest_undecided(duty, come)
                for reader in readers:
                    about.setdefault(reader, []).append(self._entry(duty, *come[-1]))
            for reader, entries in about.items():
                self.lists.add((f"{line} {reader.name}", today))
                self.pending.append(Pending(reader, entries))

    def _readers(self, line: str, duty: Duty, people: list[Somebody]) -> list[Somebody]:
        if line == "admin":
            return [each for each in people if each.is_admin and each.state == "active"]
        manager = duty.person.manager
        return [manager] if manager and manager.state == "active" else []

    def _entry(self, duty: Duty, line: str, days: int) -> tuple[Duty, date, str, int]:
        return duty, duty.on, f"{line}-{days}", -days if line == "before" else days

    def _newest_undecided(self, duty: Duty, come: list) -> tuple[str, int] | None:
        """The newest rung if nothing was decided on it yet; the older ones are over with it."""
        if not come:
            return None
        line, days = come[-1]
        group = "person" if line in ("before", "after") else line
        day = -days if line == "before" else days
        if day <= duty.newest.get((duty.on, group), -99):
            return None
        duty.newest[duty.on, group] = day
        return line, days

    def send(self, at: datetime) -> list[Said]:
        """What goes out at this tick: what was decided on, holds still, and whose reader is up."""
        said, waiting = [], []
        for message in self.pending:
            if message.to.state == "left":
                continue
            if self.is_quiet(at, message.to.zone):
                waiting.append(message)
                continue
            for duty, on, rung, day in message.about:
                if self._holds(duty, on, rung, day, at):
                    said.append(Said(message.to.name, duty.name, on, rung))
        self.pending = waiting
        return said

    def _holds(self, duty: Duty, on: date, rung: str, day: int, at: datetime) -> bool:
        if duty.state != "open" or duty.on != on or duty.person.state == "left":
            return False
        if rung.startswith("before") and wall(at, HOME).date() > on:
            return False
        line = rung.split("-")[0]
        group = "person" if line in ("before", "after") else line
        return duty.newest[on, group] == day


class System(Protocol):
    """What is checked: told of everything that happens, and asked to look and to send."""

    def changed_habits(self, habits: Habits, at: datetime) -> None: ...
    def came(self, person: Somebody, at: datetime) -> None: ...
    def changed_person(self, person: Somebody, at: datetime) -> None: ...
    def assigned(self, duty: Duty, at: datetime) -> None: ...
    def changed_duty(self, duty: Duty, at: datetime) -> None: ...
    def look(self, at: datetime, workers: int) -> None: ...
    def send(self, at: datetime) -> list[Said]: ...


class Story:
    """Tells a system what happens, tick by tick, and holds what it says against the oracle."""

    def __init__(self, system: System, seed: int, start: datetime, people: int = 12) -> None:
        self.dice = random.Random(seed)
        self.system, self.now = system, start
        self.oracle = Oracle(Habits())
        self.people: list[Somebody] = []
        self.duties: list[Duty] = []
        self.heard: list[tuple[datetime, Said]] = []
        self.skipped_looks = 0
        self.away_until = self.mail_away_until = start
        for number in range(people):
            self._hire(is_admin=number < 2)

    def run(self, until: datetime, every: timedelta) -> None:
        while self.now < until:
            self._tick(every)
            self.now += every

    def _tick(self, every: timedelta) -> None:
        for _ in range(self._how_many(every)):
            self._something_happens()
        if self.now >= self.away_until:
            workers = 2 if self.dice.random() < 0.2 else 1
            self.system.look(self.now, workers)
            self.oracle.look(self.duties, self.people, self.now)
        else:
            self.skipped_looks += 1
        # Between the look and the sending somebody may finish.
        if self.dice.random() < 0.3 * every / ONE_DAY:
            self._finish()
        if self.now >= max(self.away_until, self.mail_away_until):
            self._compare()

    def _how_many(self, every: timedelta) -> int:
        """About three things a day happen."""
        return int(self.dice.random() < 3 * every / ONE_DAY)

    def _compare(self) -> None:
        expected = sorted(self.oracle.send(self.now), key=repr)
        actual = sorted(self.system.send(self.now), key=repr)
        assert actual == expected, (
            f"{self.now}: said too much {set(actual) - set(expected)}, "
            f"too little {set(expected) - set(actual)}, or something twice"
        )
        self._check(actual)
        self.heard += [(self.now, said) for said in actual]

    def _check(self, actual: list[Said]) -> None:
        """What must hold whatever the oracle says."""
        before = {said for _, said in self.heard}
        assert before.isdisjoint(actual), "said twice"
        duties = {duty.name: duty for duty in self.duties}
        people = {person.name: person for person in self.people}
        for said in actual:
            assert duties[said.duty].state == "open", "to somebody who finished"
            assert duties[said.duty].person.state != "left", "about somebody who left"
            assert people[said.to].state == "active", "to somebody who left or never came"
            assert not self.oracle.is_quiet(self.now, people[said.to].zone), "at night"

    def _something_happens(self) -> None:
        happenings = [
            (self._assign, 16), (self._finish, 20), (self._move, 8), (self._withdraw, 4),
            (self._hire, 3), (self._leave, 3), (self._accept, 4), (self._change_manager, 2),
            (self._change_habits, 1), (self._go_away, 2), (self._lose_mail, 2), (self._travel, 2),
        ]  # fmt: skip
        kinds, weights = zip(*happenings, strict=True)
        self.dice.choices(kinds, weights)[0]()

    def _open_duties(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.state == "open"]

    def _those(self, *states: str) -> list[Somebody]:
        return [person for person in self.people if person.state in states]

    def _hire(self, is_admin: bool = False) -> None:
        manager = self.dice.choice([None, *self._those("active")])
        state = "active" if is_admin or self.dice.random() < 0.7 else "invited"
        zone = self.dice.choice(ZONES)
        person = Somebody(f"Person-{len(self.people):02}", zone, manager, is_admin, state)
        self.people.append(person)
        self.system.came(person, self.now)

    def _assign(self) -> None:
        people = self._those("active", "active", "invited")
        # Groups of people get the same course on the same day.
        on = wall(self.now, HOME).date() + self.dice.randint(-40, 25) * ONE_DAY
        grace = self.dice.choice([0, 0, 3])
        for person in self.dice.sample(people, min(len(people), self.dice.randint(1, 4))):
            duty = Duty(f"d{len(self.duties)}", person, on, grace, self.now)
            self.duties.append(duty)
            self.system.assigned(duty, self.now)

    def _finish(self) -> None:
        able = [duty for duty in self._open_duties() if duty.person.state == "active"]
        if able:
            self._change(self.dice.choice(able), "met")

    def _withdraw(self) -> None:
        if self._open_duties():
            self._change(self.dice.choice(self._open_duties()), "gone")

    def _change(self, duty: Duty, state: str) -> None:
        duty.state = state
        self.system.changed_duty(duty, self.now)

    def _move(self) -> None:
        if self._open_duties():
            duty = self.dice.choice(self._open_duties())
            duty.on += self.dice.choice([-9, -2, -1, 1, 2, 7, 30]) * ONE_DAY
            duty.since = self.now
            self.system.changed_duty(duty, self.now)

    def _leave(self) -> None:
        people = [person for person in self._those("active", "invited") if not person.is_admin]
        if people:
            person = self.dice.choice(people)
            for duty in self._open_duties():
                if duty.person is person:
                    self._change(duty, "gone")
            person.state = "left"
            self.system.changed_person(person, self.now)

    def _accept(self) -> None:
        self._change_person(self._those("invited", "left"), "state", ["active"])

    def _change_manager(self) -> None:
        people = self._those("active")
        person = self.dice.choice(people)
        others = [each for each in people if each is not person]
        self._change_person([person], "manager", [None, *others])

    def _travel(self) -> None:
        self._change_person(self._those("active"), "zone", ZONES)

    def _change_person(self, people: list[Somebody], what: str, values: list) -> None:
        if people:
            person = self.dice.choice(people)
            setattr(person, what, self.dice.choice(values))
            self.system.changed_person(person, self.now)

    def _change_habits(self) -> None:
        self.oracle.habits = Habits(
            before=self.dice.choice([(7, 1), (14, 3), (1,), ()]),
            after=self.dice.choice([(1, 8, 15, 22), (2,), (1, 2, 3)]),
            manager=self.dice.choice([7, 3, None]),
            admin=self.dice.choice([14, 30, None]),
            morning=self.dice.choice([7, 8, 9]),
            evening=self.dice.choice([17, 20]),
            weekends=self.dice.random() < 0.5,
            since=self.now,
        )
        self.system.changed_habits(self.oracle.habits, self.now)

    def _go_away(self) -> None:
        self.away_until = self.now + timedelta(hours=self.dice.choice([1, 5, 30, 9 * 24]))

    def _lose_mail(self) -> None:
        self.mail_away_until = self.now + timedelta(hours=self.dice.choice([3, 12, 40]))
