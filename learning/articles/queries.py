"""What can be asked about stored articles. Versions never change, so parsed outlines are kept."""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import select

from learning import canonical
from learning.articles.models import Article, ArticleVersion
from learning.articles.outline import Outline, from_json
from learning.articles.rendering import body_html, body_start
from learning.database import db


def article_with_id(organization_id: int, article_id: int) -> Article:
    return db.session.scalars(
        select(Article).where(Article.organization_id == organization_id, Article.id == article_id)
    ).one()


def version_with_id(organization_id: int, article_version_id: int) -> ArticleVersion:
    return db.session.scalars(
        select(ArticleVersion).where(
            ArticleVersion.organization_id == organization_id,
            ArticleVersion.id == article_version_id,
        )
    ).one()


def versions_with_ids(organization_id: int, ids: Collection[int]) -> dict[int, ArticleVersion]:
    """These versions of one organization, by id."""
    rows = db.session.scalars(
        select(ArticleVersion).where(
            ArticleVersion.organization_id == organization_id, ArticleVersion.id.in_(ids)
        )
    )
    return {version.id: version for version in rows}


def outline_of_version(version: ArticleVersion) -> Outline:
    """The stored outline, parsed once per process."""
    return _parsed(version.sha256, version.outline)


def body_begins(version: ArticleVersion, start: int, end: int) -> int:
    """Where a module's text begins, after the heading that its section was cut under."""
    outline = outline_of_version(version)
    title = next((s.title for s in outline.sections if s.start == start), "")
    return body_start(version.text, start, end, version.format, title)


def module_html(organization_id: int, article_version_id: int, start: int, end: int) -> str:
    """A module's text as safe HTML. Versions never change, so it is rendered once per process."""
    sha256 = db.session.scalars(
        select(ArticleVersion.sha256).where(
            ArticleVersion.organization_id == organization_id,
            ArticleVersion.id == article_version_id,
        )
    ).one()
    return _rendered(sha256, organization_id, article_version_id, start, end)


@lru_cache(maxsize=512)
def _rendered(
    _sha256: str, organization_id: int, article_version_id: int, start: int, end: int
) -> str:
    version = version_with_id(organization_id, article_version_id)
    begins = body_begins(version, start, end)
    return body_html(version.text, begins, end, version.format)


@lru_cache(maxsize=64)
def _parsed(_sha256: str, outline: str) -> Outline:
    return from_json(canonical.parse(outline))
