"""A list of 5,000 people: until it is read and checked, and until everybody is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import monotonic

from openpyxl import Workbook

from config import Config
from learning import clock
from learning.app import create_app
from learning.cli.schema import upgrade
from learning.database import db
from learning.organizations import actions, import_actions, import_queries
from learning.organizations.list_states import Choices
from learning.organizations.roles import Role

PEOPLE = 5_000
_GROUPS = 200
_BELOW = 10  # people under one manager
_HEAD = ("name", "email", "group", "role", "manager", "employee_id", "joined_on")


@dataclass(frozen=True)
class Listed:
    """Seconds: reading what came, checking it, and bringing everybody in with an invitation."""

    name: str
    read: float
    checked: float
    taken_in: float

    @property
    def row(self) -> tuple[str, ...]:
        return self.name, *(f"{each:.1f}" for each in (self.read, self.checked, self.taken_in))


def measure(folder: Path) -> Iterator[Listed]:
    """The same people as CSV, and then, when all of them are there, as XLSX."""
    app = create_app(Config.from_environment({"LEARNING_DATA": str(folder)}))
    with app.app_context():
        upgrade()
        clinic = actions.create_organization(
            name="Clinic", slug="clinic", by="bench", at=clock.now()
        )
        yield _measured("CSV, everybody new", clinic.id, _csv(), "people.csv")
        yield _measured("XLSX, everybody there", clinic.id, _xlsx(), "people.xlsx")
        db.session.remove()
        db.engine.dispose()


def _measured(name: str, organization_id: int, content: bytes, file_name: str) -> Listed:
    at, moments = datetime.now(UTC), [monotonic()]
    begun = import_actions.upload(organization_id, content, file_name, by="bench", at=at)
    moments.append(monotonic())
    checked = import_queries.checked_list(begun, by_role=Role.ADMIN, today=at.date())
    moments.append(monotonic())
    assert len(checked.new) + len(checked.existing) == PEOPLE
    import_actions.confirm(begun, Choices(Role.ADMIN, is_inviting=True), by="bench", at=at)
    import_actions.go_on(organization_id, begun.public_id, at=at)
    moments.append(monotonic())
    return Listed(name, *(b - a for a, b in pairwise(moments)))


def _rows() -> Iterator[tuple[str, ...]]:
    yield _HEAD
    for n in range(PEOPLE):
        manager = _address(n // _BELOW) if n else ""
        yield f"Person {n}", _address(n), f"Ward {n % _GROUPS}", "", manager, f"{n}", "2026-11-02"


def _address(number: int) -> str:
    return f"person{number}@clinic{number % 50}.example.org"


def _csv() -> bytes:
    return "\r\n".join(",".join(row) for row in _rows()).encode()


def _xlsx() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows():
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
