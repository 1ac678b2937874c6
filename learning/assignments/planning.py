"""What has to change so that the obligations there are become those that a rule wants."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from learning.assignments.obliging import Key, Wanted
from learning.assignments.states import EventKind, ObligationState

_LIVE = (ObligationState.OPEN, ObligationState.MET, ObligationState.EXEMPT)
# What somebody is told of, where it leaves them with something to do.
_TOLD = {
    EventKind.CREATED,
    EventKind.RENEWED,
    EventKind.DUE_MOVED,
    EventKind.EXEMPTION_ENDED,
    EventKind.REOPENED,
    EventKind.RESTORED,
}


@dataclass(frozen=True, slots=True)
class Present:
    """An obligation as it is stored: `events` have happened to it so far."""

    id: int
    events: int
    now: Wanted


@dataclass(frozen=True, slots=True)
class Change:
    """One event of an obligation. No `before`: it is made; `after`: how it is then."""

    kind: EventKind
    key: Key
    before: Present | None
    after: Wanted

    @property
    def is_told(self) -> bool:
        return self.kind in _TOLD and self.after.state == ObligationState.OPEN


@dataclass(frozen=True)
class Plan:
    """All changes, and reasons that change while nothing else does."""

    changes: tuple[Change, ...]
    quiet: tuple[Change, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)


def plan(
    present: Mapping[Key, Present],
    wanted: Mapping[Key, Wanted],
    *,
    before: Mapping[Key, Wanted] | None = None,
) -> Plan:
    """The difference, in the order of the keys. What is met keeps the dates it was met under.

    `before`: how obligations were before a version that is taken back; these dates come again.
    """
    changes, quiet = [], []
    for key in sorted(present.keys() | wanted.keys()):
        is_now, to_be = present.get(key), wanted.get(key)
        if to_be is not None:
            earlier = (before or {}).get(key) or (is_now.now if is_now else None)
            to_be = _keeping_dates(earlier, to_be)
        kind = _kind(key, is_now, to_be)
        if kind is not None:
            changes.append(Change(kind, key, is_now, to_be or _withdrawn(is_now)))
        elif is_now and to_be and is_now.now != to_be:
            quiet.append(Change(EventKind.DUE_MOVED, key, is_now, to_be))
    return Plan(tuple(changes), tuple(quiet), _counts(changes))


def _keeping_dates(earlier: Wanted | None, to_be: Wanted) -> Wanted:
    met = ObligationState.MET
    if earlier is None or earlier.state != met or to_be.state != met:
        return to_be
    if earlier.met_by != to_be.met_by:
        return to_be
    return replace(
        to_be,
        assigned_on=earlier.assigned_on,
        due_on=earlier.due_on,
        overdue_on=earlier.overdue_on,
    )


def _withdrawn(present: Present | None) -> Wanted:
    assert present is not None  # what is neither there nor wanted isn't looked at
    return replace(present.now, state=ObligationState.WITHDRAWN, renews_on=None)


def _kind(key: Key, present: Present | None, wanted: Wanted | None) -> EventKind | None:
    """What happens to an obligation; None if nothing that anybody has to know."""
    if present is None:
        return EventKind.CREATED if key.round == 1 else EventKind.RENEWED
    was = present.now.state
    if wanted is None:
        return EventKind.WITHDRAWN if was in _LIVE else None
    if was == ObligationState.WITHDRAWN:
        return EventKind.RESTORED
    if was != wanted.state:
        return _TURNS[was, wanted.state]
    has_moved = _dates(present.now) != _dates(wanted) or present.now.met_by != wanted.met_by
    return EventKind.DUE_MOVED if has_moved else None


_OPEN, _MET, _EXEMPT = _LIVE
_TURNS = {
    (_OPEN, _MET): EventKind.MET,
    (_EXEMPT, _MET): EventKind.MET,
    (_OPEN, _EXEMPT): EventKind.EXEMPTED,
    (_MET, _EXEMPT): EventKind.EXEMPTED,
    (_EXEMPT, _OPEN): EventKind.EXEMPTION_ENDED,
    (_MET, _OPEN): EventKind.REOPENED,
}


def _dates(wanted: Wanted) -> tuple[date, date, date]:
    return wanted.assigned_on, wanted.due_on, wanted.overdue_on


def _counts(changes: list[Change]) -> Counter[str]:
    """How many there are of each kind; those made as met are counted apart."""
    counts: Counter[str] = Counter()
    for change in changes:
        is_made = change.kind in (EventKind.CREATED, EventKind.RENEWED)
        if is_made and change.after.state == ObligationState.MET:
            counts["met-before"] += 1
        else:
            counts[str(change.kind)] += 1
    return counts
