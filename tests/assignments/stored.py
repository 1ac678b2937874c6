"""An organization with rules, people and completions in the database, for tests of assignments."""

from datetime import datetime

from sqlalchemy import select

from learning import outbox
from learning.assignments import actions, queries
from learning.assignments.models import AssignmentRule, Obligation
from learning.assignments.rules import RuleSettings
from learning.assignments.states import ObligationState
from learning.courses import versions as course_versions
from learning.courses.models import Course
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.jobs import working
from learning.organizations.models import Group, GroupMembership, Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role
from learning.progress.completing import COMPLETION_MADE
from learning.progress.models import Completion, Enrolment
from tests.assignments.making import rule as settings_of_rule
from tests.people import NOW, make_person

Snapshot = dict[tuple[int, int, int], tuple[object, ...]]


def rule_about(*courses: Course, **changes: object) -> RuleSettings:
    """Everybody within 30 days, unless changed."""
    return settings_of_rule(courses=tuple(course.public_id for course in courses), **changes)


def make_rule(
    organization: Organization,
    settings: RuleSettings,
    *,
    is_for_present: bool = True,
    at: datetime = NOW,
) -> AssignmentRule:
    """A rule that is applied to everybody."""
    rule = actions.create_rule(organization.id, settings, by="tests", at=at)
    actions.apply_rule(rule, is_for_present=is_for_present, by="tests", at=at)
    do_everything(at)
    return rule


def change_and_apply(
    rule: AssignmentRule, settings: RuleSettings, *, is_for_present: bool = True, at: datetime = NOW
) -> None:
    actions.change_rule(rule, settings, by="tests", at=at)
    actions.apply_rule(rule, is_for_present=is_for_present, by="tests", at=at)
    do_everything(at)


def do_everything(at: datetime = NOW) -> None:
    """Do all tasks that are due."""
    while working.do_next(at=at):
        pass


@transaction
def make_members(
    organization: Organization,
    number: int,
    *,
    joined: datetime = NOW,
    role: Role = Role.LEARNER,
    state: MembershipState = MembershipState.ACTIVE,
) -> list[Membership]:
    """So many members with names in order, without addresses to sign in by."""
    members = []
    for n in range(number):
        person = make_person(f"Member {n:05}", f"{public_id()}@example.org")
        members.append(
            Membership(
                public_id=public_id(), organization_id=organization.id, person_id=person.id,
                kind=MembershipKind.MEMBER, role=role, state=state, name=person.name,
                contact_address=f"{public_id()}@example.org", joined_at=joined,
            )
        )  # fmt: skip
    db.session.add_all(members)
    db.session.flush()
    return members


@transaction
def make_group(organization: Organization, name: str, parent: Group | None = None) -> Group:
    group = Group(
        public_id=public_id(), organization_id=organization.id, name=name,
        folded_name=name.casefold(), parent_id=parent.id if parent else None, created_at=NOW,
    )  # fmt: skip
    db.session.add(group)
    db.session.flush()
    return group


@transaction
def put_in(group: Group, *members: Membership, at: datetime = NOW) -> None:
    db.session.add_all(
        GroupMembership(
            organization_id=group.organization_id, group_id=group.id, membership_id=each.id,
            since=at,
        )
        for each in members
    )  # fmt: skip


@transaction
def take_out(group: Group, member: Membership, *, at: datetime = NOW) -> None:
    row = db.session.scalars(
        select(GroupMembership).where(
            GroupMembership.organization_id == group.organization_id,
            GroupMembership.group_id == group.id,
            GroupMembership.membership_id == member.id,
            GroupMembership.until.is_(None),
        )
    ).one()
    row.until = at


@transaction
def complete(course: Course, member: Membership, *, at: datetime = NOW) -> Completion:
    """A completion of the newest version, with the word of it that the last answer leaves."""
    version = course_versions.latest_version_id(course)
    rounds = db.session.scalars(
        select(Enrolment.round).where(
            Enrolment.organization_id == course.organization_id,
            Enrolment.membership_id == member.id,
            Enrolment.course_id == course.id,
        )
    )
    enrolment = Enrolment(
        public_id=public_id(), organization_id=course.organization_id, membership_id=member.id,
        course_id=course.id, course_version_id=version, purpose="learn",
        round=max(rounds, default=0) + 1, state="complete", learner=member.name, modules=1,
        modules_passed=1, started_at=at, last_active_at=at, completed_at=at,
    )  # fmt: skip
    db.session.add(enrolment)
    db.session.flush()
    completion = Completion(
        public_id=public_id(), organization_id=course.organization_id, enrolment_id=enrolment.id,
        evidence="{}", evidence_sha256="", completed_at=at,
    )  # fmt: skip
    db.session.add(completion)
    db.session.flush()
    outbox.leave(
        COMPLETION_MADE,
        once_key=f"{COMPLETION_MADE}:{completion.public_id}",
        payload={"membership": member.id},
        organization_id=course.organization_id,
        at=at,
    )
    return completion


def obligations(rule: AssignmentRule) -> list[Obligation]:
    """All of a rule, as they are stored now."""
    db.session.rollback()
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(Obligation)
            .where(
                Obligation.organization_id == rule.organization_id, Obligation.rule_id == rule.id
            )
            .order_by(Obligation.membership_id, Obligation.course_id, Obligation.round)
        )
    )


def snapshot(rule: AssignmentRule) -> Snapshot:
    """What is not withdrawn, entirely."""
    return {
        (each.membership_id, each.course_id, each.round): (
            each.state, each.assigned_on, each.due_on, each.overdue_on, each.renews_on,
            each.reason, each.completion_id, each.met_on, each.zone,
        )
        for each in obligations(rule)
        if each.state != ObligationState.WITHDRAWN
    }  # fmt: skip


def messages(kind: str = "assigned") -> list[outbox.Outgoing]:
    return list(
        db.session.scalars(
            select(outbox.Outgoing).where(outbox.Outgoing.kind == kind).order_by(outbox.Outgoing.id)
        )
    )


def versions(rule: AssignmentRule) -> int:
    return len(queries.versions_of(rule))
