"""Tags of questions: what somebody typed as the one spelling that is stored."""

import unicodedata
from collections.abc import Iterable

from learning import canonical
from learning.errors import RuleBroken

MOST = 12
LONGEST = 40


def tags_in(typed: str) -> tuple[str, ...]:
    """The tags between the commas: lower case, single spaces, each once, in order.

    Raises RuleBroken tag-too-long or too-many-tags.
    """
    tags = sorted(set(filter(None, map(_normal, typed.split(",")))))
    if len(tags) > MOST:
        raise RuleBroken("too-many-tags", most=MOST)
    for tag in tags:
        if len(tag) > LONGEST:
            raise RuleBroken("tag-too-long", tag=tag[:LONGEST], longest=LONGEST)
    return tuple(tags)


def fitting(named: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """The tags that a file names as they are kept, and how many are too long or too many for that.

    The same limits as for typed ones: who chooses among tags is shown all of them.
    """
    tags = sorted(set(filter(None, (_normal(tag) for each in named for tag in each.split(",")))))
    kept = tuple([tag for tag in tags if len(tag) <= LONGEST][:MOST])
    return kept, len(tags) - len(kept)


def tags_text(tags: Iterable[str]) -> str:
    return canonical.text(sorted(set(tags)))


def read_tags(stored: str) -> tuple[str, ...]:
    return tuple(canonical.parse(stored))


def stored_as(tag: str) -> str:
    """What a stored list holds if, and only if, this tag is in it."""
    return canonical.text(_normal(tag))


def _normal(tag: str) -> str:
    return " ".join(unicodedata.normalize("NFC", tag).lower().split())
