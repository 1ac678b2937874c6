"""Links that nobody can guess: a public id with a code that only this installation can compute.

What is stored is the public id alone, so whoever reads the database, or a backup of it, can't use
the links in it; and a message can be written again with the same link.
"""

import base64
import hashlib
import hmac

_SYMBOLS = 26  # of base32: 130 bits


def token_for(purpose: str, public_id: str, *, key: str) -> str:
    """What stands in the link: the public id and its code (HMAC-SHA-256, RFC 2104)."""
    return f"{public_id}-{_code(purpose, public_id, key)}"


def public_id_in(purpose: str, token: str, *, key: str) -> str | None:
    """The public id that a link's token was made for; None if it wasn't made here for this."""
    public_id, _, code = token.partition("-")
    if not hmac.compare_digest(code.encode(), _code(purpose, public_id, key).encode()):
        return None
    return public_id


def _code(purpose: str, public_id: str, key: str) -> str:
    mac = hmac.new(key.encode(), f"{purpose}:{public_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac).decode().lower()[:_SYMBOLS]
