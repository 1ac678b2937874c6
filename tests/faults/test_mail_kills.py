"""A worker killed between sending and marking repeats that one message, and loses none."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from learning import clock, outbox
from learning.app import PROJECT, create_app
from learning.cli.schema import upgrade
from learning.database import db, transaction
from learning.jobs import working
from learning.outbox import LEASE, Outgoing, TaskState
from learning.progress import actions, queries
from tests.databases import config_for
from tests.faults.agreement import check_file
from tests.mail.server import MailServer, free_port, listening
from tests.people import NOW, People, make_people
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published

MESSAGES = 4  # for each kill


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_kill_repeats_one_message_at_most_and_loses_none(tmp_path: Path, kills: int) -> None:
    server, port = MailServer(), free_port()
    url = f"smtp://127.0.0.1:{port}?from=learn@waymark.example"
    config = config_for(tmp_path, f"sqlite:///{tmp_path}/waymark.db", mail_url=url)
    app = create_app(config)
    with app.app_context(), listening(server, port):
        upgrade()
        certificate = earned(make_people())
        for kill in range(kills):
            for number in range(MESSAGES):
                leave(certificate, f"{kill}.{number}")
            db.session.rollback()
            kill_after(server, 1 + kill % (MESSAGES - 1), tmp_path, url)
        check_file(tmp_path / "waymark.db")
        # What a killed worker had taken is free again when its lease is over.
        while working.do_next(at=clock.now() + LEASE + timedelta(seconds=1)):
            pass
        db.session.rollback()
        messages = kills * MESSAGES + 1  # and the one that issuing has left
        assert count(TaskState.DONE) == count() == messages
        db.session.remove()
        db.engine.dispose()
    seen = Counter(server.numbers)
    assert len(seen) == messages, "none is lost"
    assert sum(seen.values()) - messages <= kills, "at most one more for each kill"
    assert sum(seen.values()) > messages, "the kills came where nothing was at stake"


def earned(people: People) -> str:
    """A certificate that messages are about; its public id."""
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    found = queries.certificate_for(enrolment)
    assert found is not None
    return found.public_id


def leave(certificate: str, number: str) -> None:
    organization = db.session.scalars(select(Outgoing.organization_id).limit(1)).one()
    db.session.rollback()
    outbox_leave(certificate, number, organization)


@transaction
def outbox_leave(certificate: str, number: str, organization_id: int | None) -> None:
    outbox.leave(
        "certificate-issued",
        once_key=f"certificate-issued:{number}",
        payload={"certificate": certificate},
        organization_id=organization_id,
        at=clock.now(),
    )


def kill_after(server: MailServer, messages: int, folder: Path, url: str) -> None:
    """Start a worker; kill it when it has sent so many, before it hears that they were taken."""
    worker: list[subprocess.Popen[bytes]] = []
    started, killed = Event(), Event()
    last = len(server.messages) + messages

    def on_message(_message: object) -> None:
        if len(server.messages) >= last and not killed.is_set():
            started.wait(30)
            worker[0].send_signal(signal.SIGKILL)
            worker[0].wait()
            killed.set()

    server.on_message = on_message
    with (folder / "log").open("a") as log:
        worker.append(
            subprocess.Popen(
                [sys.executable, "-m", "learning", "work"],
                cwd=PROJECT,
                env={
                    **os.environ,
                    "LEARNING_DATA": str(folder),
                    "MAIL_URL": url,
                    "SECRET_KEY": "tests only",
                },
                stdout=log,
                stderr=log,
            )
        )
    started.set()
    assert killed.wait(60), (folder / "log").read_text()[-3000:]
    server.on_message = lambda _message: None


def count(state: TaskState | None = None) -> int:
    query = select(func.count()).where(Outgoing.kind == "certificate-issued")
    if state is not None:
        query = query.where(Outgoing.state == state)
    return db.session.scalar(query) or 0
