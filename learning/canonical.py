"""Canonical text: the one spelling of a value, so that equal values have equal hashes.

JSON with sorted keys, no white space and no escapes beyond the necessary (RFC 8785 restricted to
objects, arrays, strings, whole numbers, booleans and null; floats are refused).
"""

import hashlib
import json
from typing import Any


def text(value: Any) -> str:
    """The canonical text of a value. Raises TypeError for floats and unknown types."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse(stored: str) -> Any:
    """The value of a canonical text."""
    return json.loads(stored)


def sha256(content: str | bytes) -> str:
    """The SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("canonical text holds whole numbers only")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
