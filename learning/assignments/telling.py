"""One look at what is open: which messages to leave now, and what is settled by that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from learning.assignments.ladders import Ladder, To
from learning.assignments.reminding import Due, Step, due_steps, steps


@dataclass(frozen=True)
class Candidate:
    """An open obligation as a look finds it."""

    obligation: int
    # Its person's membership, and where they are.
    membership: int
    zone: ZoneInfo
    # Whether they have come: who is only invited is told nothing.
    is_here: bool
    due: Due
    # The newest day that is settled for this due date, by whom its step told.
    settled: Mapping[To, int]
    # Which members hear of it when it is late, by whom a step tells. Read when they are told.
    manager: int | None = None


@dataclass(frozen=True)
class Settled:
    """A step that is over for an obligation with this due date: said, or not said any more."""

    obligation: int
    due_on: date
    step: Step
    is_said: bool


@dataclass(frozen=True)
class Notice:
    """A message to leave: to which membership, and about which steps."""

    to: To
    membership: int
    about: tuple[Settled, ...]


@dataclass(frozen=True)
class Look:
    """What one look decides. All of it is stored in one go, so nothing is decided twice."""

    settled: tuple[Settled, ...]
    notices: tuple[Notice, ...]


def to_people(
    candidates: Sequence[Candidate], ladder: Ladder, organization_zone: ZoneInfo, *, now: datetime
) -> Look:
    """What people are told of their own obligations: whatever comes at once is one message."""
    settled: list[Settled] = []
    for each in candidates:
        if not ladder.quiet.is_quiet(now, each.zone):
            settled += _settled(each, [To.PERSON], ladder, organization_zone, now)
    person_of = {each.obligation: each.membership for each in candidates if each.is_here}
    messages: dict[int, list[Settled]] = {}
    for step in settled:
        if step.is_said and step.obligation in person_of:
            messages.setdefault(person_of[step.obligation], []).append(step)
    return _look(settled, {(To.PERSON, to): about for to, about in messages.items()}, person_of)


def to_managers(
    candidates: Sequence[Candidate],
    ladder: Ladder,
    organization_zone: ZoneInfo,
    listed: Collection[int],
    *,
    now: datetime,
) -> Look:
    """What managers are told: one list a day. `listed`: who had today's, and waits for tomorrow."""
    found = [each for each in candidates if each.manager not in listed]
    settled = _late(found, To.MANAGER, ladder, organization_zone, now)
    manager_of = {each.obligation: each.manager for each in found if each.manager is not None}
    lists: dict[tuple[To, int], list[Settled]] = {}
    for step in settled:
        if step.is_said and step.obligation in manager_of:
            lists.setdefault((To.MANAGER, manager_of[step.obligation]), []).append(step)
    return _look(settled, lists, manager_of)


def to_admins(
    candidates: Sequence[Candidate],
    ladder: Ladder,
    organization_zone: ZoneInfo,
    admins: Sequence[int],
    *,
    now: datetime,
) -> Look:
    """What admins are told: the same list to each."""
    settled = _late(candidates, To.ADMIN, ladder, organization_zone, now)
    about = [step for step in settled if step.is_said]
    lists = {(To.ADMIN, admin): about for admin in admins if about}
    return _look(settled, lists, {step.obligation for step in about} if admins else ())


def _late(
    candidates: Sequence[Candidate], to: To, ladder: Ladder, zone: ZoneInfo, now: datetime
) -> list[Settled]:
    if ladder.quiet.is_quiet(now, zone):
        return []
    return [step for each in candidates for step in _settled(each, [to], ladder, zone, now)]


def _settled(
    candidate: Candidate, to: Collection[To], ladder: Ladder, zone: ZoneInfo, now: datetime
) -> list[Settled]:
    rungs = steps(candidate.due, ladder, zone=candidate.zone, organization_zone=zone)
    verdict = due_steps([each for each in rungs if each.to in to], candidate.settled, now=now)
    due_on = candidate.due.on
    return [
        *(Settled(candidate.obligation, due_on, step, is_said=False) for step in verdict.skip),
        *(Settled(candidate.obligation, due_on, step, is_said=True) for step in verdict.say),
    ]


def _look(
    settled: Iterable[Settled],
    messages: dict[tuple[To, int], list[Settled]],
    reached: Collection[int],
) -> Look:
    """`reached`: the obligations of which somebody is told; of the others nobody could be."""
    return Look(
        tuple(
            Settled(
                each.obligation, each.due_on, each.step, each.is_said and each.obligation in reached
            )
            for each in settled
        ),
        tuple(Notice(to, membership, tuple(about)) for (to, membership), about in messages.items()),
    )
