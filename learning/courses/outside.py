"""Files of ours that courses show: where somebody in danger finds help, now."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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


def bundle_files(folder: Path) -> dict[str, str]:
    """The texts of a course bundle's folder, by path within it. Raises OSError, UnicodeError."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".toml", ".md", ".txt") and path.is_file()
    }
