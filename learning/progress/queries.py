"""What can be asked about learning: where somebody is, what they answered, who is how far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, tuple_

from learning import canonical
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate
from learning.courses import queries as courses
from learning.courses.models import Course, CourseVersion
from learning.courses.queries import PublishedCourse, PublishedModule
from learning.database import db
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState
from learning.progress import rules
from learning.progress.models import Answer, Attempt, Completion, Enrolment, ModuleProgress
from learning.progress.rules import ModuleFacts
from learning.progress.states import AttemptState, EnrolmentPurpose, ModuleState
from learning.quizzes import content, grading
from learning.quizzes.kinds.contract import (
    AnswerKey,
    Grade,
    PresentedQuestion,
    QuestionKind,
)
from learning.quizzes.models import QuestionVersion


@dataclass(frozen=True)
class ModuleStanding:
    """A module with how it stands for one learner."""

    module: PublishedModule
    state: ModuleState
    best: int
    attempts: int
    place: str
    passed_at: datetime | None
    blocked_by: PublishedModule | None


@dataclass(frozen=True)
class CourseStanding:
    """A whole course as its home page shows it to one learner."""

    enrolment: Enrolment
    course: PublishedCourse
    modules: tuple[ModuleStanding, ...]
    next: ModuleStanding | None
    is_complete: bool
    is_last_open: bool

    @property
    def passed(self) -> int:
        return sum(m.state == ModuleState.PASSED and m.module.is_numbered for m in self.modules)

    def standing_of(self, key: str) -> ModuleStanding | None:
        return next((m for m in self.modules if m.module.key == key), None)


@dataclass(frozen=True)
class AskedQuestion:
    """One place of an attempt before it is checked. Holds nothing of the key."""

    position: int
    question: PresentedQuestion
    is_checked: bool


@dataclass(frozen=True)
class CheckedAnswer:
    """One place of an attempt after it was checked."""

    position: int
    question: PresentedQuestion
    question_version_id: int
    key: AnswerKey
    given: tuple[str, ...]
    grade: Grade


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
class ProgressCell:
    """One learner, one module, in the trainer's table."""

    best: int
    attempts: int
    is_passed: bool


@dataclass(frozen=True)
class ProgressRow:
    """One line of the trainer's table."""

    enrolment_id: int
    learner: str
    version: int
    modules: int
    modules_passed: int
    completed_at: datetime | None
    last_active_at: datetime
    cells: dict[str, ProgressCell]


@dataclass(frozen=True)
class _ModuleRow:
    """What is stored about one learner and one module, as far as pages and rules ask."""

    place: str
    attempts: int
    best: int
    passed_at: datetime | None
    has_open_attempt: bool


# What every page of a learner asks, composed once: for SQLAlchemy that is half of the work.
_OF_ACTIVE_MEMBERSHIP = and_(
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
    .join(Membership, _OF_ACTIVE_MEMBERSHIP)
    .where(Course.address == bindparam("address"), Enrolment.purpose == bindparam("purpose"))
    .order_by(Enrolment.round.desc())
    .limit(1)
)
_OWN_ATTEMPT = (
    select(Attempt, Enrolment)
    .join(
        Enrolment,
        and_(
            Enrolment.organization_id == Attempt.organization_id,
            Enrolment.id == Attempt.enrolment_id,
        ),
    )
    .join(Membership, _OF_ACTIVE_MEMBERSHIP)
    .where(Attempt.public_id == bindparam("public_id"))
)
_MODULE_ROWS = (
    select(
        ModuleProgress.module,
        ModuleProgress.place,
        ModuleProgress.attempts,
        ModuleProgress.best,
        ModuleProgress.passed_at,
        Attempt.id.is_not(None),
    )
    .outerjoin(
        Attempt,
        and_(
            Attempt.organization_id == ModuleProgress.organization_id,
            Attempt.enrolment_id == ModuleProgress.enrolment_id,
            Attempt.module == ModuleProgress.module,
            Attempt.state == AttemptState.OPEN,
        ),
    )
    .where(
        ModuleProgress.organization_id == bindparam("organization_id"),
        ModuleProgress.enrolment_id == bindparam("enrolment_id"),
    )
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


def attempt_of_person(person_id: int, public_id: str) -> tuple[Attempt, Enrolment] | None:
    """The person's own attempt with this public id, while their membership stands."""
    row = db.session.execute(
        _OWN_ATTEMPT, {"person_id": person_id, "public_id": public_id}
    ).one_or_none()
    return (row[0], row[1]) if row else None


def address_of(enrolment: Enrolment) -> str:
    """The address of the course an enrolment is on."""
    return db.session.scalars(
        select(Course.address).where(
            Course.organization_id == enrolment.organization_id, Course.id == enrolment.course_id
        )
    ).one()


def attempt_in(enrolment: Enrolment, public_id: str) -> Attempt | None:
    """An attempt of this enrolment."""
    return db.session.scalar(
        select(Attempt).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.public_id == public_id,
        )
    )


def course_standing(enrolment: Enrolment) -> CourseStanding:
    """Everything the course home shows, in one query beside the kept structure."""
    course = courses.published(enrolment.organization_id, enrolment.course_version_id)
    rows = _module_rows(enrolment)
    facts = [_facts(module, rows.get(module.key)) for module in course.modules]
    states = rules.module_states(facts)
    standings = _standings(course, rows, states)
    next_key = rules.next_module(facts, states)
    return CourseStanding(
        enrolment,
        course,
        standings,
        next((s for s in standings if s.module.key == next_key), None),
        rules.is_complete(facts),
        rules.is_last_open(facts),
    )


def module_facts(enrolment: Enrolment) -> list[ModuleFacts]:
    """What the rules need to know of an enrolment."""
    course = courses.published(enrolment.organization_id, enrolment.course_version_id)
    rows = _module_rows(enrolment)
    return [_facts(module, rows.get(module.key)) for module in course.modules]


def module_progress(enrolment: Enrolment, module: str) -> ModuleProgress | None:
    return db.session.scalar(
        select(ModuleProgress).where(
            ModuleProgress.organization_id == enrolment.organization_id,
            ModuleProgress.enrolment_id == enrolment.id,
            ModuleProgress.module == module,
        )
    )


def open_attempt(enrolment: Enrolment, module: str) -> Attempt | None:
    """The attempt that is still running on this module."""
    return db.session.scalar(
        select(Attempt).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Attempt.state == AttemptState.OPEN,
        )
    )


def last_closed_attempt(enrolment: Enrolment, module: str) -> Attempt | None:
    """The newest finished attempt on this module."""
    return db.session.scalar(
        select(Attempt)
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
            Attempt.state == AttemptState.CLOSED,
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    )


def first_unchecked(attempt: Attempt) -> int | None:
    """The position of the next question to answer; None when all are checked."""
    return db.session.scalar(
        select(func.min(Answer.position)).where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_(None),
        )
    )


def marks_of(attempt: Attempt) -> list[bool | None]:
    """Per position whether it was right; None while it isn't checked."""
    rows = db.session.execute(
        select(Answer.checked_at, Answer.is_correct)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    return [is_correct if checked else None for checked, is_correct in rows]


def asked(attempt: Attempt, position: int) -> AskedQuestion | None:
    """A question as it may be shown before checking. The key isn't read from the database."""
    row = db.session.execute(
        select(Answer.shown_order, Answer.checked_at, QuestionVersion.kind, QuestionVersion.body)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    ).one_or_none()
    if row is None:
        return None
    order, checked_at, kind, body = row
    question = grading.present(QuestionKind(kind), content.read_body(body), canonical.parse(order))
    return AskedQuestion(position, question, checked_at is not None)


def checked_answers(attempt: Attempt) -> list[CheckedAnswer]:
    """The checked places of an attempt, with keys, in order."""
    rows = db.session.execute(
        select(
            Answer.position,
            Answer.shown_order,
            Answer.given,
            Answer.earned,
            Answer.possible,
            QuestionVersion.id,
            QuestionVersion.kind,
            QuestionVersion.body,
            QuestionVersion.key,
        )
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_not(None),
        )
        .order_by(Answer.position)
    )
    return [
        CheckedAnswer(
            position,
            grading.present(QuestionKind(kind), content.read_body(body), canonical.parse(order)),
            version_id,
            content.read_key(key),
            tuple(canonical.parse(given)) if given else (),
            Grade(earned, possible),
        )
        for position, order, given, earned, possible, version_id, kind, body, key in rows
    ]


def completion_of(enrolment: Enrolment) -> Completion | None:
    return db.session.scalar(
        select(Completion).where(
            Completion.organization_id == enrolment.organization_id,
            Completion.enrolment_id == enrolment.id,
        )
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


def progress_rows(
    organization_id: int,
    course_id: int,
    *,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[ProgressRow]:
    """A course's learners by name; one more than `limit` if there are more."""
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
    rows = db.session.scalars(
        select(ModuleProgress).where(
            ModuleProgress.organization_id == organization_id,
            ModuleProgress.enrolment_id.in_(enrolment_ids),
        )
    )
    cells: dict[int, dict[str, ProgressCell]] = {}
    for row in rows:
        cells.setdefault(row.enrolment_id, {})[row.module] = ProgressCell(
            row.best, row.attempts, row.passed_at is not None
        )
    return cells


def _module_rows(enrolment: Enrolment) -> dict[str, _ModuleRow]:
    """By module; whoever has an attempt at one has a row for it."""
    rows = db.session.execute(
        _MODULE_ROWS,
        {"organization_id": enrolment.organization_id, "enrolment_id": enrolment.id},
    )
    return {
        module: _ModuleRow(place, attempts, best, passed_at, is_open)
        for module, place, attempts, best, passed_at, is_open in rows
    }


def _facts(module: PublishedModule, row: _ModuleRow | None) -> ModuleFacts:
    return ModuleFacts(
        key=module.key,
        is_required=module.is_numbered,
        is_read=row is not None,
        is_passed=row is not None and row.passed_at is not None,
        has_open_attempt=row is not None and row.has_open_attempt,
        attempts=row.attempts if row else 0,
    )


def _standings(
    course: PublishedCourse, rows: dict[str, _ModuleRow], states: dict[str, ModuleState]
) -> tuple[ModuleStanding, ...]:
    standings = []
    blocker: PublishedModule | None = None
    for module in course.modules:
        row, state = rows.get(module.key), states[module.key]
        standings.append(
            ModuleStanding(
                module,
                state,
                row.best if row else 0,
                row.attempts if row else 0,
                row.place if row else "",
                row.passed_at if row else None,
                blocker if state == ModuleState.LOCKED else None,
            )
        )
        if module.is_numbered and state != ModuleState.PASSED and blocker is None:
            blocker = module
    return tuple(standings)
