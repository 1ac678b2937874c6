"""Which column of a file is what: known by its name, however it is spelled, or said by hand."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from learning.errors import RuleBroken


class Column(StrEnum):
    """What a list can say about people."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    GROUP = "group"
    ROLE = "role"
    MANAGER = "manager"
    EMPLOYEE_ID = "employee_id"
    JOINED_ON = "joined_on"


# Which place in a row holds what.
Places = Mapping[Column, int]
# What an organization keeps beside that, such as a site: the name of each field, and its place.
Fields = Mapping[str, int]
FIELD = "field"  # what a problem with one is said to be about
LONGEST_FIELD_NAME = 100

# The head of the template. A first and a last name are taken, too, in the place of a name.
TEMPLATE = (
    Column.NAME, Column.EMAIL, Column.GROUP, Column.ROLE, Column.MANAGER, Column.EMPLOYEE_ID,
    Column.JOINED_ON,
)  # fmt: skip
_OTHER_NAMES = {
    Column.NAME: "full name, display name, employee, employee name, staff name, member name, "
    "learner, learner name, person",
    Column.FIRST_NAME: "given name, forename, first",
    Column.LAST_NAME: "surname, family name, last",
    Column.EMAIL: "email address, mail, mail address, work email, work email address, email id, "
    "business email, company email, primary email, contact email, contact address",
    Column.GROUP: "groups, department, dept, team, unit, ward, division, section, cohort, "
    "organizational unit, organisational unit, org unit, department name, group name",
    Column.ROLE: "user role, access role",
    Column.MANAGER: "manager email, manager email address, managers email, managers email address, "
    "line manager, line manager email, supervisor, supervisor email, reports to, boss",
    Column.EMPLOYEE_ID: "employee number, employee no, staff number, staff no, staff id, "
    "personnel number, personnel no, personnel id, payroll number, payroll id, worker id, "
    "external id, id",
    Column.JOINED_ON: "joined, start date, started, started on, hire date, hired on, date hired, "
    "date of hire, date of joining, joining date, date joined, employment start date, entry date",
}


def _folded(name: str) -> str:
    """Letters and digits only, small: "E-Mail_Address *" is "emailaddress"."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


_BY_NAME = {
    **{
        _folded(name): column
        for column, names in _OTHER_NAMES.items()
        for name in names.split(", ")
    },
    **{_folded(column): column for column in Column},
}


def detected(head: Sequence[str]) -> dict[Column, int]:
    """Which column is what, by the names in the head; of two that say the same, our own name."""
    found: dict[Column, int] = {}
    for place, name in enumerate(head):
        column = _BY_NAME.get(_folded(name))
        if column and (
            column not in found
            or (_folded(name) == _folded(column) != _folded(head[found[column]]))
        ):
            found[column] = place
    if Column.NAME in found:
        found.pop(Column.FIRST_NAME, None)
        found.pop(Column.LAST_NAME, None)
    return found


def detected_fields(head: Sequence[str], places: Places, known: Collection[str]) -> dict[str, int]:
    """Which other columns are fields that the organization keeps already, by their exact names."""
    taken = set(places.values())
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = field_name(cell)
        if place not in taken and name in known:
            found.setdefault(name, place)
    return found


def field_name(cell: str) -> str:
    """How a field with this head is called; blank if it can't be one."""
    name = " ".join(cell.split())
    return name if len(name) <= LONGEST_FIELD_NAME and name.isprintable() else ""


def missing(columns: Iterable[Column]) -> list[Column]:
    """What a list can't do without, and this one does."""
    there = set(columns)
    has_name = there & {Column.NAME, Column.FIRST_NAME, Column.LAST_NAME}
    wanted = [] if has_name else [Column.NAME]
    return wanted + ([] if Column.EMAIL in there else [Column.EMAIL])


def checked(places: Places) -> Places:
    """The same, if people can be read with it. Raises RuleBroken people-columns (columns=)."""
    lacking = missing(places)
    if lacking:
        raise RuleBroken("people-columns", columns=" and ".join(f"“{each}”" for each in lacking))
    return places
