"""Reads every hostile file as the server would, and prints what came of it as JSON.

A process of its own, so that the memory of the children it waits for is theirs alone.
"""

from __future__ import annotations

import json
import resource
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from learning.articles.limited_reading import outline_of_file
from learning.errors import RuleBroken
from tests.articles.hostile import READ, Hostile, hostile_files


def outcome_of(file: Hostile) -> dict[str, object]:
    began = time.monotonic()
    try:
        outline_of_file(file.content, f"article{file.ending}")
        outcome = READ
    except RuleBroken as refusal:
        outcome = refusal.code
    seconds = time.monotonic() - began
    return {"outcome": outcome, "seconds": seconds}


def main(slow: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.01)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        with ThreadPoolExecutor(2) as threads:
            files = [file for file in hostile_files(address) if file.is_slow is slow]
            outcomes = threads.map(outcome_of, files)
            found = dict(zip((file.name for file in files), outcomes, strict=True))
        try:
            elsewhere.accept()
            connected = True
        except TimeoutError:
            connected = False
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    json.dump({"files": found, "memory": memory, "connected": connected}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1] == "slow")
