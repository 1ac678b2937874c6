"""A worker killed at any moment of a list of people brings in everybody, and nobody twice."""

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
from learning.database import db
from learning.jobs import working
from learning.organizations import import_actions
from learning.organizations.list_states import Choices, ListState
from learning.organizations.models import (
    Group,
    GroupMembership,
    Invitation,
    Membership,
    PeopleImport,
)
from learning.organizations.roles import MembershipState, Role
from learning.outbox import LEASE, Outgoing
from tests.databases import config_for
from tests.faults.agreement import check_file
from tests.organizations.people_lists.lists import HEAD
from tests.people import People, make_people

ROWS = 250  # in each list


def list_number(number: int) -> bytes:
    """People under a manager of their own list, in groups that all lists share."""
    boss = f"p{number}-0@example.org"
    lines = (
        f"P,p{number}-{n}@example.org,Ward {n % 7},,{boss if n else ''},{number}-{n},2026-11-02\n"
        for n in range(ROWS)
    )
    return (HEAD + "".join(lines)).encode()


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_everybody_comes_in_once_whenever_the_worker_is_killed(tmp_path: Path, kills: int) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path}/waymark.db"))
    chance = random.Random(7)
    half_done = 0
    with app.app_context():
        upgrade()
        people = make_people()
        for kill in range(kills):
            begin(people, kill)
            kill_while_working(tmp_path, chance.uniform(0.0, 0.2))
            half_done += count(PeopleImport, PeopleImport.state == ListState.CONFIRMED) > 0
            check_nothing_is_half_done()
        check_file(tmp_path / "waymark.db")
        while working.do_next(at=clock.now() + LEASE + timedelta(seconds=1)):
            pass
        check_everybody_is_there(kills)
        db.session.remove()
        db.engine.dispose()
    assert half_done, "the kills came too late to matter"


def begin(people: People, number: int) -> None:
    by = people.dana.public_id
    begun = import_actions.upload(
        people.clinic.id, list_number(number), "staff.csv", by=by, at=clock.now()
    )
    choices = Choices(Role.ADMIN, is_inviting=True)
    import_actions.confirm(begun, choices, by=by, at=clock.now())


def kill_while_working(folder: Path, seconds: float) -> None:
    """Start a worker, let it take in some rows, and kill it so many seconds later."""
    there = count(Membership)
    with (folder / "log").open("a") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "learning", "work"],
            cwd=PROJECT,
            env={**os.environ, "LEARNING_DATA": str(folder)},
            stdout=log,
            stderr=log,
        )
    begun = time.monotonic()
    while count(Membership) == there:
        assert worker.poll() is None, (folder / "log").read_text()[-3000:]
        assert time.monotonic() - begun < 60
        time.sleep(0.002)
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def check_nothing_is_half_done() -> None:
    """What a list says it has added is there: members, groups and invitations."""
    added = db.session.scalar(
        select(func.sum(PeopleImport.added)), execution_options={"crosses_tenants": "counts all"}
    )
    assert count(Membership, Membership.state == MembershipState.INVITED) == added
    assert count(GroupMembership) == count(Invitation) == added
    assert count(Outgoing, Outgoing.kind == "invitation") == added


def check_everybody_is_there(lists: int) -> None:
    check_nothing_is_half_done()
    assert count(PeopleImport, PeopleImport.state == ListState.DONE) == lists
    assert count(Membership, Membership.state == MembershipState.INVITED) == lists * ROWS
    assert count(Membership, Membership.manager_id.is_not(None)) == lists * (ROWS - 1)
    assert count(Group) == 7
    assert count(Outgoing, Outgoing.kind == "import-finished") == lists


def count(model: type, *which: object) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(model).where(*which)  # type: ignore[arg-type]
    return db.session.scalar(query, execution_options={"crosses_tenants": "a test counts all"}) or 0
