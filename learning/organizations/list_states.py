"""How far a list of people is on its way in, and what was chosen for it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from learning import canonical
from learning.organizations.people_lists.checking import Checked, Problem
from learning.organizations.roles import Role


class ListState(StrEnum):
    """What has become of a list."""

    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Choices:
    """What was chosen when a list was confirmed, and how high the one who chose it stood.

    `group`: the public id of a group that all of them join.
    """

    role: Role
    is_inviting: bool = False
    group: str | None = None

    def text(self) -> str:
        return canonical.text(asdict(self))


@dataclass(frozen=True)
class Numbers:
    """What a list would do, in numbers: what somebody has read before they say yes."""

    new: int
    existing: int
    bad: int
    groups: int

    def text(self) -> str:
        return f"{self.new}-{self.existing}-{self.bad}-{self.groups}"


def choices_of(stored: str) -> Choices:
    values: dict[str, Any] = canonical.parse(stored)
    return Choices(Role(values["role"]), values["is_inviting"], values["group"])


def numbers_of(checked: Checked) -> Numbers:
    return Numbers(
        len(checked.new), len(checked.existing), len(checked.bad_rows), len(checked.new_groups)
    )


def problems_text(problems: list[Problem]) -> str:
    return canonical.text([[each.row, each.column, each.message] for each in problems])


def problems_of(stored: str) -> list[Problem]:
    return [Problem(*each) for each in canonical.parse(stored)]
