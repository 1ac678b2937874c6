"""What is done once a day."""

from datetime import timedelta

from flask import Flask

from learning.database import db
from learning.jobs import daily
from learning.outbox import Outgoing
from tests.people import NOW


def test_a_days_task_is_left_once(app: Flask) -> None:
    for at in (NOW, NOW + timedelta(hours=13), NOW + timedelta(days=1)):
        daily.leave_todays(at=at)
    rows = db.session.query(Outgoing).filter_by(kind=daily.RETENTION).all()
    assert [row.once_key for row in rows] == [
        "daily-retention:2026-11-23",
        "daily-retention:2026-11-24",
    ]
