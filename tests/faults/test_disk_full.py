"""The disk is full: people are told so, lose nothing that was acknowledged, and it heals by itself.

Once by SQLite's own limit of pages, once by a limit on the size of the server's files, which
SQLite meets in the middle of writing.
"""

import resource
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from learning.articles.models import Article
from learning.courses.models import Course
from learning.database import db
from tests.faults.agreement import check, check_file
from tests.faults.learners import LEARNERS, PATIENCE, Ledger, lessons, prepare
from tests.faults.server import Server
from tests.pages import PageClient
from tests.teaching import ARTICLE

SEED = 20261124
ROOM = 60_000  # bytes that the server may still write
IMPORT = {"format": "markdown", "rights": "own", "language": "en", "text": ARTICLE * 40}


def readiness(client: PageClient) -> int:
    return client.get("/health/ready").status


def stored() -> tuple[int, int]:
    db.session.rollback()
    return tuple(  # type: ignore[return-value]
        db.session.scalar(select(func.count()).select_from(each)) for each in (Article, Course)
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_database_is_said_and_heals(app: Flask, alice: PageClient) -> None:
    pages: dict[str, int] = {"most": db.session.scalar(text("PRAGMA page_count")) or 0}

    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages['most']}").close()

    event.listen(db.engine, "checkout", limit)
    db.session.rollback()
    refused = alice.post("/teach/import", IMPORT)
    assert refused.status == 507
    assert refused.h1 == "No room to save anything"
    assert "what you just sent was not saved" in refused.text
    assert refused.response.headers["Retry-After"] == "5"
    assert stored() == (0, 0)
    assert alice.get("/teach").status == 200
    pages["most"] = 100_000
    db.session.rollback()
    assert alice.post("/teach/import", IMPORT).status == 303
    assert stored() == (1, 1)
    assert readiness(alice) == 200


def test_a_full_disk_loses_no_acknowledged_answer_and_heals(tmp_path: Path) -> None:
    given = prepare(tmp_path, people=LEARNERS * 10)
    server, ledger = Server(tmp_path), Ledger()
    server.start()
    unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    try:
        with lessons(given, server.port, ledger, SEED):
            wait_until(lambda: bool(ledger.acknowledged))
            most = (tmp_path / "waymark.db-wal").stat().st_size + ROOM
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, unlimited[1]))
            wait_until(lambda: bool(ledger.no_room))
            wait_until(lambda: health(server) == 503)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
            wait_until(lambda: health(server) == 200)
            wait_until(lambda: bool(ledger.finished or ledger.errors))
    finally:
        code = server.stop()
    counts = check(given, ledger)
    print(f"\n{len(ledger.no_room)} requests found no room: {counts}")
    assert ledger.errors == []
    assert code == 0
    assert all("No room to save anything" in page for page in ledger.no_room)
    check_file(tmp_path / "waymark.db")


def wait_until(is_so: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < patience
        time.sleep(0.05)


def health(server: Server) -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status
    finally:
        connection.close()
