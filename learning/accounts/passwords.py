"""Passwords: argon2id with the parameters OWASP gives, and a bound on simultaneous hashes.

Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, 2 passes, 1 lane.
"""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from learning.errors import RuleBroken

MINIMUM_LENGTH = 10
MAXIMUM_LENGTH = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# A Monday-morning sign-in storm must leave processors for readers.
_at_once = threading.BoundedSemaphore(2)
# Compared against for unknown accounts, so that they take as long as known ones.
_nobody = _hasher.hash("a password that nobody has")


def hashed(password: str) -> str:
    """The stored form. Raises RuleBroken password-too-short or password-too-long."""
    if len(password) < MINIMUM_LENGTH:
        raise RuleBroken("password-too-short", minimum=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        raise RuleBroken("password-too-long", maximum=MAXIMUM_LENGTH)
    with _at_once:
        return _hasher.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for an account that has none."""
    with _at_once:
        try:
            _hasher.verify(stored or _nobody, password[:MAXIMUM_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None
