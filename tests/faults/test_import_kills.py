"""A worker killed at any moment of an import loses none and makes none twice."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.app import PROJECT, create_app
from learning.cli.schema import upgrade
from learning.courses import intake, queries
from learning.courses.intake import MOST_WAITING
from learning.courses.models import ArticleImport, Course
from learning.courses.states import ImportState, Rights
from learning.database import db
from learning.identifiers import public_id
from learning.jobs import working
from learning.outbox import LEASE
from tests.databases import config_for
from tests.faults.agreement import check_file
from tests.people import make_people
from tests.teaching import ARTICLE

IMPORTS = 12  # for each kill


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.long)])
def test_every_import_becomes_one_course_whenever_the_worker_is_killed(
    tmp_path: Path, kills: int
) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path}/waymark.db"))
    chance = random.Random(4)
    done_before_kills = []
    with app.app_context():
        upgrade()
        people = make_people()
        for _kill in range(kills):
            if queries.unfinished_imports(people.clinic.id) + IMPORTS > MOST_WAITING:
                finish_what_was_left()
            for _number in range(IMPORTS):
                intake.begin(
                    people.clinic.id, ARTICLE.encode(), "hands.md", rights=Rights.OWN,
                    language="en", once=public_id(), by=people.alice.public_id,
                    at=clock.now(),
                )  # fmt: skip
            db.session.rollback()
            kill_while_working(tmp_path, chance.uniform(0.0, 0.15))
            done_before_kills.append(count(ImportState.DONE))
        check_file(tmp_path / "waymark.db")
        finish_what_was_left()
        assert count(ImportState.DONE) == kills * IMPORTS
        assert db.session.scalar(select(func.count()).select_from(Course)) == kills * IMPORTS
        db.session.remove()
        db.engine.dispose()
    in_time = [done < begun * IMPORTS for begun, done in enumerate(done_before_kills, 1)]
    assert sum(in_time) > kills / 2, "the kills came too late to matter"


def finish_what_was_left() -> None:
    """Also what a killed worker had taken: that is free again when its lease is over."""
    while working.do_next(at=clock.now() + LEASE + timedelta(seconds=1)):
        pass


def kill_while_working(folder: Path, seconds: float) -> None:
    """Start a worker, let it finish something, and kill it so many seconds later."""
    done = count(ImportState.DONE)
    with (folder / "log").open("a") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "learning", "work"],
            cwd=PROJECT,
            env={**os.environ, "LEARNING_DATA": str(folder)},
            stdout=log,
            stderr=log,
        )
    begun = time.monotonic()
    while count(ImportState.DONE) == done:
        assert worker.poll() is None, (folder / "log").read_text()[-3000:]
        assert time.monotonic() - begun < 60
        time.sleep(0.002)
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def count(state: ImportState) -> int:
    db.session.rollback()
    return (
        db.session.scalar(
            select(func.count()).select_from(ArticleImport).where(ArticleImport.state == state),
            execution_options={"crosses_tenants": "a test counts all"},
        )
        or 0
    )
