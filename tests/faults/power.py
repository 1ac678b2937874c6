"""What would be on the disk after a power cut, told from a log of the system calls before it.

Nothing counts as written that wasn't covered by a completed fsync or fdatasync. A harsher replay
keeps some of the later writes too, in no order and the last one torn, as a disk's cache may.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TRACED = "pwrite64,write,ftruncate,fsync,fdatasync,unlink"
SECTOR = 512  # bytes; what a disk writes whole

_LINE = re.compile(r"(?P<thread>\d+) +(?P<at>\d+\.\d+) (?P<call>.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)")
_UNFINISHED = " <unfinished ...>"
_CALL = re.compile(r"(?P<name>\w+)\((?:\d+<)?\"?(?P<path>[^>\",]*)\"?>?(?P<rest>.*)", re.DOTALL)
_WRITE = re.compile(r", \"(?P<data>[^\"]*)\", \d+, (?P<offset>\d+)")
_SIZE = re.compile(r", (?P<size>\d+)\)")


@dataclass
class TracedFile:
    """A file's bytes that are safe, and the changes since, in order."""

    safe: bytearray
    changes: list[tuple[int, bytes | None]] = field(default_factory=list)
    synced: int = 0

    def sync(self, upto: int) -> None:
        for change in self.changes[self.synced : upto]:
            apply(change, self.safe)
        self.synced = max(self.synced, upto)

    def after_a_cut(self, chance: random.Random | None) -> bytes:
        """What is left; with `chance`, also some of what was never synced."""
        left = bytearray(self.safe)
        if chance is not None:
            kept = [change for change in self.changes[self.synced :] if chance.random() < 0.5]
            for offset, data in kept[:-1]:
                apply((offset, data), left)
            for offset, data in kept[-1:]:
                torn = data and data[: SECTOR * chance.randrange(len(data) // SECTOR + 1)]
                apply((offset, torn), left)
        return bytes(left)


def apply(change: tuple[int, bytes | None], content: bytearray) -> None:
    """Write bytes at an offset, or cut the content off there."""
    offset, data = change
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


@dataclass
class Disk:
    """The traced files by path."""

    files: dict[str, TracedFile]

    def left_in(self, folder: Path, chance: random.Random | None) -> None:
        """Put into `folder` what a power cut would leave now."""
        for path, file in self.files.items():
            (folder / Path(path).name).write_bytes(file.after_a_cut(chance))


def replay(log: Path, disk: Disk) -> Iterator[float]:
    """Go through a log made with strace -f -ttt -xx -y; before each line, yields its time.

    While the caller looks, `disk` is as all the lines before have left it.
    """
    under_way: dict[str, tuple[str, int]] = {}
    for line in log.read_text().splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        yield float(found["at"])
        call, thread = found["call"], found["thread"]
        resumed = _RESUMED.match(call)
        if resumed:
            begun, upto = under_way.pop(thread)
            _end(disk, begun, resumed["rest"], upto)
        elif call.endswith(_UNFINISHED):
            begun = call.removesuffix(_UNFINISHED)
            under_way[thread] = begun, _begin(disk, begun)
        else:
            _end(disk, call, call, _begin(disk, call))


def _begin(disk: Disk, call: str) -> int:
    """Note what a call changes; how many changes there were before its file is synced."""
    found = _CALL.match(call)
    file = _file(disk, call)
    if found is None or file is None:
        return 0
    if found["name"] == "pwrite64":
        write = _WRITE.match(found["rest"])
        assert write, call[:200]
        file.changes.append((int(write["offset"]), _bytes(write["data"])))
    elif found["name"] == "ftruncate":
        size = _SIZE.match(found["rest"])
        assert size, call[:200]
        file.changes.append((int(size["size"]), None))
    else:
        assert found["name"] in ("fsync", "fdatasync", "unlink"), call[:200]
    return len(file.changes)


def _end(disk: Disk, call: str, ending: str, upto: int) -> None:
    """A call has returned: what was there when a sync began is safe now."""
    file = _file(disk, call)
    if file is None or not ending.rstrip().endswith("= 0"):
        return
    if call.startswith(("fsync", "fdatasync")):
        file.sync(upto)
    elif call.startswith("unlink"):
        file.changes.append((0, None))
        file.sync(len(file.changes))


def _file(disk: Disk, call: str) -> TracedFile | None:
    found = _CALL.match(call)
    return disk.files.get(_bytes(found["path"]).decode()) if found else None


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
