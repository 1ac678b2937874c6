"""Which groups a trainer is limited to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from learning import audit
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.organizations import group_queries, turnstile
from learning.organizations.models import Membership, TrainerLimit
from learning.organizations.roles import Role


@transaction
def limit_trainer(
    membership: Membership, group_ids: Collection[int], *, by: str, at: datetime
) -> None:
    """Let a trainer see only the learners of these groups and those in them; none: everybody.

    Raises RuleBroken limit-no-trainer, or group-gone for a group that isn't there.
    """
    organization_id = membership.organization_id
    turnstile.pass_through(organization_id)
    db.session.refresh(membership)
    if membership.role != Role.TRAINER:
        raise RuleBroken("limit-no-trainer")
    old, new = group_queries.limit_of(organization_id, membership.id), set(group_ids)
    if old == new:
        return
    # One that was chosen before it was removed may stay: without it the trainer might see more.
    if not new - old <= set(group_queries.tree_of(organization_id)):
        raise RuleBroken("group-gone")
    db.session.execute(
        delete(TrainerLimit).where(
            TrainerLimit.organization_id == organization_id,
            TrainerLimit.membership_id == membership.id,
        )
    )
    db.session.add_all(
        TrainerLimit(organization_id=organization_id, membership_id=membership.id, group_id=id)
        for id in sorted(new)
    )
    audit.record(
        "trainer-limit-set" if new else "trainer-limit-lifted",
        subject=membership.public_id,
        about=membership.public_id,
        by=by,
        at=at,
        organization_id=organization_id,
        old=str(len(old)),
        new=str(len(new)),
    )
