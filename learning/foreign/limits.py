"""What a process that reads a file from anywhere may do: little memory, no new files, no network.

The file comes in by standard input, what was read or the refusal goes out as JSON (child.py).
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

MOST_MEMORY = 300_000_000  # bytes of address space, or of memory where that can't be limited
MOST_SECONDS = 5
OUT_OF_MEMORY = 77  # the exit status that says so
_LOOKS_EVERY = 0.02  # seconds between looks at the memory in use

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
              "os.system", "os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink",
              "urllib.", "ftplib.", "smtplib.", "shutil.", "tempfile.", "webbrowser.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def main(read: Callable[[bytes, str], Any], argument: str) -> int:
    """Answer by what `read` makes of standard input; the exit status."""
    take_limits()
    content = sys.stdin.buffer.read()
    try:
        answer = json.dumps(answered(read, content, argument), ensure_ascii=False)
        sys.stdout.buffer.write(answer.encode())
        sys.stdout.buffer.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def answered(read: Callable[[bytes, str], Any], content: bytes, argument: str) -> dict[str, Any]:
    """What was read, or the refusal, as it goes to the parent."""
    from learning.errors import RuleBroken

    try:
        return {"read": read(content, argument)}
    except RuleBroken as refusal:
        return {"refused": refusal.code, "values": refusal.values}
    except RecursionError:
        return {"refused": "article-nesting", "values": {}}
    except MemoryError:
        raise
    except Exception as error:  # ours to mend; the parent writes it down, without the file's words
        place = traceback.extract_tb(error.__traceback__)[-1]
        failed = f"{type(error).__name__} in {place.filename}:{place.lineno}"
        return {"refused": "article-damaged", "values": {}, "failed": failed}


def take_limits(seconds: int = MOST_SECONDS + 1) -> None:
    """Limit this process, for good, as far as the system can.

    Linux limits address space; elsewhere a thread keeps watch. `seconds` are of work, for the case
    that the parent, which limits the time, ends before the child.
    """
    sys.addaudithook(_refuse_the_world)
    try:
        import resource
    except ImportError:  # Windows: the time is limited, by the parent, and nothing else
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, seconds)
    if sys.platform == "linux" and _limit(resource.RLIMIT_AS, MOST_MEMORY):
        return
    threading.Thread(target=_watch_memory, daemon=True).start()


def _limit(what: int, most: int) -> bool:
    import resource

    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):  # already lower, or not for this system to limit
        return False
    return True


def _watch_memory() -> None:
    """End the process once it has used too much; the libraries' own memory counts too."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= MOST_MEMORY:
        time.sleep(_LOOKS_EVERY)
    os._exit(OUT_OF_MEMORY)


def _refuse_the_world(event: str, arguments: tuple[Any, ...]) -> None:
    """Reading a file needs no network, no other process and no file to write to."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a file being read may not do this: {event}")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError("a file being read may not write to files")
