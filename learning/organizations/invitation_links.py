"""The links and codes of invitations, as they are written and as they are read back."""

from learning import link_secrets
from learning.identifiers import CODE_ALPHABET

# 49 random bits: with the limit on tries, nobody finds one by trying.
CODE_LENGTH = 10
_PURPOSE = "invitation"
_HALF = CODE_LENGTH // 2


def token_for(public_id: str, *, key: str) -> str:
    """What stands in the link of the invitation with this public id."""
    return link_secrets.token_for(_PURPOSE, public_id, key=key)


def public_id_in(token: str, *, key: str) -> str | None:
    """The public id of the invitation that a link was made for here."""
    return link_secrets.public_id_in(_PURPOSE, token, key=key)


def shown_code(code: str) -> str:
    """A code in two halves, as it is read aloud."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def typed_code(typed: str) -> str | None:
    """The code in what somebody typed, None if it is none: case, spaces, hyphens don't count."""
    code = "".join(c for c in typed.upper() if c.isalnum())
    is_code = len(code) == CODE_LENGTH and all(c in CODE_ALPHABET for c in code)
    return code if is_code else None
