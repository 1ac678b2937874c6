"""Files on disk: where somebody in danger finds help, now; and course bundles."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from learning.courses import bundle_archive
from learning.errors import RuleBroken

_FILE = Path(__file__).with_name("help_lines.toml")


@dataclass(frozen=True)
class HelpLine:
    """A service somebody can reach."""

    place: str
    name: str
    contact: str
    note: str


@dataclass(frozen=True)
class HelpLines:
    """What to do first, and whom to reach; with the day the numbers were last checked."""

    lead: str
    checked_on: str
    lines: tuple[HelpLine, ...]


@lru_cache(maxsize=1)
def help_lines() -> HelpLines:
    """The help lines as the file has them."""
    with _FILE.open("rb") as file:
        value = tomllib.load(file)
    return HelpLines(
        value["lead"],
        str(value["checked_on"]),
        tuple(HelpLine(**line) for line in value["line"]),
    )


def bundle_files(path: Path) -> dict[str, bytes]:
    """The files of a course bundle by path within it, out of a folder or a zip file.

    Raises OSError, or RuleBroken bundle-invalid for a zip that is none or unpacks to too much.
    """
    if path.is_dir():
        return {
            file.relative_to(path).as_posix(): file.read_bytes()
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in bundle_archive.ENDINGS and file.is_file()
        }
    return bundle_archive.unpacked(path.read_bytes())


def write_bundle_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files of a bundle into a folder that is new or empty.

    Raises OSError, and RuleBroken bundle-folder for one with something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleBroken("bundle-folder", folder=str(folder))
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
