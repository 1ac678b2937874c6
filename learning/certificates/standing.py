"""What a certificate is worth now: decided from the ledger, never from an editable column."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum


class LedgerEvent(StrEnum):
    """What can happen to a certificate."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ERASED = "erased"


class Standing(StrEnum):
    """What a verifier is told. A certificate never silently becomes "not found"."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    TAMPERED = "tampered"


def standing(
    events: Sequence[LedgerEvent], *, is_intact: bool, valid_until: datetime | None, at: datetime
) -> Standing:
    """The strongest thing that is to be said: tampered, then revoked, superseded, expired."""
    if not is_intact or LedgerEvent.ISSUED not in events:
        return Standing.TAMPERED
    if LedgerEvent.REVOKED in events:
        return Standing.REVOKED
    if LedgerEvent.SUPERSEDED in events:
        return Standing.SUPERSEDED
    if valid_until is not None and valid_until <= at:
        return Standing.EXPIRED
    return Standing.VALID
