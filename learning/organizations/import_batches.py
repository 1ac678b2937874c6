"""Some rows of a list entering the organization, all in the transaction that is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from learning import audit
from learning.organizations import (
    changes,
    group_actions,
    group_queries,
    hierarchy,
    import_queries,
    invitation_actions,
)
from learning.organizations.group_joining import join_many
from learning.organizations.list_states import Choices
from learning.organizations.models import Group, Membership
from learning.organizations.people_lists.checking import Entry, Member, Problem
from learning.organizations.people_lists.columns import Column


@dataclass(frozen=True)
class Batch:
    """Where rows go, what was chosen for them, who lets them in, and when."""

    organization_id: int
    choices: Choices
    by: str
    at: datetime


@dataclass(frozen=True)
class Taken:
    """How many came in, how many of those who were there were changed, and who couldn't."""

    added: int
    changed: int
    problems: list[Problem]


@dataclass(frozen=True)
class _Arrival:
    entry: Entry
    membership: Membership


def take_in(batch: Batch, entries: Sequence[Entry]) -> Taken:
    """Enter who is new, change who is there, put them in their groups, invite whoever is new.

    Looks again at who is there: since the list was checked, or this began, others may have come.
    Raises RuleBroken as enter_many does if somebody comes in between even now.
    """
    new, existing, problems = _sorted(batch, entries)
    added = _entered(batch, new)
    there = _present(batch, existing)
    changed = _changed(batch, there)
    named = _named(batch, entries)
    changed |= _manage(batch, [*added, *there], named | {_address(a): a.membership for a in added})
    changed |= _group(batch, [*added, *there])
    ids = {arrival.membership.id for arrival in there}
    for arrival in there:
        if arrival.membership.id in changed:
            _record(batch, arrival.membership)
    changes.tell(batch.organization_id, changed, at=batch.at)
    if batch.choices.is_inviting:
        invitation_actions.invite_many(
            [arrival.membership for arrival in added], by=batch.by, at=batch.at
        )
    return Taken(len(added), len(changed & ids), problems)


def _sorted(
    batch: Batch, entries: Sequence[Entry]
) -> tuple[list[Entry], list[Entry], list[Problem]]:
    """New ones, those who are there, and those whose employee id somebody else has by now."""
    known = import_queries.known_among(
        batch.organization_id,
        {entry.address for entry in entries},
        {entry.employee_id for entry in entries if entry.employee_id},
    )
    new, existing, problems = [], [], []
    for entry in entries:
        holder = known.by_employee_id.get(entry.employee_id or "")
        member = known.by_address.get(entry.address) or (holder if _is(entry, holder) else None)
        if holder is not None and (member is None or member.id != holder.id):
            message = f"'{entry.employee_id}' is the employee id of {holder.name} by now"
            problems.append(Problem(entry.row, str(Column.EMPLOYEE_ID), message))
        elif member is None:
            new.append(entry)
        else:
            existing.append(replace(entry, member=member))
    return new, existing, problems


def _is(entry: Entry, holder: Member | None) -> bool:
    return entry.member is not None and holder is not None and entry.member.id == holder.id


def _entered(batch: Batch, entries: Sequence[Entry]) -> list[_Arrival]:
    memberships = invitation_actions.enter_many(
        batch.organization_id,
        [
            invitation_actions.Entry(
                entry.name, entry.address, entry.role, entry.employee_id,
                _noon(entry.joined_on) if entry.joined_on else None,
            )
            for entry in entries
        ],
        by=batch.by,
        at=batch.at,
    )  # fmt: skip
    for entry, membership in zip(entries, memberships, strict=True):
        membership.attributes = dict(entry.fields)
    return [_Arrival(*pair) for pair in zip(entries, memberships, strict=True)]


def _present(batch: Batch, entries: Sequence[Entry]) -> list[_Arrival]:
    """Those who are there and haven't left; a list brings nobody back."""
    members = {entry.row: entry.member.id for entry in entries
               if entry.member and not entry.member.has_left}  # fmt: skip
    found = import_queries.memberships(batch.organization_id, set(members.values()))
    return [_Arrival(e, found[members[e.row]]) for e in entries if e.row in members]


def _changed(batch: Batch, there: Iterable[_Arrival]) -> set[int]:
    """Apply what the list says about those who are there; blank says nothing."""
    changed = set()
    for entry, membership in ((each.entry, each.membership) for each in there):
        if entry.employee_id and membership.employee_id != entry.employee_id:
            membership.employee_id = entry.employee_id
            changed.add(membership.id)
        if entry.joined_on and membership.joined_at.date() != entry.joined_on:
            membership.joined_at = _noon(entry.joined_on)
            changed.add(membership.id)
        fields = {**membership.attributes, **dict(entry.fields)}
        if fields != membership.attributes:
            membership.attributes = fields
            changed.add(membership.id)
    return changed


def _named(batch: Batch, entries: Iterable[Entry]) -> dict[str, Membership]:
    """The managers who are there, by the address that names them."""
    addresses = {entry.manager for entry in entries if entry.manager}
    known = import_queries.known_among(batch.organization_id, addresses, ())
    there = {a: m.id for a, m in known.by_address.items() if a in addresses and not m.has_left}
    found = import_queries.memberships(batch.organization_id, set(there.values()))
    return {address: found[id] for address, id in there.items()}


def _manage(
    batch: Batch, arrivals: Iterable[_Arrival], managers: dict[str, Membership]
) -> set[int]:
    changed = set()
    for arrival in arrivals:
        manager = managers.get(arrival.entry.manager or "")
        if manager is not None and arrival.membership.manager_id != manager.id:
            arrival.membership.manager_id = manager.id
            changed.add(arrival.membership.id)
    return changed


def _group(batch: Batch, arrivals: Iterable[_Arrival]) -> set[int]:
    """Put them in the groups they name, made where there is none, and in the one for all."""
    wanted: dict[str, list[_Arrival]] = {}
    for arrival in arrivals:
        if arrival.entry.group:
            wanted.setdefault(hierarchy.folded(arrival.entry.group), []).append(arrival)
    found = import_queries.groups_by_folded_name(batch.organization_id, wanted)
    joining: list[tuple[Group, list[Membership]]] = []
    for folded, members in wanted.items():
        group = found.get(folded) or group_actions.create_group(
            batch.organization_id, name=members[0].entry.group or "", by=batch.by, at=batch.at
        )
        joining.append((group, [arrival.membership for arrival in members]))
    if batch.choices.group is not None:
        for_all = group_queries.group(batch.organization_id, batch.choices.group)
        if for_all is not None and for_all.removed_at is None:
            joining.append((for_all, [arrival.membership for arrival in arrivals]))
    return join_many(batch.organization_id, joining, by=batch.by, at=batch.at)


def _record(batch: Batch, membership: Membership) -> None:
    audit.record(
        "member-changed-by-list",
        subject=membership.public_id,
        about=membership.public_id,
        by=batch.by,
        at=batch.at,
        organization_id=batch.organization_id,
    )


def _address(arrival: _Arrival) -> str:
    return arrival.entry.address


def _noon(day: date) -> datetime:
    """An instant of that day which lies on it in nearly every time zone."""
    return datetime.combine(day, time(12), UTC)
