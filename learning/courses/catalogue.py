"""The catalogue: the courses that are open to somebody."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select, tuple_

from learning.articles.outline import SectionKind
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.courses.settings import course_minutes
from learning.courses.states import CourseState, VersionPurpose, Visibility
from learning.database import db
from learning.organizations.models import Organization


@dataclass(frozen=True)
class CatalogueEntry:
    """A course in the catalogue."""

    id: int
    address: str
    title: str
    summary: str
    organization: str
    is_open: bool
    modules: int
    minutes: int


def entries(
    member_of: list[int],
    *,
    search: str = "",
    after: tuple[str, int] | None = None,
    limit: int = 24,
) -> list[CatalogueEntry]:
    """Published open courses, and internal ones of these organizations, by title.

    One more than `limit` if there are more. This crosses tenants on purpose: open courses are
    what organizations make public themselves.
    """
    visible = Course.visibility == Visibility.OPEN
    if member_of:
        visible = or_(visible, Course.organization_id.in_(member_of))
    words = (
        select(func.coalesce(func.sum(ModuleVersion.words), 0))
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
        )
        .scalar_subquery()
    )
    questions = (
        select(func.coalesce(func.sum(ModuleVersion.questions), 0))
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
        )
        .scalar_subquery()
    )
    taught = (
        select(func.count())
        .where(
            ModuleVersion.organization_id == CourseVersion.organization_id,
            ModuleVersion.course_version_id == CourseVersion.id,
            ModuleVersion.kind.in_((SectionKind.TEACH, SectionKind.CONCLUSION)),
        )
        .scalar_subquery()
    )
    query = (
        select(
            Course.id,
            Course.address,
            CourseVersion.title,
            CourseVersion.summary,
            Organization.name,
            Course.visibility,
            taught,
            words,
            questions,
        )
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Course.organization_id,
                CourseVersion.course_id == Course.id,
                CourseVersion.number == Course.latest_number,
                CourseVersion.purpose == VersionPurpose.PUBLISHED,
            ),
        )
        .join(Organization, Organization.id == Course.organization_id)
        .where(Course.state == CourseState.PUBLISHED, visible, Organization.state == "active")
        .order_by(CourseVersion.title, Course.id)
        .limit(limit + 1)
    )
    if search:
        query = query.where(
            CourseVersion.title.icontains(search, autoescape=True)
            | CourseVersion.summary.icontains(search, autoescape=True)
        )
    if after:
        query = query.where(tuple_(CourseVersion.title, Course.id) > after)
    return [
        CatalogueEntry(
            id,
            address,
            title,
            summary,
            organization,
            visibility == Visibility.OPEN,
            modules,
            course_minutes(read, asked),
        )
        for id, address, title, summary, organization, visibility, modules, read, asked in (
            db.session.execute(query, execution_options={"crosses_tenants": "catalogue"})
        )
    ]
