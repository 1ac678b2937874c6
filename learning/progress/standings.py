"""Where somebody stands on a course: what is passed, open and locked, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from learning.courses import versions as course_versions
from learning.courses.versions import PublishedCourse, PublishedModule
from learning.database import db
from learning.progress import rules
from learning.progress.models import Attempt, Enrolment, ModuleProgress
from learning.progress.rules import ModuleFacts
from learning.progress.states import AttemptState, ModuleState


@dataclass(frozen=True)
class ModuleStanding:
    """A module with how it stands for one learner."""

    module: PublishedModule
    state: ModuleState
    best: int
    attempts: int
    granted_tries: int
    # Of a quiz in which enough was right: the questions that have to be right, and aren't yet.
    must_know_left: int
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
        return sum(m.state == ModuleState.PASSED and m.module.is_required for m in self.modules)

    def standing_of(self, key: str) -> ModuleStanding | None:
        return next((m for m in self.modules if m.module.key == key), None)


@dataclass(frozen=True)
class _ModuleRow:
    """What is stored about one learner and one module, as far as pages and rules ask."""

    place: str
    attempts: int
    granted_tries: int
    best: int
    passed_at: datetime | None
    passing_attempt_id: int | None
    must_know_left: int
    has_open_attempt: bool

    @property
    def must_know_in_the_way(self) -> int:
        """How many must-know questions alone keep the module from being passed."""
        is_enough = self.passing_attempt_id is not None and self.passed_at is None
        return self.must_know_left if is_enough else 0


_MODULE_ROWS = (
    select(
        ModuleProgress.module,
        ModuleProgress.place,
        ModuleProgress.attempts,
        ModuleProgress.granted_tries,
        ModuleProgress.best,
        ModuleProgress.passed_at,
        ModuleProgress.passing_attempt_id,
        ModuleProgress.must_know_left,
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


def course_standing(enrolment: Enrolment) -> CourseStanding:
    """Everything the course home shows, in one query beside the kept structure."""
    course = course_versions.published(enrolment.organization_id, enrolment.course_version_id)
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
    course = course_versions.published(enrolment.organization_id, enrolment.course_version_id)
    rows = _module_rows(enrolment)
    return [_facts(module, rows.get(module.key)) for module in course.modules]


def _module_rows(enrolment: Enrolment) -> dict[str, _ModuleRow]:
    """By module; whoever has an attempt at one has a row for it."""
    rows = db.session.execute(
        _MODULE_ROWS,
        {"organization_id": enrolment.organization_id, "enrolment_id": enrolment.id},
    )
    return {row[0]: _ModuleRow(*row[1:]) for row in rows}


def _facts(module: PublishedModule, row: _ModuleRow | None) -> ModuleFacts:
    return ModuleFacts(
        key=module.key,
        is_required=module.is_required,
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
                row.granted_tries if row else 0,
                row.must_know_in_the_way if row else 0,
                row.place if row else "",
                row.passed_at if row else None,
                blocker if state == ModuleState.LOCKED else None,
            )
        )
        if module.is_required and state != ModuleState.PASSED and blocker is None:
            blocker = module
    return tuple(standings)
