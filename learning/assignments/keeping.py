"""Keeping obligations as the rules want them: for some members at once, or looked at beforehand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from learning.assignments import gathering, owing, queries
from learning.assignments.days import day_of
from learning.assignments.gathering import Loaded, load
from learning.assignments.models import AssignmentRule, Exemption, Obligation
from learning.assignments.obliging import Facts, Key, Wanted, obligations_for
from learning.assignments.planning import Plan, plan
from learning.assignments.recording import record
from learning.assignments.rules import Version
from learning.assignments.states import ObligationState
from learning.database import db, transaction
from learning.organizations.models import Membership

BY_RULES = "rules"  # what nobody did: a rule, the day or a change elsewhere


@dataclass(frozen=True)
class Preview:
    """What applying a rule would do."""

    plan: Plan
    # How many would be told.
    messages: int
    # How many of the new or moved due dates have come already.
    due_now: int
    # How many people it obliges then.
    people: int
    # Whether the date it says has passed: then it is due today, or the year is mistyped.
    is_date_over: bool


def bring_members_up_to_date(
    organization_id: int, membership_ids: Collection[int], *, at: datetime
) -> None:
    """Make the obligations of these members what all rules want, one rule after the other."""
    membership_ids = {*membership_ids, *_take_exemptions_along(organization_id, membership_ids)}
    for rule in queries.active_rules(organization_id):
        bring_up_to_date(rule, membership_ids, at=at)


def note_what_is_done(organization_id: int, obligations: Collection[str], *, at: datetime) -> None:
    """Write down now which of these obligations are met by now, before somebody is told of them."""
    done = owing.members_done_meanwhile(organization_id, obligations)
    if done:
        bring_members_up_to_date(organization_id, done, at=at)


@transaction
def _take_exemptions_along(organization_id: int, membership_ids: Collection[int]) -> list[int]:
    """Exempt whoever took a membership in as that one was; the ids of those who did."""
    own = aliased(Membership)
    rows = db.session.execute(
        select(Membership.id, own.id)
        .join(
            own,
            and_(
                own.organization_id == Membership.organization_id,
                own.public_id == Membership.merged_into,
            ),
        )
        .where(Membership.organization_id == organization_id, Membership.id.in_(membership_ids))
    ).all()
    for taken_in, successor in rows:
        db.session.execute(
            update(Exemption)
            .where(
                Exemption.organization_id == organization_id, Exemption.membership_id == taken_in
            )
            .values(membership_id=successor)
        )
    return [successor for _, successor in rows]


@transaction
def bring_up_to_date(
    rule: AssignmentRule, membership_ids: Collection[int], *, by: str = BY_RULES, at: datetime
) -> Plan:
    """Make the obligations that a rule has made of these members what it wants now."""
    lock(rule)
    return settle(rule, membership_ids, by=by, at=at)[0]


def lock(rule: AssignmentRule) -> None:
    """One change at a time goes through a rule's obligations; read anew what the last one left."""
    db.session.refresh(rule, with_for_update=True)


def settle(
    rule: AssignmentRule,
    membership_ids: Collection[int],
    *,
    by: str,
    at: datetime,
    before: Mapping[Key, Wanted] | None = None,
) -> tuple[Plan, int]:
    """Write down what has to change for these members, and how many messages that left.

    The rule is locked. `before`: their obligations before a version that is taken back.
    """
    versions = queries.versions_of(rule)
    loaded = load(rule, versions, membership_ids, at=at)
    wanted = obligations_for(versions, _reminded(loaded, before or {}), at=at)
    planned = plan(loaded.present, wanted, before=before)
    messages = record(rule, planned, loaded, number=rule.latest_number, by=by, at=at)
    return planned, messages


def _reminded(loaded: Loaded, before: Mapping[Key, Wanted]) -> Facts:
    """The facts, with the days of assignment that held before a version that is taken back."""
    remembered = dict(loaded.facts.remembered)
    for key, earlier in before.items():
        if key.round == 1 and earlier.state != ObligationState.WITHDRAWN:
            remembered[key.membership, key.course] = earlier.assigned_on
    return replace(loaded.facts, remembered=remembered)


def preview(rule: AssignmentRule, version: Version, *, at: datetime) -> Preview:
    """What another version would change: one with new settings, or one that takes one back."""
    before = gathering.before_version(rule, version.undoes) if version.undoes is not None else None
    versions = [*queries.versions_of(rule), version]
    loaded = load(rule, versions, at=at)
    wanted = obligations_for(versions, _reminded(loaded, before or {}), at=at)
    planned = plan(loaded.present, wanted, before=before)
    here = {person.id for person in loaded.facts.people if person.is_here}
    told = [each for each in planned.changes if each.is_told]
    today = day_of(at, version.settings.zone)
    return Preview(
        planned,
        len({each.key.membership for each in told} & here),
        sum(each.after.due_on <= today for each in told),
        len({key.membership for key in wanted}),
        version.settings.due.on is not None and version.settings.due.on < today,
    )


def members_the_day_concerns(rule: AssignmentRule, *, at: datetime) -> list[int]:
    """Whose round runs out, whose exemption begins or is over: what the day alone changes."""
    today = day_of(at, rule.zone)
    next_round = aliased(Obligation)
    is_to_be_renewed = and_(
        Obligation.state == ObligationState.MET,
        Obligation.renews_on <= today,
        ~exists().where(
            next_round.organization_id == Obligation.organization_id,
            next_round.rule_id == Obligation.rule_id,
            next_round.membership_id == Obligation.membership_id,
            next_round.course_id == Obligation.course_id,
            next_round.round == Obligation.round + 1,
            next_round.state != ObligationState.WITHDRAWN,
        ),
    )
    # An exemption from a course begins by the clock of where it was said, and here perhaps later.
    begins = and_(
        Obligation.state == ObligationState.OPEN,
        exists().where(
            Exemption.organization_id == Obligation.organization_id,
            Exemption.membership_id == Obligation.membership_id,
            or_(Exemption.rule_id.is_(None), Exemption.rule_id == Obligation.rule_id),
            or_(Exemption.course_id.is_(None), Exemption.course_id == Obligation.course_id),
            Exemption.ended_at.is_(None),
            Exemption.since <= today,
            or_(Exemption.until.is_(None), Exemption.until >= today),
        ),
    )
    return list(
        db.session.scalars(
            select(Obligation.membership_id)
            .where(
                Obligation.organization_id == rule.organization_id,
                Obligation.rule_id == rule.id,
                or_(is_to_be_renewed, begins, Obligation.state == ObligationState.EXEMPT),
            )
            .distinct()
            .order_by(Obligation.membership_id)
        )
    )
