"""Files made to harm are read or refused, in little time and memory, and reach nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from learning.foreign.limits import MOST_MEMORY, MOST_SECONDS
from learning.web.errors import SENTENCES
from tests.articles.hostile import READ, Weight, hostile_files
from tests.articles.hostile.running import ALL

ROOT = Path(__file__).resolve().parents[2]
FILES = {file.name: file for file in hostile_files("http://nowhere.invalid")}
QUICK = [name for name, file in FILES.items() if file.weight is not Weight.SLOW]
QUICKLY = "quickly"
TO_START_AND_END = 1.5  # seconds, on a busy machine, beside those that reading may take


@cache
def running(which: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.articles.hostile.running", which],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def outcomes(which: str) -> dict[str, Any]:
    done = running(which)
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(FILES) >= 60
    assert len({file.content for file in FILES.values()}) > len(FILES) - 5


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_is_read_or_refused_in_time(name: str) -> None:
    _check(name, outcomes(QUICKLY))


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_any_hostile_file_is_read_or_refused_in_time_by_a_process_of_its_own(name: str) -> None:
    _check(name, outcomes(ALL))


@pytest.mark.parametrize("which", [QUICKLY, pytest.param(ALL, marks=pytest.mark.long)])
def test_no_hostile_file_takes_much_memory_or_connects_to_anyone(which: str) -> None:
    found = outcomes(which)
    worst = max(found["files"], key=lambda name: float(found["files"][name]["seconds"]))
    seconds = found["files"][worst]["seconds"]
    print(f"longest: {worst}, {seconds:.1f} s; most memory: {found['memory'] / 1e6:.0f} MB")
    assert found["memory"] <= MOST_MEMORY
    assert not found["connected"]


def test_every_refusal_has_a_sentence() -> None:
    codes = {code for file in FILES.values() for code in file.outcomes} - {READ}
    assert codes <= SENTENCES.keys()


def _check(name: str, found: dict[str, Any]) -> None:
    result = found["files"][name]
    assert result["outcome"] in FILES[name].outcomes
    assert result["seconds"] < MOST_SECONDS + TO_START_AND_END
