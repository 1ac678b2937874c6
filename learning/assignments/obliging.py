"""Which obligations follow from a rule: a function of people, completions and the clock alone.

See docs/decisions/0020-obligations-follow-from-rules.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from learning.assignments import renewing
from learning.assignments.days import day_of, days_later, months_later
from learning.assignments.rules import (
    Because,
    Condition,
    Due,
    DueKind,
    Fresh,
    Order,
    RuleSettings,
    Version,
    in_force,
)
from learning.assignments.states import ObligationState


class Key(NamedTuple):
    """What an obligation of a rule is about: a membership's id, a course's public id, a round."""

    membership: int
    course: str
    round: int


@dataclass(frozen=True, slots=True)
class Person:
    """A member, as far as rules look at them."""

    id: int
    public_id: str
    # Whether they are (or are invited to be) a member; guests and those who left are not obliged.
    is_member: bool
    # Whether they have come: who is only invited gets the invitation and nothing else.
    is_here: bool
    role: str
    joined_at: datetime
    # Every group they are in, also by a group inside it: since when.
    groups: Mapping[str, datetime] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    # Public ids by which rules may name them, too: of memberships that this one has taken in.
    once: frozenset[str] = frozenset()

    def is_named(self, public_id: str) -> bool:
        return public_id == self.public_id or public_id in self.once


@dataclass(frozen=True, slots=True)
class Done:
    """A completion that holds: its id, when, and on which number of the course's versions."""

    id: int
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Pause:
    """An exemption: from a day on, up to and including its last one; None has no end yet."""

    since: date
    until: date | None = None

    def is_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Facts:
    """All that obligations follow from, beside the rule and the clock."""

    people: Sequence[Person]
    # By membership's id and course's public id.
    completions: Mapping[tuple[int, str], Sequence[Done]] = field(default_factory=dict)
    pauses: Mapping[tuple[int, str], Sequence[Pause]] = field(default_factory=dict)
    # Per course its versions: number and when it was published.
    published: Mapping[str, Sequence[tuple[int, datetime]]] = field(default_factory=dict)
    # On which day a course was first assigned. Asked only where no fact holds a date: roles and
    # fields don't say since when.
    remembered: Mapping[tuple[int, str], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An obligation as it has to be."""

    state: ObligationState
    assigned_on: date
    due_on: date
    # The first day on which it is overdue.
    overdue_on: date
    # Codes and ids that say why it exists.
    reason: Mapping[str, str]
    met_by: int | None = None
    met_on: date | None = None
    # The day on which the next round begins.
    renews_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """Why somebody is obliged: the condition, and since when it holds if a fact says so."""

    condition: Condition
    since: date | None


def obligations_for(versions: list[Version], facts: Facts, *, at: datetime) -> dict[Key, Wanted]:
    """All obligations that a rule makes of these people, as of an instant."""
    chain = in_force(versions)
    if not chain:
        return {}
    wanted: dict[Key, Wanted] = {}
    for person in facts.people:
        if person.is_member:
            wanted.update(_Obliging(chain, person, facts, at).all())
    return wanted


class _Obliging:
    """The obligations of one person."""

    def __init__(self, chain: list[Version], person: Person, facts: Facts, at: datetime) -> None:
        self.chain, self.person, self.facts = chain, person, facts
        self.zone = chain[0].settings.zone
        self.today = day_of(at, self.zone)
        self.joined = day_of(person.joined_at, self.zone)

    def all(self) -> Iterable[tuple[Key, Wanted]]:
        governing = self._governing()
        if governing is None:
            return
        place, matches = governing
        settings = self.chain[place].settings
        opened: date | None = None
        reason: dict[str, str] = {}
        for course in settings.courses:
            if opened is None:
                assigned, reason = self._assigned(place, matches, course)
            else:
                assigned = opened
            rounds = list(self._rounds(settings, course, assigned, opened, reason))
            yield from rounds
            if settings.order == Order.ONE_BY_ONE:
                first = rounds[0][1]
                if first.state == ObligationState.OPEN:
                    return
                opened = max(assigned, first.met_on or self._paused_since(course))
                reason = {**reason, "after": course}

    def _governing(self) -> tuple[int, list[_Match]] | None:
        """The version that holds for this person, by its place in the chain, and why."""
        for place, version in enumerate(self.chain):
            matches = self._matches(version.settings)
            if version.is_for_present:
                return (place, matches) if matches else None
            if any(self._is_new(each, version) for each in matches):
                return place, matches
        return None

    def _is_new(self, match: _Match, version: Version) -> bool:
        """Whether somebody came after a version was applied, or is named by it."""
        if match.condition.because == Because.PERSON:
            return True
        return (match.since or self.joined) >= day_of(version.at, self.zone)

    def _matches(self, settings: RuleSettings) -> list[_Match]:
        who = settings.who
        if any(map(self.person.is_named, who.left_out)):
            return []
        if who.joined_from and self.joined < who.joined_from:
            return []
        return [match for each in who.any_of if (match := self._match(each))]

    def _match(self, condition: Condition) -> _Match | None:
        person, value = self.person, condition.value
        match condition.because:
            case Because.EVERYBODY:
                return _Match(condition, self.joined)
            case Because.PERSON if person.is_named(value):
                # Named by the rule, so since the rule names them.
                return _Match(condition, self.joined)
            case Because.GROUP if value in person.groups:
                since = day_of(person.groups[value], self.zone)
                return _Match(condition, max(since, self.joined))
            case Because.ROLE if value == person.role:
                return _Match(condition, None)
            case Because.FIELD if str(person.attributes.get(condition.name, "")) == value:
                return _Match(condition, None)
        return None

    def _assigned(
        self, place: int, matches: list[_Match], course: str
    ) -> tuple[date, dict[str, str]]:
        """Since which day somebody has had to take a course, and why."""
        remembered = self.facts.remembered.get((self.person.id, course), self.today)
        dated = [(each.since or remembered, each) for each in matches]
        # A fact comes before a memory of the same day, which may have come from that very fact.
        since, match = min(dated, key=lambda pair: (pair[0], pair[1].since is None))
        reason = {"because": str(match.condition.because), "since": since.isoformat()}
        if match.condition.value:
            reason["value"] = match.condition.value
        if match.condition.name:
            reason["name"] = match.condition.name
        return max(since, self._begun(place, course)), reason

    def _begun(self, place: int, course: str) -> date:
        """Since when the rule has named this person and course, without a break up to now."""
        begun = self.chain[place]
        for version in self.chain[place + 1 :]:
            if course not in version.settings.courses or not self._matches(version.settings):
                break
            begun = version
        return day_of(begun.at, self.zone)

    def _rounds(
        self,
        settings: RuleSettings,
        course: str,
        assigned: date,
        opened: date | None,
        reason: dict[str, str],
    ) -> Iterable[tuple[Key, Wanted]]:
        done = [
            (day_of(each.at, self.zone), each)
            for each in sorted(
                self.facts.completions.get((self.person.id, course), ()),
                key=lambda each: (each.at, each.id),
            )
        ]
        due = max(_due_on(settings.due, self.joined, assigned, opened), assigned)
        met = self._first_meeting(settings, course, assigned, done)
        number, cycle = 1, None
        while True:
            wanted = self._wanted(settings, course, assigned, due, met, reason)
            key = Key(self.person.id, course, number)
            if settings.renewal is None or met is None:
                yield key, wanted
                return
            met_on = met[0]
            cycle = renewing.after(settings.renewal, met_on, cycle)
            opens = days_later(cycle.expires, -settings.renewal.window)
            yield key, _renewed_on(wanted, opens)
            if opens > self.today:
                return
            done = [pair for pair in done if (pair[1].at, pair[1].id) > (met[1].at, met[1].id)]
            assigned = max(opens, assigned)
            due = max(cycle.expires, assigned)
            met = next((pair for pair in done if pair[0] >= opens), None)
            reason = {**reason, "met": met_on.isoformat(), "expires": cycle.expires.isoformat()}
            number += 1

    def _first_meeting(
        self,
        settings: RuleSettings,
        course: str,
        assigned: date,
        done: list[tuple[date, Done]],
    ) -> tuple[date, Done] | None:
        """What they had on the day it was assigned, the newest of it; else what came first after.

        What has run out by then doesn't count any more.
        """
        counting = [
            pair
            for pair in done
            if self._is_fresh(settings, course, assigned, pair)
            and (
                settings.renewal is None
                or renewing.after(settings.renewal, pair[0], None).expires >= assigned
            )
        ]
        before = [pair for pair in counting if pair[0] <= assigned]
        return before[-1] if before else next(iter(counting), None)

    def _is_fresh(
        self, settings: RuleSettings, course: str, assigned: date, pair: tuple[date, Done]
    ) -> bool:
        day, done = pair
        fresh = settings.fresh
        match fresh.kind:
            case Fresh.SINCE:
                return fresh.since is None or day >= fresh.since
            case Fresh.NEWEST:
                versions = self.facts.published.get(course, ())
                newest = [n for n, at in versions if day_of(at, self.zone) <= assigned]
                return done.version >= max(newest, default=0)
            case Fresh.MONTHS:
                return day >= months_later(assigned, -fresh.months)
        return True

    def _wanted(
        self,
        settings: RuleSettings,
        course: str,
        assigned: date,
        due: date,
        met: tuple[date, Done] | None,
        reason: dict[str, str],
    ) -> Wanted:
        pauses = self.facts.pauses.get((self.person.id, course), ())
        due = _after_pauses(due, assigned, pauses, self.today)
        overdue = days_later(due, settings.due.grace + 1)
        if met:
            return Wanted(
                ObligationState.MET, assigned, due, overdue, reason, met[1].id, met[0]
            )  # fmt: skip
        is_exempt = any(pause.is_on(self.today) for pause in pauses)
        state = ObligationState.EXEMPT if is_exempt else ObligationState.OPEN
        return Wanted(state, assigned, due, overdue, reason)

    def _paused_since(self, course: str) -> date:
        pauses = self.facts.pauses.get((self.person.id, course), ())
        return min((pause.since for pause in pauses if pause.is_on(self.today)), default=self.today)


def _due_on(due: Due, joined: date, assigned: date, opened: date | None) -> date:
    """The due date; a course that opens late in a path has its days from then on."""
    if due.kind == DueKind.ON_DATE:
        assert due.on is not None  # such a rule can't be applied
        return due.on
    begins = joined if due.kind == DueKind.AFTER_JOINING and opened is None else assigned
    return days_later(begins, due.days)


def _after_pauses(due: date, assigned: date, pauses: Sequence[Pause], today: date) -> date:
    """The due date when the days of exemptions that are over don't count.

    Of an exemption only the days since it was assigned count, and of two at once each day once.
    """
    counted = days_later(assigned, -1)  # the last day that is dealt with
    for pause in sorted(pauses, key=lambda each: each.since):
        if pause.until is None or pause.until >= today:
            continue
        since = max(pause.since, days_later(counted, 1))
        if since <= pause.until and since <= due:
            due = days_later(due, (pause.until - since).days + 1)
            counted = pause.until
    return due


def _renewed_on(wanted: Wanted, opens: date) -> Wanted:
    return Wanted(
        wanted.state, wanted.assigned_on, wanted.due_on, wanted.overdue_on, wanted.reason,
        wanted.met_by, wanted.met_on, opens,
    )  # fmt: skip
