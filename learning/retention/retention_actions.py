"""How long organizations keep people who left, and the daily look at whose time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from learning import audit, outbox
from learning.accounts.models import FailedSignIn, LinkRequest, Token
from learning.accounts.slowing import WINDOW as SIGN_IN_WINDOW
from learning.accounts.tokens import WINDOW as LINK_WINDOW
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.organizations import turnstile
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import MembershipState, Role
from learning.organizations.settings import OrganizationSettings
from learning.retention import erasing, erasure_actions, export_actions
from learning.retention.months import months_after

TASK = "daily-retention"
BY = "retention"
MOST_MONTHS = 240
# Lists of people are kept to be looked up, and their bad rows to be mended.
LISTS_KEPT = timedelta(days=30)
_AT_ONCE = 500


@transaction
def keep_for(organization_id: int, months: int | None, *, by: str, at: datetime) -> None:
    """Erase people so many months after they left; None: keep them. Raises retention-months."""
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise RuleBroken("retention-months", most=MOST_MONTHS)
    organization = turnstile.pass_through(organization_id)
    before = OrganizationSettings.from_json(organization.settings).retention
    if before == months:
        return
    organization.settings = OrganizationSettings.changed(organization.settings, retention=months)
    audit.record(
        "retention-changed", subject=organization.public_id, by=by, at=at,
        organization_id=organization_id, old=_said(before), new=_said(months),
    )  # fmt: skip


def leave_today(*, at: datetime) -> None:
    """Leave the look of this day (UTC), unless it has been left; many may call this."""
    once_key = f"{TASK}:{at:%Y-%m-%d}"
    is_left = outbox.left(once_key) is not None
    db.session.rollback()
    if not is_left:
        _leave(once_key, at)


@transaction
def _leave(once_key: str, at: datetime) -> None:
    outbox.leave_once(TASK, once_key=once_key, payload={}, organization_id=None, at=at)


def look(*, at: datetime) -> None:
    """Plan the erasure of people who left long ago, and let go of what is over."""
    for organization_id in _organizations():
        months = organizations.settings_of(organization_id).retention
        if months is not None:
            _plan_for(organization_id, months, at)
        _let_lists_go(organization_id, at)
    export_actions.forget_old(at=at)
    _forget_links(at)


@transaction
def _plan_for(organization_id: int, months: int, at: datetime) -> None:
    left = db.session.scalars(
        select(Membership)
        .where(
            Membership.organization_id == organization_id,
            Membership.state == MembershipState.DEACTIVATED,
            Membership.erase_at.is_(None),
            Membership.left_at.is_not(None),
        )
        .order_by(Membership.left_at, Membership.id)
        .limit(_AT_ONCE)
    )
    for membership in left:
        assert membership.left_at is not None
        over = months_after(membership.left_at, months)
        # So that they are erased when their time is over, and told two weeks before.
        if over - erasure_actions.WAIT <= at:
            erasure_actions.plan_erasure(
                membership, by=BY, by_role=Role.OWNER, at=at,
                erase_at=max(over, at + erasure_actions.WAIT),
            )  # fmt: skip


@transaction
def _let_lists_go(organization_id: int, at: datetime) -> None:
    erasing.drop_lists(organization_id, before=at - LISTS_KEPT)


@transaction
def _forget_links(at: datetime) -> None:
    """Links that open nothing any more, and counts that no longer count."""
    db.session.execute(delete(Token).where(Token.expires_at <= at - LINK_WINDOW))
    db.session.execute(delete(LinkRequest).where(LinkRequest.at <= at - LINK_WINDOW))
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at <= at - SIGN_IN_WINDOW))


def _organizations() -> list[int]:
    return list(
        db.session.scalars(
            select(Organization.id)
            .where(Organization.state == "active", Organization.settings.is_not(None))
            .order_by(Organization.id)
        )
    )


def _said(months: object) -> str:
    return str(months) if isinstance(months, int) else "never"
