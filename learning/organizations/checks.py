"""What is refused whoever asks for it, and wherever."""

from learning.errors import RuleBroken
from learning.organizations import queries
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState, Role, may_give


def check_rank(membership: Membership, by_role: Role) -> None:
    """Raises RuleBroken role-too-high: nobody decides on somebody of a higher role than theirs."""
    role = Role(membership.role)
    if not may_give(by_role, role, role):
        raise RuleBroken("role-too-high")


def check_not_erased(membership: Membership) -> None:
    """Raises RuleBroken member-erased for somebody who is nobody any more: nothing about them
    is kept, so nothing can be entered either."""
    if membership.state == MembershipState.ERASED:
        raise RuleBroken("member-erased")


def check_password(person_id: int, password: str) -> None:
    """Raises RuleBroken password-too-short for less than somebody's organizations demand."""
    shortest = queries.shortest_password_of(person_id)
    if len(password) < shortest:
        raise RuleBroken("password-too-short", minimum=shortest)
