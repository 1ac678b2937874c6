"""The server is killed at random instants while people learn; no acknowledged answer is lost.

The real server, as `make run` starts it, on SQLite with the product's own fsync settings. Learners
keep a ledger of what was acknowledged; at the end the database has to agree with it. Beside those
who take the course there are people who save a hundred times a second together, as long as the
server lets them. `make test` kills 20 times, `make test-long` 200 times; seed, rate and counts are
printed.
"""

import random
import time
from pathlib import Path

import pytest

from tests.faults.agreement import check, check_file
from tests.faults.learners import LEARNERS, PATIENCE, Ledger, lessons, prepare, saving
from tests.faults.server import Server

SEED = 20261123
SAVERS = 30
PAUSE = 0.25  # seconds between two saves of one of them


@pytest.mark.parametrize(
    "kills",
    [20, pytest.param(200, marks=(pytest.mark.long, pytest.mark.timeout(3600)))],
)
def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(SEED)
    given = prepare(tmp_path, people=LEARNERS * (10 + kills // 2), savers=SAVERS)
    server, ledger = Server(tmp_path), Ledger()
    server.start()
    ran = 0.0
    try:
        with (
            saving(given, server.port, ledger, SEED, PAUSE),
            lessons(given, server.port, ledger, SEED),
        ):
            before = ledger.saves
            for _ in range(kills):
                pause = chance.uniform(0.1, 1.1)
                time.sleep(pause)
                ran += pause
                server.kill()
                server.start()
            rate = (ledger.saves - before) / ran
            # On a busy machine nobody may have got through between the kills.
            patience = time.monotonic() + PATIENCE
            while not ledger.finished and not ledger.errors and time.monotonic() < patience:
                time.sleep(0.1)
    finally:
        code = server.stop()
    counts = check(given, ledger)
    print(
        f"\n{kills} kills, seed {SEED}: {counts}; {len(ledger.cut_off)} requests cut off and sent "
        f"again ({ledger.cut_off.count('POST')} of them forms); {rate:.0f} saves acknowledged per "
        f"second of the {ran:.0f} it ran; slowest start to first 200 {server.slowest_start:.1f} s"
    )
    assert ledger.errors == []
    assert code == 0
    assert server.slowest_start < 10
    assert len(ledger.cut_off) >= kills / 2, "the kills have to meet requests"
    assert ledger.saves >= 10 * kills, "and many of them saves"
    check_file(tmp_path / "waymark.db")
