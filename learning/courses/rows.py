"""What every act on a course starts from: its locked row, its modules, a line in the audit log."""

from collections.abc import Sequence
from datetime import datetime

from learning import audit
from learning.courses import queries
from learning.courses.models import Course, Module
from learning.courses.structure import ModulePlan, changed_ranges
from learning.database import db
from learning.errors import RuleBroken


def replace_modules(course: Course, plans: Sequence[ModulePlan]) -> None:
    """Raises RuleBroken text-waiting where typed text waits to be saved for a range that changes.

    Editors that are open on such a module meet a conflict when they save: its revision goes up.
    """
    known = {module.key: module for module in queries.modules_of(course)}
    for key in changed_ranges([queries.plan_of(module) for module in known.values()], plans):
        if known[key].waiting_by is not None:
            raise RuleBroken("text-waiting", title=known[key].title)
        known[key].revision += 1
    for position, plan in enumerate(plans, 1):
        module = known.pop(plan.key, None)
        if module is None:
            module = Module(
                organization_id=course.organization_id, course_id=course.id, key=plan.key
            )
            db.session.add(module)
        module.position = position
        module.kind = plan.kind
        module.title = plan.title
        module.article_version_id = plan.article_version_id
        module.start, module.end = plan.start, plan.end
        module.evidence = plan.evidence
        module.objectives = list(plan.objectives)
        module.quiz_id = plan.quiz_id
        module.is_excluded = plan.is_excluded
    for module in known.values():
        db.session.delete(module)
    db.session.flush()


def record(
    act: str,
    course: Course,
    by: str,
    at: datetime,
    old: str | None = None,
    new: str | None = None,
) -> None:
    audit.record(
        act,
        subject=course.public_id,
        by=by,
        at=at,
        organization_id=course.organization_id,
        old=old,
        new=new,
    )


def lock(course: Course) -> None:
    db.session.refresh(course, with_for_update=True)
