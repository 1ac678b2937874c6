"""Servers as processes of their own: started, measured from the process table, stopped."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import psutil  # type: ignore[import-untyped]

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST_START = 30  # seconds


@dataclass(frozen=True)
class Server:
    """A running server on a port of 127.0.0.1."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """User and system time of the whole process tree since it started."""
        return sum(sum(process.cpu_times()[:4]) for process in self._tree())

    def pss(self) -> int:
        """Proportional set size of the whole process tree, in bytes."""
        return sum(process.memory_full_info().pss for process in self._tree())

    def _tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@contextmanager
def product(folder: Path) -> Iterator[Server]:
    """The product on the data in this folder, as `make run` serves it."""
    settings = {"LEARNING_DATA": str(folder), "HOST": "127.0.0.1"}
    with _running(["learning", "serve", "--no-demo", "--port", "0"], settings, folder) as server:
        yield server


@contextmanager
def control(folder: Path) -> Iterator[Server]:
    """The control on the pages in this folder."""
    with _running(["bench.control", str(folder)], {}, folder) as server:
        yield server


@contextmanager
def _running(command: list[str], settings: dict[str, str], folder: Path) -> Iterator[Server]:
    # Nothing of the caller's settings: a DATABASE_URL must never lead the benchmark elsewhere.
    environment = {"PATH": os.environ.get("PATH", ""), **settings}
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=_ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        ) as process,
    ):  # fmt: skip
        try:
            yield Server(_port(process, folder / "server.log"), psutil.Process(process.pid))
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = monotonic() + _LONGEST_START
    while process.poll() is None and monotonic() < until:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text()):
            return int(found[1])
        sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-3000:]}")
