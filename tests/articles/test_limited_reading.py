"""Files from elsewhere are read by a process that can do little and doesn't live long."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from learning.articles.limited_reading import outline_of_file
from learning.articles.outline import outline_of
from learning.errors import RuleBroken
from learning.foreign.limits import MOST_MEMORY
from tests.articles.hostile import texts
from tests.articles.hostile.pdfs import plain
from tests.articles.readers.documents import pdf_of

ROOT = Path(__file__).resolve().parents[2]


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that has taken the limits of a reading one."""
    limits = "from learning.foreign.limits import take_limits; take_limits()\n"
    return subprocess.run(
        [sys.executable, "-c", limits + code], cwd=ROOT, capture_output=True, text=True
    )


def test_the_outline_is_the_same_as_without_limits() -> None:
    content = pdf_of()
    assert outline_of_file(content, "guide.pdf") == outline_of(content, "guide.pdf")
    text = b"# Title\n\n## One\n\nSome words.\n"
    assert outline_of_file(text, "guide.md") == outline_of(text, "guide.md")


def test_a_refusal_arrives_with_its_values() -> None:
    with pytest.raises(RuleBroken) as refusal:
        outline_of_file(b"words", "a.exe")
    assert refusal.value.code == "article-format"
    assert refusal.value.values["ending"] == ".exe"
    with pytest.raises(RuleBroken, match="article-scanned"):
        outline_of_file(plain(b"0 0 m 9 9 l S"), "a.pdf")


def test_what_takes_too_long_is_ended() -> None:
    slow = next(each for each in texts.hostile("") if each.name == texts.SLOW)
    began = time.monotonic()
    with pytest.raises(RuleBroken, match="article-slow"):
        outline_of_file(slow.content, "a.txt")
    assert time.monotonic() - began < 8


def test_several_threads_may_read_at_once() -> None:
    content, found = pdf_of(), []
    threads = [
        threading.Thread(target=lambda: found.append(outline_of_file(content, "a.pdf").title))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["A short guide to sleep"] * 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread watches over memory")
def test_memory_ends_before_the_machine_has_none() -> None:
    assert "MemoryError" in run(f"x = bytearray({MOST_MEMORY})").stderr
    assert run("x = bytearray(100_000_000)").returncode == 0


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('{folder}/new', 'w')",
        "import os; os.mkdir('{folder}/new')",
    ],
)
def test_a_reading_process_reaches_nothing(code: str, tmp_path: Path) -> None:
    done = run(code.replace("{folder}", str(tmp_path)))
    assert "PermissionError: a file being read may not" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reading_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    start = subprocess.Popen

    def popen(*arguments: object, **options: object) -> object:
        seen.append(dict(options["env"]))  # type: ignore[call-overload]
        return start(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("SECRET_KEY", "not for readers")
    monkeypatch.setattr(subprocess, "Popen", popen)
    outline_of_file(pdf_of(), "a.pdf")
    assert seen
    assert all(set(environment) == {"PYTHONPATH", "PYTHONHASHSEED"} for environment in seen)
