"""Keyset pages: the place to go on from stands in the address, as readable JSON in base64."""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeGuard, TypeVar

T = TypeVar("T")
# What a database keeps as a number, and what it doesn't keep as text.
_MOST = 2**63
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def pack(*place: str | int | datetime) -> str:
    """A place in a list as a value for an address."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in place]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def unpack_name(packed: str | None) -> tuple[str, int] | None:
    """A (name, id) place; None for nothing or nonsense, which is the first page."""
    values = _values(packed)
    if len(values) != 2 or not isinstance(values[0], str) or not _is_id(values[1]):
        return None
    return None if _NOT_TEXT.search(values[0]) else (values[0], values[1])


def unpack_time(packed: str | None) -> tuple[datetime, int] | None:
    """An (instant, id) place; None for nothing or nonsense."""
    place = unpack_name(packed)
    if place is None:
        return None
    try:
        at = datetime.fromisoformat(place[0])
        return (at.astimezone(UTC), place[1]) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def unpack_id(packed: str | None) -> int | None:
    """An id; None for nothing or nonsense."""
    values = _values(packed)
    return values[0] if len(values) == 1 and _is_id(values[0]) else None


def page_of(rows: Sequence[T], limit: int) -> tuple[Sequence[T], bool]:
    """The rows of this page, and whether there are more, of a list read one row further."""
    return rows[:limit], len(rows) > limit


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and 0 <= value < _MOST


def _values(packed: str | None) -> list[object]:
    if not packed:
        return []
    try:
        padded = packed + "=" * (-len(packed) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        return []
    return values if isinstance(values, list) else []
