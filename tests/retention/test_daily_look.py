"""How the daily look at who has left is left once, by however many workers."""

from datetime import timedelta

from flask import Flask

from learning.database import db
from learning.outbox import Outgoing
from learning.retention import retention_actions
from tests.people import NOW


def test_the_look_of_a_day_is_left_once(app: Flask) -> None:
    for at in (NOW, NOW + timedelta(hours=13), NOW + timedelta(days=1)):
        retention_actions.leave_today(at=at)
    rows = db.session.query(Outgoing).filter_by(kind=retention_actions.TASK).all()
    assert [row.once_key for row in rows] == [
        "daily-retention:2026-11-23",
        "daily-retention:2026-11-24",
    ]
