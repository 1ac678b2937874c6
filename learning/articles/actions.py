"""What changes about articles: storing one, and storing a new version of its text."""

from datetime import datetime

from sqlalchemy import func, select

from learning import canonical, files
from learning.articles.models import Article, ArticleVersion
from learning.articles.outline import (
    CUTTER_VERSION,
    Outline,
    as_json,
    outline_of_text,
)
from learning.database import db, transaction
from learning.identifiers import public_id

# What a file of each SourceFormat is stored as.
MEDIA_TYPES = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "wikitext": "text/x-wiki",
}


@transaction
def add_article(
    organization_id: int,
    outline: Outline,
    content: bytes,
    *,
    language: str,
    rights: str,
    by: str,
    at: datetime,
) -> ArticleVersion:
    """Keep an article as it came, and its first version as it was cut."""
    file = files.store(organization_id, content, MEDIA_TYPES[outline.source.format], at=at)
    article = Article(
        public_id=public_id(),
        organization_id=organization_id,
        title=outline.title,
        language=language,
        rights=rights,
        created_at=at,
    )
    db.session.add(article)
    db.session.flush()
    return _insert(article, outline, "import", None, file.id, by, at)


@transaction
def add_edited_version(
    previous: ArticleVersion, text: str, format: str, *, by: str, at: datetime
) -> ArticleVersion:
    """A new version with an edited text. The old one stays as it is."""
    article = db.session.scalars(
        select(Article)
        .where(
            Article.organization_id == previous.organization_id, Article.id == previous.article_id
        )
        .with_for_update()
    ).one()
    outline = outline_of_text(text, format)
    return _insert(article, outline, "edit", previous.id, previous.file_id, by, at)


def _insert(
    article: Article,
    outline: Outline,
    origin: str,
    previous_id: int | None,
    file_id: int | None,
    by: str,
    at: datetime,
) -> ArticleVersion:
    last = db.session.scalar(
        select(func.max(ArticleVersion.number)).where(
            ArticleVersion.organization_id == article.organization_id,
            ArticleVersion.article_id == article.id,
        )
    )
    version = ArticleVersion(
        public_id=public_id(),
        organization_id=article.organization_id,
        article_id=article.id,
        number=(last or 0) + 1,
        origin=origin,
        previous_id=previous_id,
        file_id=file_id,
        format=outline.source.format,
        text=outline.text,
        sha256=canonical.sha256(outline.text),
        outline=canonical.text(as_json(outline)),
        cutter=CUTTER_VERSION,
        created_by=by,
        created_at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version
