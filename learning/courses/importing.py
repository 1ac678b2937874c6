"""From an article to a draft course, one module per section."""

from collections.abc import Sequence
from datetime import datetime

from learning.articles import actions as article_actions
from learning.articles.limited_reading import outline_of_file
from learning.articles.models import ArticleVersion
from learning.articles.outline import Outline, Section, SectionKind
from learning.courses import addresses, queries, structure
from learning.courses.models import Course
from learning.courses.rows import record, replace_modules
from learning.courses.settings import CourseSettings
from learning.courses.states import CourseState, Rights, Visibility
from learning.courses.structure import ModulePlan, Plans
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id, short_tail
from learning.quizzes import quiz_actions


def import_article(
    organization_id: int,
    content: bytes,
    file_name: str,
    *,
    rights: Rights,
    language: str = "en",
    address: str | None = None,
    by: str,
    at: datetime,
) -> Course:
    """Cut an article and keep it with a draft course, one module per section.

    Raises RuleBroken with what is wrong with the article; nothing is kept then.
    """
    outline = outline_of_file(content, file_name)
    if not outline.has_text:
        raise RuleBroken("article-only-headings")
    return _keep(
        organization_id, outline, content, rights=rights, language=language, address=address,
        by=by, at=at,
    )  # fmt: skip


@transaction
def _keep(
    organization_id: int,
    outline: Outline,
    content: bytes,
    *,
    rights: Rights,
    language: str,
    address: str | None,
    by: str,
    at: datetime,
) -> Course:
    version = article_actions.add_article(
        organization_id, outline, content, language=language, rights=rights, by=by, at=at
    )
    plans = _plans_of_outline(organization_id, outline, version, at)
    return create_course(
        version, outline.title, plans, language=language, address=address, by=by, at=at
    )


def _plans_of_outline(
    organization_id: int, outline: Outline, version: ArticleVersion, at: datetime
) -> Plans:
    plans: list[ModulePlan] = []
    for section in outline.sections:
        key = addresses.slug(section.title, otherwise=str(section.kind))
        plans.append(
            ModulePlan(
                key=addresses.free(key, [plan.key for plan in plans]),
                kind=section.kind,
                title=_title_of(section)[: structure.LONGEST_TITLE],
                article_version_id=version.id,
                start=section.start,
                end=section.end,
                evidence=section.evidence,
                objectives=(),
                quiz_id=quiz_actions.create_quiz(organization_id, at=at).id,
            )
        )
    return tuple(plans)


def _title_of(section: Section) -> str:
    # The lead before the first heading has no title in the article; learners need one to click.
    if section.kind == SectionKind.OVERVIEW and not section.title:
        return "Overview"
    return section.title


@transaction
def create_course(
    version: ArticleVersion,
    title: str,
    plans: Sequence[ModulePlan],
    *,
    language: str,
    address: str | None,
    by: str,
    at: datetime,
    summary: str = "",
    settings: CourseSettings | None = None,
    visibility: Visibility = Visibility.INTERNAL,
) -> Course:
    """A draft course over an article version. Without an address it gets an unguessable one."""
    wanted = address or f"{addresses.slug(title, otherwise='course')}-{short_tail()}"
    course = Course(
        public_id=public_id(),
        organization_id=version.organization_id,
        address=wanted if queries.course_at(wanted) is None else f"{wanted}-{short_tail()}",
        family=public_id(),
        article_id=version.article_id,
        language=language,
        title=title[: structure.LONGEST_TITLE],
        summary=summary,
        visibility=visibility,
        state=CourseState.DRAFT,
        settings=(settings or CourseSettings()).as_json(),
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    db.session.add(course)
    db.session.flush()
    replace_modules(course, plans)
    record("course-created", course, by, at)
    return course
