"""What somebody still has to do, as a reminder says it in the moment it is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from learning.accounts.models import Person
from learning.assignments.models import Obligation, Reminder
from learning.assignments.reminder_queries import due_of
from learning.assignments.states import ObligationState
from learning.courses import queries as courses
from learning.courses import versions
from learning.courses.settings import course_minutes
from learning.database import db
from learning.organizations.models import Membership
from learning.organizations.roles import PRESENT, MembershipState
from learning.progress import queries as progress
from learning.progress import standings
from learning.progress.models import Enrolment
from learning.progress.states import EnrolmentPurpose, EnrolmentState, ModuleState


@dataclass(frozen=True)
class About:
    """One thing that a message was left for: an obligation, its due date then, and the step."""

    obligation: str
    due_on: date
    code: str

    @property
    def is_warning(self) -> bool:
        """Whether it comes before the day is over, and is of no use after."""
        return self.code.startswith("before-")


@dataclass(frozen=True)
class Left:
    """What is left of a course for somebody."""

    title: str
    address: str
    is_health: bool
    modules: int
    minutes: int


@dataclass(frozen=True)
class Owed:
    """An obligation that is open in this moment, and what was to be said of it."""

    about: About
    member: str
    membership_id: int
    course_id: int
    # Whether they have come; whoever is invited only can't learn yet.
    is_here: bool
    due_on: date
    zone: str
    is_over: bool


def members_done_meanwhile(organization_id: int, obligations: Collection[str]) -> set[int]:
    """Who has completed a course since its obligation changed last: it may be met by now, and
    only nobody has come to write that down yet."""
    return set(
        db.session.scalars(
            select(Obligation.membership_id)
            .join(
                Enrolment,
                and_(
                    Enrolment.organization_id == Obligation.organization_id,
                    Enrolment.membership_id == Obligation.membership_id,
                    Enrolment.course_id == Obligation.course_id,
                ),
            )
            .where(
                Obligation.organization_id == organization_id,
                Obligation.public_id.in_(obligations),
                Obligation.state == ObligationState.OPEN,
                Enrolment.purpose == EnrolmentPurpose.LEARN,
                Enrolment.completed_at >= Obligation.changed_at,
            )
        )
    )


def owed(organization_id: int, about: Sequence[About], *, at: datetime) -> list[Owed]:
    """Those of these obligations of which the message still holds, what is due first first.

    Not one that is met, withdrawn, exempt or due on another day by now, whose person left, or of
    which something newer was said meanwhile. A course that two rules ask for is owed once.
    """
    by_id = {each.obligation: each for each in about}
    rows = db.session.execute(
        select(Obligation, Membership.name, Membership.state)
        .join(
            Membership,
            and_(
                Membership.organization_id == Obligation.organization_id,
                Membership.id == Obligation.membership_id,
            ),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Obligation.organization_id == organization_id,
            Obligation.public_id.in_(by_id),
            Obligation.state == ObligationState.OPEN,
            Membership.state.in_(PRESENT),
            Person.state.in_(["active", "invited"]),
        )
        .order_by(Obligation.due_on, Membership.name, Obligation.id)
    ).all()
    newest = _newest_codes(organization_id, [row.id for row, _, _ in rows])
    found: dict[tuple[int, int], Owed] = {}
    for row, name, state in rows:
        each = by_id[row.public_id]
        is_over = due_of(row).over_at <= at
        holds = each.due_on == row.due_on and not (each.is_warning and is_over)
        if holds and each.code in newest.get((row.id, row.due_on), ()):
            found.setdefault(
                (row.membership_id, row.course_id),
                Owed(
                    each, name, row.membership_id, row.course_id, state == MembershipState.ACTIVE,
                    row.due_on, row.zone, is_over,
                ),
            )  # fmt: skip
    return list(found.values())


def left_of(organization_id: int, membership_id: int, course_id: int) -> Left | None:
    """What a member has to pass yet; None where there is nothing to learn any more."""
    course = courses.course_with_id(organization_id, course_id)
    enrolment = progress.enrolment(
        organization_id, membership_id, course_id, EnrolmentPurpose.LEARN
    )
    if enrolment is not None and enrolment.state == EnrolmentState.ACTIVE:
        standing = standings.course_standing(enrolment)
        version = standing.course
        modules = [
            each.module
            for each in standing.modules
            if each.module.is_required and each.state != ModuleState.PASSED
        ]
    else:
        # Not begun, or begun anew for another round: all of the newest version.
        newest = versions.latest_version_id(course)
        if newest is None:
            return None
        version = versions.published(organization_id, newest)
        modules = list(version.required)
    words, questions = sum(m.words for m in modules), sum(m.questions for m in modules)
    return Left(
        version.title,
        course.address,
        version.settings.is_health,
        len(modules),
        course_minutes(words, questions) if modules else 0,
    )


def titles_of(organization_id: int, course_ids: Collection[int]) -> dict[int, str]:
    """The titles of these courses' newest versions."""
    found = {}
    for id in set(course_ids):
        newest = versions.latest_version_id(courses.course_with_id(organization_id, id))
        if newest is not None:
            found[id] = versions.published(organization_id, newest).title
    return found


def _newest_codes(
    organization_id: int, obligation_ids: Sequence[int]
) -> dict[tuple[int, date], set[str]]:
    """The codes of the newest settled step of each line, by obligation and due date."""
    place = func.row_number().over(
        partition_by=[Reminder.obligation_id, Reminder.due_on, Reminder.line],
        order_by=Reminder.day.desc(),
    )
    ranked = (
        select(Reminder.obligation_id, Reminder.due_on, Reminder.code, place.label("place"))
        .where(
            Reminder.organization_id == organization_id,
            Reminder.obligation_id.in_(obligation_ids),
        )
        .subquery()
    )
    codes: dict[tuple[int, date], set[str]] = {}
    for id, due_on, code in db.session.execute(
        select(ranked.c.obligation_id, ranked.c.due_on, ranked.c.code).where(ranked.c.place == 1)
    ):
        codes.setdefault((id, due_on), set()).add(code)
    return codes
