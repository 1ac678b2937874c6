"""Roles: owner > admin > trainer > learner, each including the ones after it."""

from enum import StrEnum


class Role(StrEnum):
    """What a member may do in an organization; anyone may learn."""

    LEARNER = "learner"
    TRAINER = "trainer"
    ADMIN = "admin"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that the other may."""
        return _RANK[self] >= _RANK[other]


_RANK = {role: rank for rank, role in enumerate(Role)}


class MembershipKind(StrEnum):
    """A member belongs to the organization; a guest only takes one of its open courses."""

    MEMBER = "member"
    GUEST = "guest"


class MembershipState(StrEnum):
    """Whether the membership lets anybody in."""

    # Entered by the organization; its person is a placeholder until the invitation is accepted.
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    # What was learned is left, without a name.
    ERASED = "erased"


# Who belongs to the organization, or is asked to; all others have left it.
PRESENT = (MembershipState.INVITED, MembershipState.ACTIVE)


def may_give(actor: Role, old: Role, new: Role) -> bool:
    """Whether somebody with the role `actor` may change another's role from `old` to `new`.

    Nobody hands out or takes away more than they have; only owners make or unmake owners.
    """
    return actor.includes(Role.ADMIN) and actor.includes(old) and actor.includes(new)
