"""Reads hostile files as the server would, and prints what came of it as JSON.

A process of its own, so that the memory of the children it waits for is theirs alone. Light files
are read by one child, one after the other, under the same limits: starting a child for each takes
longer than reading it.
"""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from learning.articles import reading_process
from learning.articles.limited_reading import outline_of_file
from learning.errors import RuleBroken
from learning.foreign import limits
from tests.articles.hostile import READ, Hostile, Weight, hostile_files

ALL = "all"
TOGETHER = "together"


def as_the_server_does(file: Hostile) -> str:
    try:
        outline_of_file(file.content, f"article{file.ending}")
    except RuleBroken as refusal:
        return refusal.code
    return READ


def as_a_child_does(file: Hostile) -> str:
    answer = limits.answered(reading_process.outline, file.content, f"article{file.ending}")
    assert "failed" not in answer, (file.name, answer)
    return answer.get("refused", READ)


def timed(read: Callable[[Hostile], str], file: Hostile) -> dict[str, Any]:
    began = time.monotonic()
    outcome = read(file)
    return {"outcome": outcome, "seconds": time.monotonic() - began}


def together() -> None:
    """Be the child that reads all light files, which come in by standard input."""
    limits.take_limits(seconds=60)
    sent = json.load(sys.stdin)
    files = [Hostile(name, ending, b64decode(content), ()) for name, ending, content in sent]
    json.dump({file.name: timed(as_a_child_does, file) for file in files}, sys.stdout)


def read_together(files: list[Hostile]) -> dict[str, Any]:
    sent = json.dumps(
        [[each.name, each.ending, b64encode(each.content).decode()] for each in files]
    )
    child = [sys.executable, "-m", "tests.articles.hostile.running", TOGETHER]
    done = subprocess.run(child, input=sent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(which: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(2) as threads:
        server.settimeout(0.01)
        elsewhere = f"http://127.0.0.1:{server.getsockname()[1]}"
        files = list(hostile_files(elsewhere))
        light = [file for file in files if which != ALL and file.weight is Weight.LIGHT]
        alone = [file for file in files if which == ALL or file.weight is Weight.HEAVY]
        found = read_together(light) if light else {}
        read = threads.map(partial(timed, as_the_server_does), alone)
        found |= dict(zip((file.name for file in alone), read, strict=True))
        try:
            server.accept()
            connected = True
        except TimeoutError:
            connected = False
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    json.dump({"files": found, "memory": memory, "connected": connected}, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == TOGETHER:
        together()
    else:
        main(sys.argv[1])
