"""W3's control: raw sqlite3 that inserts an answer and commits, on one connection."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from learning.database import SQLITE_PRAGMAS


@dataclass(frozen=True)
class Commits:
    """What durable inserts came to."""

    count: int
    seconds: float
    cpu_seconds: float


def measure(folder: Path, seconds: float) -> Commits:
    """Insert and commit for so long, with the product's own pragmas, beside its database."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    try:
        for name, value in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {name}={value}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY AUTOINCREMENT, attempt_id "
            "INTEGER, position INTEGER, given TEXT, checked_at TEXT, UNIQUE (attempt_id, position))"
        )
        return _inserts(connection, seconds)
    finally:
        connection.close()


def _inserts(connection: sqlite3.Connection, seconds: float) -> Commits:
    before = connection.execute("SELECT coalesce(max(id), 0) FROM answer").fetchone()[0]
    count, began, cpu = 0, time.perf_counter(), time.process_time()
    while (now := time.perf_counter()) < began + seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO answer (attempt_id, position, given, checked_at) VALUES (?, ?, ?, ?)",
            ((before + count) // 10, (before + count) % 10, '["o1-0123456789ab"]',
             "2026-11-23 10:00:00.000000"),
        )  # fmt: skip
        connection.execute("COMMIT")
        count += 1
    cpu = time.process_time() - cpu
    stored = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
    assert stored == before + count, "a committed row is missing"
    return Commits(count, now - began, cpu)
