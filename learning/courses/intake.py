"""An article on its way in: begun by a person, gone on with by a worker, in small steps.

Each step is stored before the next one begins, so a stop in between repeats one step at most.
"""

from datetime import datetime

from learning import canonical, files, outbox
from learning.articles.actions import MEDIA_TYPES
from learning.articles.addresses import target_of
from learning.articles.outline import Outline
from learning.articles.outside import Fetched, Network, fetch
from learning.articles.readers.reading import format_of
from learning.courses import draft_actions, importing, queries
from learning.courses.models import ArticleImport, Course
from learning.courses.states import ImportState, Rights
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id

TASK = "article-import"
DRAFTING = "course-drafting"
LONGEST_NAME = 300  # of its end, which says what a file is


def take_in(
    organization_id: int,
    content: bytes,
    file_name: str,
    *,
    rights: Rights,
    language: str,
    by: str,
    at: datetime,
) -> Course:
    """Cut an article that is cut quickly, and leave drafting its questions to a worker.

    Raises RuleBroken with what is wrong with the article; nothing is kept then.
    """
    outline = importing.cut(content, file_name)
    return _keep_undrafted(organization_id, outline, content, rights, language, by, at)


@transaction
def _keep_undrafted(
    organization_id: int,
    outline: Outline,
    content: bytes,
    rights: Rights,
    language: str,
    by: str,
    at: datetime,
) -> Course:
    course = importing.keep(
        organization_id, outline, content, rights=rights, language=language, by=by, at=at
    )
    outbox.leave(
        DRAFTING,
        once_key=f"{DRAFTING}:{course.public_id}",
        payload={"course": course.public_id, "by": by},
        organization_id=organization_id,
        at=at,
    )
    return course


@transaction
def begin(
    organization_id: int,
    sent: bytes | None,
    file_name: str,
    *,
    address: str | None = None,
    rights: Rights,
    language: str,
    by: str,
    at: datetime,
) -> ArticleImport:
    """Keep what was sent, or the address to fetch it from, and leave the rest to a worker.

    Raises RuleBroken article-format at once for a file that no reader takes, and what
    `addresses.target_of` raises for an address that can't be one.
    """
    file_id = None
    if sent is not None:
        media_type = MEDIA_TYPES[format_of(file_name)]
        file_id = files.store(organization_id, sent, media_type, at=at).id
    elif address is not None:
        target_of(address)
    begun = ArticleImport(
        public_id=public_id(),
        organization_id=organization_id,
        file_id=file_id,
        file_name=_kept_name(file_name),
        rights=rights,
        language=language,
        address=address,
        state=ImportState.FETCHING if file_id is None else ImportState.READING,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    db.session.add(begun)
    outbox.leave(
        TASK,
        once_key=f"{TASK}:{begun.public_id}",
        payload={"import": begun.public_id},
        organization_id=organization_id,
        at=at,
    )
    return begun


def go_on(
    organization_id: int,
    import_id: str,
    *,
    most_bytes: int,
    is_last_try: bool,
    at: datetime,
    network: Network | None = None,
) -> None:
    """Do what is left to do for an import. Doing it again does nothing twice.

    What is wrong with the article is kept with the import. Whatever else fails is raised, to be
    tried again, and after the last try the import says so. `most_bytes` is how large a file may be
    that is fetched through `network`.
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
        if error.code == "article-busy" and not is_last_try:
            raise
        _refuse(begun, error, at)
    except Exception:
        if is_last_try:
            _refuse(begun, RuleBroken("import-failed"), at)
        raise


def draft(organization_id: int, course_id: str, *, by: str, at: datetime) -> None:
    """Draft the questions of a course that was taken in. Doing it again adds nothing."""
    course = queries.course(organization_id, course_id)
    assert course is not None
    draft_actions.draft_questions(course, by=by, at=at)


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
