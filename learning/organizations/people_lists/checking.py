"""What a list of people would do, and what is wrong in it: rows against who is there already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from learning.organizations import hierarchy
from learning.organizations.people_lists import values
from learning.organizations.people_lists.circles import in_circles
from learning.organizations.people_lists.columns import FIELD, Column, Fields, Places
from learning.organizations.people_lists.reading import PeopleList, Row
from learning.organizations.people_lists.values import Wrong, quoted
from learning.organizations.roles import Role, may_give

V = TypeVar("V")


@dataclass(frozen=True)
class Member:
    """Somebody who is in the organization, or was."""

    id: int
    name: str
    address: str
    employee_id: str | None = None
    manager_id: int | None = None
    role: Role = Role.LEARNER
    has_left: bool = False


@dataclass(frozen=True)
class Known:
    """Who is there: by each of their addresses and by employee id; and the groups, folded.

    `reserved`: employee ids of people whose invitation was taken back, by their address.
    """

    by_address: Mapping[str, Member] = field(default_factory=dict)
    by_employee_id: Mapping[str, Member] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """Why a row can't come in: the file's own number of it, the column, a sentence."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Entry:
    """A row as values. `member`: who is there already."""

    row: int
    name: str
    address: str
    group: str | None = None
    role: Role = Role.LEARNER
    manager: str | None = None
    employee_id: str | None = None
    joined_on: date | None = None
    member: Member | None = None
    # What else the organization keeps: names and values, those that aren't blank.
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def node(self) -> str:
        """The address that stands for them, whichever the row names."""
        return self.member.address if self.member else self.address


@dataclass(frozen=True)
class Checked:
    """Rows that are good, of new people and of those who are there; and what is wrong in others."""

    new: tuple[Entry, ...]
    existing: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    new_groups: tuple[str, ...]
    # Good rows that come in without the manager they name, whose own row is bad.
    without_manager: int

    @property
    def bad_rows(self) -> set[int]:
        return {problem.row for problem in self.problems}


def check(
    people: PeopleList,
    places: Places,
    known: Known,
    *,
    by_role: Role,
    today: date,
    fields: Fields = MappingProxyType({}),
) -> Checked:
    """Go through a list. `by_role`: whoever brings it in gives no role above their own."""
    return _Check(places, fields, known, by_role, today).through(people)


class _Check:
    def __init__(
        self, places: Places, fields: Fields, known: Known, by_role: Role, today: date
    ) -> None:
        self.places, self.fields, self.known = places, fields, known
        self.by_role, self.today = by_role, today
        self.problems: list[Problem] = []
        self.bad: set[int] = set()
        # Which row came first with an address, an employee id, a person.
        self.first: dict[tuple[str, str | int], int] = {}
        self.addresses: dict[str, str | Wrong] = {}

    def through(self, people: PeopleList) -> Checked:
        entries = [entry for row in people.rows if (entry := self._entry(row))]
        nodes = {entry.node for entry in entries}
        for entry in entries:
            self._check_manager(entry, nodes)
        self._check_circles(entries)
        good = [entry for entry in entries if entry.row not in self.bad]
        order = {str(column): place for place, column in enumerate([*Column, FIELD])}
        return Checked(
            tuple(entry for entry in good if entry.member is None),
            tuple(entry for entry in good if entry.member is not None),
            tuple(sorted(self.problems, key=lambda p: (p.row, order[p.column]))),
            self._new_groups(good),
            self._without_manager(good),
        )

    def _say(self, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(row, str(column), message))
        self.bad.add(row)

    def _entry(self, row: Row) -> Entry | None:
        """The values of a row; None without an address, by which it would be known to others."""
        name = self._name(row)
        address = self._value(row, Column.EMAIL, self._address)
        group = self._value(row, Column.GROUP, values.group)
        role = self._value(row, Column.ROLE, values.role) or Role.LEARNER
        manager = self._value(row, Column.MANAGER, self._manager)
        employee_id = self._value(row, Column.EMPLOYEE_ID, values.employee_id)
        joined_on = self._value(row, Column.JOINED_ON, self._joined_on)
        is_again = [
            self._came_before(row.number, Column.EMAIL, address, "e-mail address"),
            self._came_before(row.number, Column.EMPLOYEE_ID, employee_id, "employee id"),
        ]
        if address is None or any(is_again):
            return None
        entry = Entry(
            row.number, name, address, group, role, manager, employee_id, joined_on,
            self._member(row.number, name, address, employee_id), self._own_fields(row),
        )  # fmt: skip
        return self._fitting(entry)

    def _own_fields(self, row: Row) -> tuple[tuple[str, str], ...]:
        found = []
        for name, place in self.fields.items():
            try:
                value = values.own_field(values.plain(row.cell(place)))
            except Wrong as wrong:
                self._say(row.number, FIELD, wrong.message)
                continue
            if value is not None:
                found.append((name, value))
        return tuple(found)

    def _fitting(self, entry: Entry) -> Entry | None:
        """The entry, unless another row is about the same person; a role too high is said."""
        if entry.member is None:
            if not may_give(self.by_role, Role.LEARNER, entry.role):
                self._say(entry.row, Column.ROLE, f"You can’t give the role {entry.role}")
            return entry
        first = self.first.setdefault(("member", entry.member.id), entry.row)
        if first != entry.row:
            self._say(entry.row, Column.EMAIL, f"Row {first} is about the same person")
            return None
        return entry

    def _value(self, row: Row, column: Column, read: Callable[[str], V]) -> V | None:
        try:
            return read(values.plain(row.cell(self.places.get(column))))
        except Wrong as wrong:
            self._say(row.number, column, wrong.message)
            return None

    def _name(self, row: Row) -> str:
        if Column.NAME in self.places:
            return self._value(row, Column.NAME, values.name) or ""
        parts = [
            self._value(row, column, lambda text: text)
            for column in (Column.FIRST_NAME, Column.LAST_NAME)
            if column in self.places
        ]
        if None in parts:
            return ""
        try:
            return values.name(" ".join(part for part in parts if part))
        except Wrong as wrong:
            self._say(row.number, Column.NAME, wrong.message)
            return ""

    def _address(self, text: str) -> str:
        """Managers are named over and over, and looking closely at an address takes a while."""
        if text not in self.addresses:
            try:
                self.addresses[text] = values.address(text)
            except Wrong as wrong:
                self.addresses[text] = wrong
        found = self.addresses[text]
        if isinstance(found, Wrong):
            raise found
        return found

    def _manager(self, text: str) -> str | None:
        return self._address(text) if text else None

    def _joined_on(self, text: str) -> date | None:
        return values.joined_on(text, today=self.today)

    def _came_before(self, row: int, column: Column, value: str | None, words: str) -> bool:
        if value is None:
            return False
        first = self.first.setdefault((column, value), row)
        if first != row:
            self._say(row, column, f"Row {first} has the same {words}, {quoted(value)}")
        return first != row

    def _member(self, row: int, name: str, address: str, employee_id: str | None) -> Member | None:
        """Who it is: the one with this address, or else with this employee id and name."""
        member = self.known.by_address.get(address)
        holder = self.known.by_employee_id.get(employee_id or "")
        if holder is not None and member is None and _same(holder.name, name):
            return holder
        if holder is not None and (member is None or member.id != holder.id):
            self._say(
                row, Column.EMPLOYEE_ID,
                f"{quoted(employee_id or '')} is the employee id of {holder.name} "
                f"({holder.address})",
            )  # fmt: skip
        reserved = self.known.reserved.get(employee_id or "")
        if reserved is not None and reserved != address:
            self._say(
                row, Column.EMPLOYEE_ID,
                f"{quoted(employee_id or '')} is the employee id of {reserved}",
            )  # fmt: skip
        return member

    def _check_manager(self, entry: Entry, nodes: set[str]) -> None:
        if entry.manager is None:
            return
        member = self.known.by_address.get(entry.manager)
        if member is not None and member.has_left:
            message = f"{quoted(entry.manager)} has left the organization"
        elif member is None and entry.manager not in nodes and (
            (Column.EMAIL, entry.manager) not in self.first
        ):  # fmt: skip
            message = f"{quoted(entry.manager)} is neither in this file nor in the organization"
        else:
            return
        self._say(entry.row, Column.MANAGER, message)

    def _check_circles(self, entries: list[Entry]) -> None:
        """Refuse rows that close a circle; those left out for it may close another with others."""
        ids = {member.id: member.address for member in self.known.by_address.values()}
        above = {
            member.address: ids[member.manager_id]
            for member in self.known.by_address.values()
            if member.manager_id in ids
        }
        named = [entry for entry in entries if entry.manager is not None]
        while True:
            now = {**above, **{entry.node: self._node_of(entry.manager) for entry in named}}
            around = in_circles(now)
            closing = [entry for entry in named if entry.node in around]
            for entry in closing:
                self._say_circle(entry, now)
            left = [entry for entry in named if entry.row not in self.bad]
            if len(left) == len(named):
                return
            named = left

    def _node_of(self, address: str | None) -> str:
        member = self.known.by_address.get(address or "")
        return member.address if member else address or ""

    def _say_circle(self, entry: Entry, above: Mapping[str, str]) -> None:
        chain, at = [entry.node], above[entry.node]
        while at != entry.node and len(chain) < 5:
            chain.append(at)
            at = above[at]
        if len(chain) == 1:
            message = f"{entry.node} is named as their own manager"
        else:
            message = f"Managers in a circle: {' → '.join(chain)} → {at}"
        self._say(entry.row, Column.MANAGER, message)

    def _new_groups(self, good: list[Entry]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for entry in good:
            has_left = entry.member is not None and entry.member.has_left
            if entry.group is not None and not has_left:
                found.setdefault(hierarchy.folded(entry.group), entry.group)
        return tuple(name for folded, name in found.items() if folded not in self.known.groups)

    def _without_manager(self, good: list[Entry]) -> int:
        nodes: set[Any] = {entry.address for entry in good} | self.known.by_address.keys()
        return sum(entry.manager is not None and entry.manager not in nodes for entry in good)


def _same(name: str, other: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(other.casefold().split())
