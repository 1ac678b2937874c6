"""What an admin's pages take in a large organization, and with ten times its history."""

from datetime import datetime
from statistics import median
from time import monotonic
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, cast, event, func, insert, literal, select, text

from learning.accounts import actions as accounts
from learning.assignments.models import AssignmentRule, Obligation
from learning.assignments.states import ObligationState
from learning.courses.models import Course
from learning.database import db, is_sqlite, transaction
from learning.organizations import actions as organizations
from learning.organizations.models import Group, Membership, Organization
from learning.organizations.roles import Role
from learning.web.visitor import TOKEN

ROUNDS = 9  # earlier ones, all met
_TRIES = 5


def measure(app: Flask, organization: Organization, *, at: datetime) -> None:
    """Print milliseconds and queries of each page, without history and with it."""
    paths = _paths(organization.id)
    browser = _admin(app, organization, at)
    before = {name: _asked(browser, path) for name, path in paths.items()}
    rows = _add_history(organization.id)
    print(f"page          ms  queries  ms with {rows} earlier rounds")
    for name, path in paths.items():
        (took, queries), (later, _) = before[name], _asked(browser, path)
        print(f"{name:<12}{took:4.0f}{queries:9}{later:9.0f}")


def _paths(organization_id: int) -> dict[str, str]:
    def first(model: type) -> str:
        return db.session.scalars(
            select(model.public_id)  # type: ignore[attr-defined]
            .where(model.organization_id == organization_id)  # type: ignore[attr-defined]
            .order_by(model.id)  # type: ignore[attr-defined]
            .limit(1)
        ).one()

    rule = f"/organization/assignments/{first(AssignmentRule)}"
    return {
        "people": "/organization",
        "found": "/organization?q=Person+0007",
        "person": f"/organization/people/{first(Membership)}",
        "groups": "/organization/groups",
        "group": f"/organization/groups/{first(Group)}",
        "rules": "/organization/assignments",
        "rule": rule,
        "overdue": f"{rule}?only=overdue",
        "compliance": f"/organization/compliance?course={first(Course)}",
    }


def _admin(app: Flask, organization: Organization, at: datetime) -> FlaskClient:
    person = accounts.create_person(
        name="Admin", address="admin@bench.example", password="correct horse battery", at=at
    )
    organizations.add_member(organization.id, person, role=Role.ADMIN, by="bench", at=at)
    browser = app.test_client()
    token = accounts.open_session(person, at=at)
    with browser.session_transaction() as session:
        session[TOKEN] = token
        session.permanent = True
    return browser


def _asked(browser: FlaskClient, path: str) -> tuple[float, int]:
    """The median of some requests in milliseconds, and how many queries one of them made."""
    took = []
    statements: list[str] = []

    def note(*said: object) -> None:
        statements.append(str(said[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    for _ in range(_TRIES):
        began = monotonic()
        assert browser.get(path).status_code == 200, path
        took.append(1000 * (monotonic() - began))
    event.remove(db.engine, "before_cursor_execute", note)
    return median(took), sum(each.startswith(("SELECT", "WITH")) for each in statements) // _TRIES


@transaction
def _add_history(organization_id: int) -> int:
    """Earlier rounds of everything that anybody owes, met in time; returns how many."""
    for years in range(1, ROUNDS + 1):
        values = _earlier(years)
        owed = select(*values.values()).where(
            Obligation.organization_id == organization_id, Obligation.state == ObligationState.OPEN
        )
        db.session.execute(insert(Obligation).from_select([*values], owed))
    db.session.execute(text("ANALYZE"))
    met = (
        Obligation.organization_id == organization_id,
        Obligation.state == ObligationState.MET,
    )
    return db.session.scalar(select(func.count()).select_from(Obligation).where(*met)) or 0


def _earlier(years: int) -> dict[str, Any]:
    """Of each column how the round so many years before has it."""

    def before(day: Any, days: int = 365 * years) -> Any:
        return func.date(day, f"-{days} days") if is_sqlite() else day - days

    table = Obligation.__table__.columns
    chance = func.hex(func.randomblob(13)) if is_sqlite() else func.md5(cast(func.random(), String))
    return {
        **{column.name: column for column in table if column.name != "id"},
        "public_id": func.substr(chance, 1, 26),
        "state": literal(ObligationState.MET),
        "round": table.round + years,
        **{name: before(table[name]) for name in ("assigned_on", "due_on", "overdue_on")},
        "met_on": before(table.due_on),
        "renews_on": before(table.assigned_on, 365 * (years - 1) + 1),
    }
