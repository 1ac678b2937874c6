"""Readable parts of addresses, made from titles."""

import re
import unicodedata
from collections.abc import Collection


def slug(title: str, *, otherwise: str, longest: int = 60) -> str:
    """Lower-case letters, digits and hyphens of a title; `otherwise` if it has none of those."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"['\u2019]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:longest].strip("-") or otherwise


def free(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with the first number that makes it new."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
