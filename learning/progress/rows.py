"""What every act of a learner starts from: the locked enrolment, an unlocked module, its row."""

from datetime import datetime

from learning.courses import versions as course_versions
from learning.courses.versions import PublishedModule
from learning.database import db
from learning.errors import RuleBroken
from learning.progress import queries, rules, standings
from learning.progress.models import Attempt, Enrolment, ModuleProgress
from learning.progress.states import (
    ModuleState,
)


def unlocked_module(enrolment: Enrolment, key: str) -> PublishedModule:
    module = module_of(enrolment, key)
    states = rules.module_states(standings.module_facts(enrolment))
    if states[key] == ModuleState.LOCKED:
        raise RuleBroken("module-locked")
    return module


def module_of(enrolment: Enrolment, key: str) -> PublishedModule:
    course = course_versions.published(enrolment.organization_id, enrolment.course_version_id)
    module = course.module(key)
    if module is None:
        raise RuleBroken("module-gone")
    return module


def progress_row(enrolment: Enrolment, key: str, at: datetime) -> ModuleProgress:
    row = queries.module_progress(enrolment, key)
    if row is None:
        row = ModuleProgress(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            module=key,
            first_read_at=at,
            attempts=0,
            best=0,
        )
        db.session.add(row)
        db.session.flush()
    return row


def lock(enrolment: Enrolment) -> None:
    db.session.refresh(enrolment, with_for_update=True)


def lock_attempt(attempt: Attempt) -> Enrolment:
    """Lock the enrolment an attempt belongs to, and see the attempt as it is then."""
    enrolment = queries.enrolment_with_id(attempt.organization_id, attempt.enrolment_id)
    lock(enrolment)
    db.session.refresh(attempt)
    return enrolment
