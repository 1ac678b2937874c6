"""Who is asking: the signed-in person with their memberships, loaded once per request."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import Flask, g, session
from flask_login import LoginManager, current_user

from learning import clock
from learning.accounts import queries as accounts
from learning.accounts.queries import SignedIn
from learning.organizations import group_queries
from learning.organizations import queries as organizations
from learning.organizations.group_queries import Sight
from learning.organizations.queries import Standing
from learning.organizations.roles import MembershipKind, Role

TOKEN = "sign_in"


@dataclass
class Visitor:
    """A signed-in person, as pages need them."""

    signed_in: SignedIn
    _sights: dict[int, Sight] = field(default_factory=dict)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(session[TOKEN])

    @property
    def person_id(self) -> int:
        return self.signed_in.person_id

    @property
    def public_id(self) -> str:
        return self.signed_in.public_id

    @property
    def name(self) -> str:
        return self.signed_in.name

    @cached_property
    def standings(self) -> list[Standing]:
        """All living memberships, strongest first."""
        return organizations.standings_of(self.person_id)

    @cached_property
    def subjects(self) -> list[tuple[int, str]]:
        """(organization id, membership public id) under which this person earned certificates."""
        return organizations.subjects_of(self.person_id)

    @cached_property
    def standing(self) -> Standing | None:
        """The membership whose tools are shown: the one chosen, else the strongest."""
        chosen = self.signed_in.organization_id
        members = [s for s in self.standings if s.kind == MembershipKind.MEMBER]
        return next(
            (s for s in members if s.organization_id == chosen), members[0] if members else None
        )

    def may_stay(self, at: datetime) -> bool:
        """Whether this sign-in is younger than each of their organizations lets one become."""
        lifetimes = [s.settings.sign_in_lifetime for s in self.standings]
        return not lifetimes or at < self.signed_in.since + min(lifetimes)

    def standing_in(self, organization_id: int) -> Standing | None:
        return next((s for s in self.standings if s.organization_id == organization_id), None)

    def sight_in(self, standing: Standing) -> Sight:
        """Whose results they may see in the organization of this membership of theirs."""
        if standing.organization_id not in self._sights:
            self._sights[standing.organization_id] = group_queries.sight_of(
                standing.organization_id, standing.membership_id, standing.role
            )
        return self._sights[standing.organization_id]

    def may(self, role: Role) -> bool:
        """Whether the membership whose tools are shown includes this role."""
        return self.standing is not None and self.standing.role.includes(role)


def visitor() -> Visitor:
    """The person of this request; only behind a guard that lets nobody else in."""
    found = current_user._get_current_object()
    assert isinstance(found, Visitor)
    return found


def visitor_or_none() -> Visitor | None:
    """The person of this request, None for a stranger."""
    found = current_user._get_current_object()
    return found if isinstance(found, Visitor) else None


def was_signed_in() -> bool:
    """Whether this browser holds the token of a sign-in, which may have ended since."""
    return TOKEN in session


def person_of_token() -> int | None:
    """The id of the person who signed in with this browser last, whether that has ended or not."""
    return accounts.holder_of(session[TOKEN]) if was_signed_in() else None


def start_session(token: str) -> None:
    """A fresh cookie with the token: nothing from before the sign-in is carried over."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True
    # Who asks, and the token of forms: what this request knows of them is from before.
    for known in ("_login_user", "csrf_token"):
        g.pop(known, None)


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person by the token of their sign-in session."""
    manager = LoginManager()
    manager.session_protection = None  # the server-side session is what ends a sign-in
    manager.init_app(app)

    def load(_request: object) -> Visitor | None:
        token = session.get(TOKEN)
        found = accounts.signed_in(token, clock.now()) if token else None
        person = Visitor(found) if found else None
        return person if person is not None and person.may_stay(clock.now()) else None

    manager.request_loader(load)
