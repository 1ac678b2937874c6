"""Files made to harm are read or refused, in little time and memory, and reach nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from learning.articles.reading_process import MOST_MEMORY, MOST_SECONDS
from learning.web.errors import SENTENCES
from tests.articles.hostile import READ, hostile_files

ROOT = Path(__file__).resolve().parents[2]
FILES = {file.name: file for file in hostile_files("http://nowhere.invalid")}
QUICK = [name for name, file in FILES.items() if not file.is_slow]
SLOW = [name for name, file in FILES.items() if file.is_slow]
TO_START_AND_END = 1.5  # seconds, on a busy machine, beside those that reading may take

pytestmark = pytest.mark.xdist_group("hostile")


@cache
def outcomes(which: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.articles.hostile.running", which],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    worst = max(found["files"], key=lambda name: found["files"][name]["seconds"])
    seconds = found["files"][worst]["seconds"]
    print(f"longest: {worst}, {seconds:.1f} s; most memory: {found['memory'] / 1e6:.0f} MB")
    return found


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(FILES) >= 60
    assert len({file.content for file in FILES.values()}) > len(FILES) - 5


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_is_read_or_refused_in_time(name: str) -> None:
    _check(name, outcomes("quick"))


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
def test_a_laborious_file_is_read_or_refused_in_time(name: str) -> None:
    _check(name, outcomes("slow"))


def test_no_hostile_file_takes_much_memory_or_connects_to_anyone() -> None:
    found = outcomes("quick")
    assert found["memory"] <= MOST_MEMORY
    assert not found["connected"]


@pytest.mark.long
def test_no_laborious_file_takes_much_memory() -> None:
    assert outcomes("slow")["memory"] <= MOST_MEMORY


def test_every_refusal_has_a_sentence() -> None:
    codes = {code for file in FILES.values() for code in file.outcomes} - {READ}
    assert codes <= SENTENCES.keys()


def _check(name: str, found: dict[str, Any]) -> None:
    result = found["files"][name]
    assert result["outcome"] in FILES[name].outcomes
    assert result["seconds"] < MOST_SECONDS + TO_START_AND_END
