"""What kinds of invitations there are, and what can become of one."""

from enum import StrEnum


class InvitationKind(StrEnum):
    """Whom an invitation is for."""

    PERSONAL = "personal"
    # For whoever has its link or its code.
    SHARED = "shared"


class InvitationState(StrEnum):
    """What has become of it; an open one whose day has come is expired."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


# The state of a person whom nobody has become yet: without address and password.
PLACEHOLDER = "invited"
