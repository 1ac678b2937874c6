"""The power goes while people learn; no acknowledged answer is lost.

The real server runs under strace, and the disk is replayed from the log: at each cut only what a
completed fsync covered is left. `make test` cuts 50 times, `make test-long` 500 times, each once
strictly and once with some of the unsynced writes. With `synchronous=NORMAL` the same replay has
to lose answers, which shows that it would see a loss.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from learning import canonical
from tests.faults.learners import LEARNERS, Heard, Ledger, lessons, prepare
from tests.faults.power import TRACED, Disk, TracedFile, replay
from tests.faults.server import COMMAND, Server

SEED = 20261124
# The product's own command, after this one line.
NORMAL = (
    "from learning import database; "
    "database.SQLITE_PRAGMAS = tuple((name, 'NORMAL' if name == 'synchronous' else value) "
    "for name, value in database.SQLITE_PRAGMAS); "
    "from learning.cli.group import learning; learning()"
)
STORED = """
    SELECT attempt.public_id, answer.position, answer.seq, answer.given, answer.checked_at
    FROM answer JOIN attempt ON attempt.id = answer.attempt_id
"""


@dataclass(frozen=True)
class Recorded:
    """One run of the server: the disk before it, its system calls, what was acknowledged."""

    before: dict[str, bytes]
    log: Path
    heard: list[Heard]


@pytest.fixture
def strace() -> str:
    """The program; skipped loudly where it is missing or may not trace."""
    program = shutil.which("strace")
    if program is None:
        assert not os.environ.get("REQUIRE_STRACE"), "strace is missing: apt install strace"
        warnings.warn("power cuts were not tested: strace is missing", stacklevel=1)
        pytest.skip("strace is missing")
    if subprocess.run([program, "-f", "-o", os.devnull, "true"], capture_output=True).returncode:
        warnings.warn("power cuts were not tested: this system lets nobody trace", stacklevel=1)
        pytest.skip("strace may not trace here")
    return program


@pytest.mark.parametrize(
    ("cuts", "seconds"),
    [(50, 8), pytest.param(500, 60, marks=(pytest.mark.long, pytest.mark.timeout(1800)))],
)
def test_no_acknowledged_answer_is_lost_when_the_power_goes(
    tmp_path: Path, strace: str, cuts: int, seconds: int
) -> None:
    recorded = record(tmp_path, strace, COMMAND, seconds)
    lost, cut_at = lose_power(recorded, tmp_path / "left", cuts)
    print(f"\n{cuts} power cuts, seed {SEED}: {len(recorded.heard)} acknowledged, {lost} lost")
    assert cut_at == cuts
    assert lost == 0


@pytest.mark.timeout(300)
def test_the_replay_would_see_a_loss(tmp_path: Path, strace: str) -> None:
    command = (sys.executable, "-c", NORMAL, *COMMAND[3:])
    recorded = record(tmp_path, strace, command, 8)
    lost, cut_at = lose_power(recorded, tmp_path / "left", 50)
    print(f"\n{cut_at} power cuts with synchronous=NORMAL: {lost} lost")
    assert lost > 0


def record(folder: Path, strace: str, command: tuple[str, ...], seconds: float) -> Recorded:
    """Let learners learn for so long, and note what the server does to its files."""
    given = prepare(folder, people=LEARNERS * (2 + int(seconds) // 2))
    database, log = folder / "waymark.db", folder / "calls"
    names = [str(database), f"{database}-wal"]
    before = {name: Path(name).read_bytes() if Path(name).exists() else b"" for name in names}
    paths = [part for name in names for part in ("-P", name)]
    tracing = (strace, "-f", "--seccomp-bpf", "-qq", "-ttt", "-xx", "-y", "-s", "70000",
               "-e", f"trace={TRACED}", "-e", "signal=none", *paths, "-o", str(log))  # fmt: skip
    server, ledger = Server(folder, command=(*tracing, *command)), Ledger()
    server.start()
    try:
        with lessons(given, server.port, ledger, SEED):
            time.sleep(seconds)
    finally:
        code = server.stop()
    assert ledger.errors == []
    assert code == 0
    assert len(ledger.heard) > 2 * seconds, "something has to be acknowledged"
    return Recorded(before, log, ledger.heard)


def lose_power(recorded: Recorded, folder: Path, cuts: int) -> tuple[int, int]:
    """Acknowledged answers that are not there after a cut, over all cuts; and the cuts made.

    The cuts lie at random between the first and the last acknowledgement.
    """
    chance = random.Random(SEED)
    folder.mkdir()
    first, last = recorded.heard[0].at, recorded.heard[-1].at
    upcoming = sorted((chance.uniform(first, last) for _ in range(cuts)), reverse=True)
    disk = Disk({name: TracedFile(bytearray(old)) for name, old in recorded.before.items()})
    lost = made = 0
    for at in replay(recorded.log, disk):
        while upcoming and upcoming[-1] <= at:
            upcoming.pop()
            known = [heard for heard in recorded.heard if heard.at <= at]
            for unsynced in (None, chance):
                disk.left_in(folder, unsynced)
                lost += missing(known, folder / "waymark.db")
            made += 1
    return lost, made


def missing(known: list[Heard], path: Path) -> int:
    """How many of these acknowledgements a database doesn't know."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        stored = {
            (attempt, position): (seq, tuple(sorted(canonical.parse(given or "[]"))), checked)
            for attempt, position, seq, given, checked in connection.execute(STORED)
        }
    finally:
        connection.close()
        for leftover in path.parent.glob("*-shm"):
            leftover.unlink()
    return sum(not is_known(heard, stored.get(heard.key)) for heard in known)


def is_known(heard: Heard, stored: tuple[int, tuple[str, ...], str | None] | None) -> bool:
    if stored is None:
        return False
    revision, given, checked = stored
    if heard.revision is None:
        return checked is not None and given == heard.values
    return revision > heard.revision or (revision == heard.revision and given == heard.values)
