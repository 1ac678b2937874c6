"""Reading a file in a process of its own, with a limit on the time and memory it may take.

Libraries for foreign formats may loop, crash or swell on a hostile file.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from learning.errors import RuleBroken
from learning.foreign.limits import MOST_SECONDS, OUT_OF_MEMORY

_AT_ONCE = 2
_LONGEST_WAIT = 20  # seconds for one's turn
_ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(_AT_ONCE)


def read_by_child(process: str, argument: str, content: bytes) -> Any:
    """What a process of this name, which has limits, reads out of a file: JSON as values.

    Raises RuleBroken with what it refuses, and "article-slow", "article-memory", "article-damaged"
    or "article-busy".
    """
    if not _turns.acquire(timeout=_LONGEST_WAIT):
        raise RuleBroken("article-busy")
    try:
        answer = _answer_of_child(process, argument, content)
    finally:
        _turns.release()
    if "failed" in answer:
        log.error("reading a %s file failed: %s", argument, answer["failed"])
    if "refused" in answer:
        raise RuleBroken(answer["refused"], **answer["values"])
    return answer["read"]


def _answer_of_child(process: str, argument: str, content: bytes) -> dict[str, Any]:
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", process, argument],
            input=content,
            timeout=MOST_SECONDS,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            # Nothing of ours: a library that a file has taken over finds no secrets.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "0"},
        )
    except subprocess.TimeoutExpired as timeout:
        raise RuleBroken("article-slow") from timeout
    # Libraries written in C abort when they are refused memory.
    if child.returncode in (OUT_OF_MEMORY, -signal.SIGABRT):
        raise RuleBroken("article-memory")
    if child.returncode != 0:
        log.warning("reading a %s file ended with status %s", argument, child.returncode)
        raise RuleBroken("article-damaged")
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer
