"""Roles, kinds and states of memberships, in words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learning.organizations.roles import MembershipKind, MembershipState, Role

ROLE_WORDS: dict[Role, LazyString] = {
    Role.LEARNER: _l("Learner"),
    Role.TRAINER: _l("Trainer"),
    Role.ADMIN: _l("Admin"),
    Role.OWNER: _l("Owner"),
}
KIND_WORDS: dict[MembershipKind, LazyString] = {
    MembershipKind.MEMBER: _l("Member"),
    MembershipKind.GUEST: _l("Guest"),
}
STATE_WORDS: dict[MembershipState, LazyString] = {
    MembershipState.INVITED: _l("Invited"),
    MembershipState.ACTIVE: _l("Active"),
    MembershipState.DEACTIVATED: _l("Deactivated"),
    MembershipState.ERASED: _l("Erased"),
}
