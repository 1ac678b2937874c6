"""What needs a trainer: counts by course, of the people they see; nobody's name."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from learning.courses.models import Course, Module
from learning.database import db
from learning.organizations.group_queries import Sight
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipState
from learning.progress.models import Enrolment, ModuleProgress, QuestionReport
from learning.progress.report_queries import is_in_sight
from learning.progress.states import EnrolmentPurpose, EnrolmentState, ReportState

TWICE = 2
_MOST = 10  # lines of each sort: who has more looks at the pages


@dataclass(frozen=True)
class Stuck:
    """So many people have tried a module's quiz twice or more and not passed."""

    course: str
    module: str
    people: int


@dataclass(frozen=True)
class Reported:
    """So many reports on questions of a course that nobody has handled."""

    course: str
    reports: int


def stuck(sight: Sight) -> list[Stuck]:
    """Where people in sight don't get on, most people first."""
    counted = func.count(ModuleProgress.id)
    rows = db.session.execute(
        select(Course.title, Module.title, counted)
        .select_from(ModuleProgress)
        .join(
            Enrolment,
            and_(
                Enrolment.organization_id == ModuleProgress.organization_id,
                Enrolment.id == ModuleProgress.enrolment_id,
            ),
        )
        .join(
            Membership,
            and_(
                Membership.organization_id == Enrolment.organization_id,
                Membership.id == Enrolment.membership_id,
            ),
        )
        .join(
            Course,
            and_(
                Course.organization_id == Enrolment.organization_id,
                Course.id == Enrolment.course_id,
            ),
        )
        .join(
            Module,
            and_(
                Module.organization_id == Course.organization_id,
                Module.course_id == Course.id,
                Module.key == ModuleProgress.module,
            ),
        )
        .where(
            ModuleProgress.organization_id == sight.organization_id,
            ModuleProgress.attempts >= TWICE,
            ModuleProgress.passed_at.is_(None),
            Enrolment.purpose == EnrolmentPurpose.LEARN,
            Enrolment.state == EnrolmentState.ACTIVE,
            Membership.state == MembershipState.ACTIVE,
            sight.covers(Membership.id),
        )
        .group_by(Course.id, Course.title, Module.id, Module.title)
        .order_by(counted.desc(), Module.id)
        .limit(_MOST)
    )
    return [Stuck(*row) for row in rows]


def reported(sight: Sight) -> list[Reported]:
    """Where reports of people in sight wait, most reports first."""
    counted = func.count(QuestionReport.id)
    rows = db.session.execute(
        select(Course.title, counted)
        .join(
            QuestionReport,
            and_(
                QuestionReport.organization_id == Course.organization_id,
                QuestionReport.course_id == Course.id,
            ),
        )
        .where(
            Course.organization_id == sight.organization_id,
            QuestionReport.state == ReportState.OPEN,
            is_in_sight(sight),
        )
        .group_by(Course.id, Course.title)
        .order_by(counted.desc(), Course.id)
        .limit(_MOST)
    )
    return [Reported(*row) for row in rows]
