"""Random public ids and certificate codes: never sequential, never derived from data."""

import secrets
from collections.abc import Callable

# Letters and digits without 0 O 1 I L, so that a code survives being read aloud.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 26
_SMALL_ALPHABET = CODE_ALPHABET.lower()


def public_id() -> str:
    """128 random bits as 26 lower-case symbols, for addresses."""
    return _encode(secrets.randbits(128), _SMALL_ALPHABET, CODE_LENGTH)


def certificate_code(random_bits: Callable[[int], int] = secrets.randbits) -> str:
    """128 random bits as 26 symbols that a person can type."""
    return _encode(random_bits(128), CODE_ALPHABET, CODE_LENGTH)


def short_tail() -> str:
    """Six random symbols that make an address unguessable from its name."""
    return "".join(secrets.choice(_SMALL_ALPHABET) for _ in range(6))


def read_code(typed: str) -> str | None:
    """The code in what somebody typed, None if it is none: case, spaces, hyphens don't count."""
    code = "".join(c for c in typed if c not in " -\u2010\u2011\u2013\u00a0\t").upper()
    if len(code) != CODE_LENGTH or any(c not in CODE_ALPHABET for c in code):
        return None
    return code


def grouped(code: str) -> str:
    """A code in groups, as it is shown: six of four and one of two symbols."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _encode(number: int, alphabet: str, length: int) -> str:
    symbols = []
    for _ in range(length):
        number, rest = divmod(number, len(alphabet))
        symbols.append(alphabet[rest])
    return "".join(reversed(symbols))
