"""The daily look: left once by however many workers, and what it lets go of."""

from datetime import timedelta

from flask import Flask

from learning import files
from learning.database import db, transaction
from learning.files import StoredFile
from learning.organizations.list_states import ListState
from learning.organizations.models import PeopleImport
from learning.outbox import Outgoing
from learning.retention import retention_actions
from tests.people import NOW, People


def test_the_look_of_a_day_is_left_once(app: Flask) -> None:
    for at in (NOW, NOW + timedelta(hours=13), NOW + timedelta(days=1)):
        retention_actions.leave_today(at=at)
    rows = db.session.query(Outgoing).filter_by(kind=retention_actions.TASK).all()
    assert [row.once_key for row in rows] == [
        "daily-retention:2026-11-23",
        "daily-retention:2026-11-24",
    ]


@transaction
def _upload(people: People, state: ListState) -> None:
    listed = files.store(people.clinic.id, state.encode(), "text/csv", at=NOW)
    db.session.add(
        PeopleImport(
            public_id=state.ljust(26, "x"), organization_id=people.clinic.id, file_id=listed.id,
            file_name="staff.csv", mapping="{}", choices="{}", state=state, problems="[]",
            created_by="tests", created_at=NOW,
        )
    )  # fmt: skip


def test_lists_of_people_are_let_go_after_a_month_but_for_those_on_their_way(
    app: Flask, people: People
) -> None:
    for state in ListState:
        _upload(people, state)
    retention_actions.look(at=NOW + timedelta(days=29))
    assert db.session.query(StoredFile).count() == len(ListState)
    retention_actions.look(at=NOW + timedelta(days=30))
    assert [file.content for file in db.session.query(StoredFile)] == [b"confirmed"]
