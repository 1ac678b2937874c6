"""Files made to harm whoever reads them: bombs, loops, lies and references to elsewhere.

Each yields its name, its ending, its bytes, and what may come of it: refusal codes, or READ.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

READ = "read"


class Weight(StrEnum):
    """How much work a file makes, and so how it is tested."""

    LIGHT = "light"  # quickly read or refused
    HEAVY = "heavy"  # may fill the memory of the process that reads it
    SLOW = "slow"  # takes seconds; left to the long version


class Hostile(NamedTuple):
    name: str
    ending: str
    content: bytes
    outcomes: tuple[str, ...]
    weight: Weight = Weight.LIGHT


def hostile_files(elsewhere: str) -> Iterator[Hostile]:
    """All of them; `elsewhere` is an address that nobody may ever connect to."""
    from tests.articles.hostile import archives, markup, pdfs, texts, word

    for module in (archives, word, pdfs, markup, texts):
        yield from module.hostile(elsewhere)
