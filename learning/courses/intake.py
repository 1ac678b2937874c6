"""An article on its way in: begun by a person, gone on with by a worker, in small steps.

Each step is stored before the next one begins, so a stop in between repeats one step at most.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from learning import audit, canonical, files, outbox
from learning.articles.actions import MEDIA_TYPES
from learning.articles.addresses import target_of
from learning.articles.outline import Outline
from learning.articles.outside import Fetched, Network, fetch
from learning.articles.readers.reading import TEXTS, format_of
from learning.courses import draft_actions, importing, queries
from learning.courses.models import ArticleImport, Course
from learning.courses.states import ImportState, Rights
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id

TASK = "article-import"
DRAFTING = "course-drafting"
MOST_WAITING = 50  # imports of one organization, so that others get their turn
LONGEST_AT_ONCE = 100_000  # bytes
LONGEST_NAME = 300  # of its end, which says what a file is


def is_cut_quickly(content: bytes, file_name: str) -> bool:
    """Whether its sender may wait for it: a text that is cut in well under a second.

    Raises RuleBroken article-format for a file that no reader takes.
    """
    return format_of(file_name) in TEXTS and len(content) <= LONGEST_AT_ONCE


def take_in(
    organization_id: int,
    content: bytes,
    file_name: str,
    *,
    rights: Rights,
    language: str,
    once: str,
    by: str,
    at: datetime,
) -> Course:
    """Cut an article that `is_cut_quickly`, and leave drafting its questions to a worker.

    The same article with the same `once` of the same person is the same import. Raises RuleBroken
    with what is wrong with the article; nothing is kept then.
    """
    outline = importing.cut(content, file_name)
    key = _once_key(DRAFTING, organization_id, by, once, content)
    try:
        return _keep_undrafted(organization_id, outline, content, rights, language, key, by, at)
    except IntegrityError:  # sent twice at the same moment: the other one was faster
        return _keep_undrafted(organization_id, outline, content, rights, language, key, by, at)


@transaction
def _keep_undrafted(
    organization_id: int,
    outline: Outline,
    content: bytes,
    rights: Rights,
    language: str,
    once_key: str,
    by: str,
    at: datetime,
) -> Course:
    known = outbox.left(once_key)
    if known is not None:
        made = queries.course(organization_id, known["course"])
        assert made is not None
        return made
    course = importing.keep(
        organization_id, outline, content, rights=rights, language=language, by=by, at=at
    )
    outbox.leave(
        DRAFTING,
        once_key=once_key,
        payload={"course": course.public_id, "by": by},
        organization_id=organization_id,
        at=at,
    )
    return course


def begin(
    organization_id: int,
    sent: bytes | None,
    file_name: str,
    *,
    address: str | None = None,
    rights: Rights,
    language: str,
    once: str,
    by: str,
    at: datetime,
) -> ArticleImport:
    """Keep what was sent, or the address to fetch it from, and leave the rest to a worker.

    The same article with the same `once` of the same person is the same import. Raises RuleBroken
    article-format at once for a file that no reader takes, what `addresses.target_of` raises for an
    address that can't be one, and imports-waiting while very many of the organization wait.
    """
    if address is not None:
        target_of(address)
    begun = ArticleImport(
        public_id=public_id(),
        organization_id=organization_id,
        file_name=_kept_name(file_name),
        address=address,
        rights=rights,
        language=language,
        state=ImportState.FETCHING if sent is None else ImportState.READING,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    key = _once_key(TASK, organization_id, by, once, sent or (address or "").encode())
    try:
        return _begin(begun, sent, key, at)
    except IntegrityError:  # sent twice at the same moment: the other one was faster
        return _begin(begun, sent, key, at)


@transaction
def _begin(begun: ArticleImport, sent: bytes | None, once_key: str, at: datetime) -> ArticleImport:
    known = outbox.left(once_key)
    if known is not None:
        earlier = queries.article_import(begun.organization_id, known["import"])
        assert earlier is not None
        return earlier
    if queries.unfinished_imports(begun.organization_id) >= MOST_WAITING:
        raise RuleBroken("imports-waiting")
    if sent is not None:
        media_type = MEDIA_TYPES[format_of(begun.file_name)]
        begun.file_id = files.store(begun.organization_id, sent, media_type, at=at).id
    else:
        audit.record(
            "article-fetched",
            subject=begun.public_id,
            by=begun.created_by,
            at=at,
            organization_id=begun.organization_id,
        )
    db.session.add(begun)
    outbox.leave(
        TASK,
        once_key=once_key,
        payload={"import": begun.public_id},
        organization_id=begun.organization_id,
        at=at,
    )
    return begun


def go_on(
    organization_id: int,
    import_id: str,
    *,
    most_bytes: int,
    at: datetime,
    network: Network | None = None,
) -> None:
    """Do what is left to do for an import. Doing it again does nothing twice.

    What is wrong with the article is kept with the import. Whatever else fails is raised, to be
    tried again. `most_bytes` is how large a file may be that is fetched through `network`.
    """
    begun = queries.article_import(organization_id, import_id)
    assert begun is not None
    if begun.state in (ImportState.DONE, ImportState.REFUSED):
        return
    try:
        if begun.file_id is None:
            assert begun.address is not None
            _keep_file(begun, fetch(begun.address, most=most_bytes, network=network), at)
        _make_course(begun, at)
    except RuleBroken as error:
        if error.code == "article-busy":
            raise
        _refuse(begun, error, at)


def give_up(organization_id: int, import_id: str, *, at: datetime) -> None:
    """Say with an import that it failed too often, for reasons that aren't the article's."""
    begun = queries.article_import(organization_id, import_id)
    assert begun is not None
    if begun.state not in (ImportState.DONE, ImportState.REFUSED):
        _refuse(begun, RuleBroken("import-failed"), at)


def draft(organization_id: int, course_id: str, *, by: str, at: datetime) -> None:
    """Draft the questions of a course that was taken in. Doing it again adds nothing."""
    course = queries.course(organization_id, course_id)
    assert course is not None
    draft_actions.draft_questions(course, by=by, at=at)


def _once_key(kind: str, organization_id: int, by: str, once: str, content: bytes) -> str:
    digest = canonical.sha256(content)[:32]
    return f"{kind}:{organization_id}:{by}:{once[:40]}:{digest}"


def refusal_of(refused: ArticleImport) -> RuleBroken | None:
    """What was wrong with the article; None if nothing was."""
    if refused.refusal is None:
        return None
    stored = canonical.parse(refused.refusal)
    return RuleBroken(stored["code"], **stored["values"])


def _kept_name(file_name: str) -> str:
    """The end of a name, which has its format. Senders choose it, control characters and all."""
    return "".join(each for each in file_name if each.isprintable())[-LONGEST_NAME:]


def _make_course(begun: ArticleImport, at: datetime) -> None:
    if begun.course_id is None:
        assert begun.file_id is not None
        content = files.stored_with_id(begun.organization_id, begun.file_id).content
        _keep_course(begun, importing.cut(content, begun.file_name), content, at)
    assert begun.course_id is not None
    course = queries.course_with_id(begun.organization_id, begun.course_id)
    draft_actions.draft_questions(course, by=begun.created_by, at=at)
    _move(begun, ImportState.DONE, at)


@transaction
def _keep_file(begun: ArticleImport, fetched: Fetched, at: datetime) -> None:
    media_type = MEDIA_TYPES[format_of(fetched.file_name)]
    begun.file_id = files.store(begun.organization_id, fetched.content, media_type, at=at).id
    begun.file_name = _kept_name(fetched.file_name)
    begun.address = fetched.address
    _move(begun, ImportState.READING, at)


@transaction
def _keep_course(begun: ArticleImport, outline: Outline, content: bytes, at: datetime) -> None:
    db.session.refresh(begun, with_for_update=True)
    if begun.course_id is not None:
        return  # another worker was faster
    begun.course_id = importing.keep(
        begun.organization_id,
        outline,
        content,
        rights=Rights(begun.rights),
        language=begun.language,
        fetched_from=begun.address,
        by=begun.created_by,
        at=at,
    ).id
    _move(begun, ImportState.DRAFTING, at)


@transaction
def _refuse(begun: ArticleImport, error: RuleBroken, at: datetime) -> None:
    begun.refusal = canonical.text({"code": error.code, "values": error.values})
    _move(begun, ImportState.REFUSED, at)


@transaction
def _move(begun: ArticleImport, state: ImportState, at: datetime) -> None:
    begun.state, begun.changed_at = state, at
