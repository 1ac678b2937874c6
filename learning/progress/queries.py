"""What can be asked about enrolments: whose they are, what they earned, who is how far."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, tuple_

from learning.certificates import queries as certificates
from learning.certificates.models import Certificate
from learning.courses.models import Course, CourseVersion
from learning.database import db
from learning.organizations.group_queries import Sight
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState
from learning.progress.models import Completion, Enrolment, ModuleProgress
from learning.progress.states import EnrolmentPurpose, EnrolmentState


@dataclass(frozen=True)
class LearningRow:
    """A course somebody is on, for their list."""

    enrolment_id: int
    address: str
    title: str
    organization_id: int
    modules: int
    modules_passed: int
    completed_at: datetime | None
    last_active_at: datetime


@dataclass(frozen=True)
class CourseCounts:
    """How many courses somebody is on, and how many they have finished."""

    in_progress: int
    finished: int


@dataclass(frozen=True)
class ProgressCell:
    """One learner, one module, in the trainer's table."""

    best: int
    attempts: int
    is_passed: bool


@dataclass(frozen=True)
class ProgressRow:
    """One line of the trainer's table."""

    enrolment_id: int
    public_id: str
    learner: str
    version: int
    modules: int
    modules_passed: int
    completed_at: datetime | None
    last_active_at: datetime
    cells: dict[str, ProgressCell]


# What every page of a learner asks, composed once: for SQLAlchemy that is half of the work.
OF_ACTIVE_MEMBERSHIP = and_(
    Membership.organization_id == Enrolment.organization_id,
    Membership.id == Enrolment.membership_id,
    Membership.state == MembershipState.ACTIVE,
    Membership.person_id == bindparam("person_id"),
)


_NEWEST_ENROLMENT = (
    select(Enrolment)
    .join(
        Course,
        and_(
            Course.organization_id == Enrolment.organization_id,
            Course.id == Enrolment.course_id,
        ),
    )
    .join(Membership, OF_ACTIVE_MEMBERSHIP)
    .where(Course.address == bindparam("address"), Enrolment.purpose == bindparam("purpose"))
    .order_by(Enrolment.round.desc())
    .limit(1)
)


def enrolment(
    organization_id: int, membership_id: int, course_id: int, purpose: EnrolmentPurpose
) -> Enrolment | None:
    """The newest round of a member on a course."""
    return db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.organization_id == organization_id,
            Enrolment.membership_id == membership_id,
            Enrolment.course_id == course_id,
            Enrolment.purpose == purpose,
        )
        .order_by(Enrolment.round.desc())
        .limit(1)
    )


def enrolment_with_id(organization_id: int, enrolment_id: int) -> Enrolment:
    return db.session.scalars(
        select(Enrolment).where(
            Enrolment.organization_id == organization_id, Enrolment.id == enrolment_id
        )
    ).one()


def enrolment_of_person(
    person_id: int, address: str, purpose: EnrolmentPurpose
) -> Enrolment | None:
    """The person's newest round on the course at this address, while they may still see it."""
    return db.session.scalar(
        _NEWEST_ENROLMENT, {"person_id": person_id, "address": address, "purpose": purpose}
    )


def address_of(enrolment: Enrolment) -> str:
    """The address of the course an enrolment is on."""
    return db.session.scalars(
        select(Course.address).where(
            Course.organization_id == enrolment.organization_id, Course.id == enrolment.course_id
        )
    ).one()


def module_progress(enrolment: Enrolment, module: str) -> ModuleProgress | None:
    return db.session.scalar(
        select(ModuleProgress).where(
            ModuleProgress.organization_id == enrolment.organization_id,
            ModuleProgress.enrolment_id == enrolment.id,
            ModuleProgress.module == module,
        )
    )


def completion_of(enrolment: Enrolment) -> Completion | None:
    return db.session.scalar(
        select(Completion).where(
            Completion.organization_id == enrolment.organization_id,
            Completion.enrolment_id == enrolment.id,
        )
    )


def enrolment_in(organization_id: int, course_id: int, public_id: str) -> Enrolment | None:
    """A learner's enrolment on this course."""
    return db.session.scalar(
        select(Enrolment).where(
            Enrolment.organization_id == organization_id,
            Enrolment.course_id == course_id,
            Enrolment.public_id == public_id,
            Enrolment.purpose == EnrolmentPurpose.LEARN,
        )
    )


def enrolment_with_public_id(organization_id: int, public_id: str) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment).where(
            Enrolment.organization_id == organization_id, Enrolment.public_id == public_id
        )
    )


def enrolment_completed_by(organization_id: int, completion: str) -> Enrolment | None:
    """The enrolment that ended with this completion, by its public id."""
    return db.session.scalar(
        select(Enrolment)
        .join(
            Completion,
            and_(
                Completion.organization_id == Enrolment.organization_id,
                Completion.enrolment_id == Enrolment.id,
            ),
        )
        .where(Completion.organization_id == organization_id, Completion.public_id == completion)
    )


def certificate_for(enrolment: Enrolment) -> Certificate | None:
    """The certificate that an enrolment has earned."""
    completion = completion_of(enrolment)
    if completion is None:
        return None
    return certificates.current_for(enrolment.organization_id, completion.public_id)


def learning_of(memberships: Sequence[tuple[int, int]]) -> list[LearningRow]:
    """The courses of these (organization id, membership id), last used first."""
    if not memberships:
        return []
    rows = db.session.execute(
        select(
            Enrolment.id,
            Course.address,
            CourseVersion.title,
            Enrolment.organization_id,
            Enrolment.modules,
            Enrolment.modules_passed,
            Enrolment.completed_at,
            Enrolment.last_active_at,
        )
        .join(
            Course,
            and_(
                Course.organization_id == Enrolment.organization_id,
                Course.id == Enrolment.course_id,
            ),
        )
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Enrolment.organization_id,
                CourseVersion.id == Enrolment.course_version_id,
            ),
        )
        .where(
            tuple_(Enrolment.organization_id, Enrolment.membership_id).in_(memberships),
            Enrolment.purpose == EnrolmentPurpose.LEARN,
        )
        .order_by(Enrolment.last_active_at.desc(), Enrolment.id.desc())
    )
    return [LearningRow(*row) for row in rows]


def course_counts(organization_id: int, membership_ids: Collection[int]) -> dict[int, CourseCounts]:
    """How many courses these members are on and have finished, by membership."""
    is_finished = Enrolment.completed_at.is_not(None)
    rows = db.session.execute(
        select(Enrolment.membership_id, is_finished, func.count(Enrolment.course_id.distinct()))
        .where(
            Enrolment.organization_id == organization_id,
            Enrolment.membership_id.in_(membership_ids),
            Enrolment.purpose == EnrolmentPurpose.LEARN,
            or_(is_finished, Enrolment.state == EnrolmentState.ACTIVE),
        )
        .group_by(Enrolment.membership_id, is_finished)
    )
    found: dict[int, dict[bool, int]] = {}
    for membership_id, finished, number in rows:
        found.setdefault(membership_id, {})[bool(finished)] = number
    return {
        id: CourseCounts(found.get(id, {}).get(False, 0), found.get(id, {}).get(True, 0))
        for id in membership_ids
    }


def progress_rows(
    organization_id: int,
    course_id: int,
    *,
    sight: Sight,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[ProgressRow]:
    """A course's learners in sight by name; one more than `limit` if there are more."""
    query = (
        select(Enrolment, CourseVersion.number)
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Enrolment.organization_id,
                CourseVersion.id == Enrolment.course_version_id,
            ),
        )
        .where(
            Enrolment.organization_id == organization_id,
            Enrolment.course_id == course_id,
            Enrolment.purpose == EnrolmentPurpose.LEARN,
            sight.covers(Enrolment.membership_id),
        )
        .order_by(Enrolment.learner, Enrolment.id)
        .limit(limit + 1)
    )
    if after:
        query = query.where(tuple_(Enrolment.learner, Enrolment.id) > after)
    found = [(enrolment, number) for enrolment, number in db.session.execute(query)]
    cells = _cells(organization_id, [enrolment.id for enrolment, _ in found])
    return [
        ProgressRow(
            enrolment.id,
            enrolment.public_id,
            enrolment.learner,
            number,
            enrolment.modules,
            enrolment.modules_passed,
            enrolment.completed_at,
            enrolment.last_active_at,
            cells.get(enrolment.id, {}),
        )
        for enrolment, number in found
    ]


def _cells(organization_id: int, enrolment_ids: list[int]) -> dict[int, dict[str, ProgressCell]]:
    rows = db.session.execute(
        select(
            ModuleProgress.enrolment_id,
            ModuleProgress.module,
            ModuleProgress.best,
            ModuleProgress.attempts,
            ModuleProgress.passed_at.is_not(None),
        ).where(
            ModuleProgress.organization_id == organization_id,
            ModuleProgress.enrolment_id.in_(enrolment_ids),
        )
    )
    cells: dict[int, dict[str, ProgressCell]] = {}
    for enrolment_id, module, best, attempts, is_passed in rows:
        cells.setdefault(enrolment_id, {})[module] = ProgressCell(best, attempts, bool(is_passed))
    return cells
