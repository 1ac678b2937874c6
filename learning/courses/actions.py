"""What changes about courses: importing, restructuring, editing text, publishing, withdrawing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from learning import audit, canonical
from learning.articles import actions as article_actions
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Outline, Section, SectionKind, outline_of
from learning.courses import addresses, publishing, queries, structure
from learning.courses.models import Course, CourseVersion, Module, ModuleVersion, StructureStep
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, CourseState, Rights, VersionPurpose, Visibility
from learning.courses.structure import ModulePlan, Plans
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id, short_tail
from learning.quizzes import actions as quiz_actions
from learning.quizzes import queries as quizzes
from learning.quizzes.models import QuizVersion


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
    outline = outline_of(content, file_name)
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
    _replace_modules(course, plans)
    _record("course-created", course, by, at)
    return course


def merge_up(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Join a module to the one above it; its questions go with it."""

    def merged(plans: Plans) -> Plans:
        joined = structure.merged_up(plans, key)
        at_place = next(i for i, plan in enumerate(plans) if plan.key == key)
        quiz_actions.move_questions(
            course.organization_id, plans[at_place].quiz_id, plans[at_place - 1].quiz_id
        )
        return joined

    _change_structure(course, "merge", merged, by=by, at=at)


def rename_module(course: Course, key: str, title: str, *, by: str, at: datetime) -> None:
    """Give a module another title; its address stays."""
    _change_structure(
        course, "rename", lambda plans: structure.renamed(plans, key, title), by=by, at=at
    )


def exclude_module(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Leave a module out of the course; its text and questions are kept."""
    _change_structure(course, "exclude", lambda plans: structure.excluded(plans, key), by=by, at=at)


def include_module(course: Course, key: str, *, by: str, at: datetime) -> None:
    """Take a left-out module in again."""
    _change_structure(course, "include", lambda plans: structure.included(plans, key), by=by, at=at)


@transaction
def _change_structure(
    course: Course, act: str, change: Callable[[Plans], Plans], *, by: str, at: datetime
) -> None:
    _lock(course)
    before = queries.plans_of(course)
    places = [
        {"question": place.question_id, "quiz": place.quiz_id, "position": place.position}
        for place, _ in quizzes.places(course.organization_id, [plan.quiz_id for plan in before])
    ]
    after = change(before)
    if after == before:
        return
    last = queries.last_step(course)
    db.session.add(
        StructureStep(
            organization_id=course.organization_id,
            course_id=course.id,
            number=last.number + 1 if last else 1,
            act=act,
            before={"modules": [plan.as_json() for plan in before], "places": places},
            by=by,
            at=at,
        )
    )
    _replace_modules(course, after)
    course.changed_at = at


@transaction
def undo_structure(course: Course, *, at: datetime) -> None:
    """Take the last change of structure back. Raises RuleBroken nothing-to-undo."""
    _lock(course)
    step = queries.last_step(course)
    if step is None:
        raise RuleBroken("nothing-to-undo")
    _replace_modules(course, [ModulePlan.from_json(plan) for plan in step.before["modules"]])
    for place in step.before["places"]:
        quiz_actions.place_question(
            course.organization_id, place["question"], place["quiz"], place["position"]
        )
    db.session.delete(step)
    course.changed_at = at


@transaction
def edit_module(
    course: Course,
    key: str,
    *,
    body: str,
    objectives: Sequence[str],
    revision: int,
    by: str,
    at: datetime,
) -> int:
    """Save a module's text as a new article version; returns how many questions became stale.

    Raises RuleBroken changed-elsewhere if somebody saved since `revision` was shown, module-empty
    for a text of nothing.
    """
    _lock(course)
    module = queries.module(course, key)
    if module is None:
        raise RuleBroken("module-gone")
    if module.revision != revision:
        raise RuleBroken("changed-elsewhere")
    if not body.strip():
        raise RuleBroken("module-empty")
    module.revision += 1
    module.objectives = [line.strip() for line in objectives if line.strip()]
    course.changed_at = at
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    start = articles.body_begins(version, module.start, module.end)
    new_body = body.replace("\r\n", "\n").strip()
    old_body = version.text[start : module.end]
    if new_body == old_body.strip():
        return 0
    # White space around the body belongs to the layout of the whole article.
    leading = old_body[: len(old_body) - len(old_body.lstrip())]
    trailing = old_body[len(old_body.rstrip()) :]
    text = version.text[:start] + leading + new_body + trailing + version.text[module.end :]
    edited = article_actions.add_edited_version(version, text, version.format, by=by, at=at)
    _move_ranges(course, key, edited, len(text) - len(version.text))
    present = {
        sentence.id
        for section in articles.outline_of_version(edited).sections
        for sentence in section.sentences
    }
    return quiz_actions.mark_stale(course.organization_id, course.article_id, present, at=at)


def _move_ranges(course: Course, key: str, edited: ArticleVersion, grown_by: int) -> None:
    plans = structure.after_edit(queries.plans_of(course), key, edited.id, grown_by)
    by_key = {plan.key: plan for plan in plans}
    for module in queries.modules_of(course):
        plan = by_key[module.key]
        module.article_version_id, module.start, module.end = edited.id, plan.start, plan.end
    # Older steps hold ranges of a text that is no longer the newest.
    db.session.execute(
        delete(StructureStep).where(
            StructureStep.organization_id == course.organization_id,
            StructureStep.course_id == course.id,
        )
    )


@transaction
def change_settings(
    course: Course,
    *,
    title: str,
    summary: str,
    visibility: Visibility,
    settings: CourseSettings,
    by: str,
    at: datetime,
) -> None:
    """Save what a course says about itself. Learners see it with the next version."""
    _lock(course)
    if not title.strip():
        raise RuleBroken("title-missing")
    course.title = " ".join(title.split())
    course.summary = summary.strip()
    if course.visibility != visibility:
        _record("course-visibility", course, by, at, course.visibility, visibility)
    course.visibility = visibility
    course.settings = settings.as_json()
    course.changed_at = at


@transaction
def publish(course: Course, *, change: Change, by: str, at: datetime) -> CourseVersion:
    """Make the next version out of the newest approved questions. It never changes again.

    Raises RuleBroken publish-blocked (findings=) or course-deleted.
    """
    _lock(course)
    if course.state == CourseState.DELETED:
        raise RuleBroken("course-deleted")
    blocking = [f for f in queries.publishing_findings(course) if f.is_blocking]
    if blocking:
        raise RuleBroken("publish-blocked", findings=blocking)
    number = course.latest_number + 1
    version = _freeze(
        course,
        VersionPurpose.PUBLISHED,
        number,
        Change.FIRST if number == 1 else change,
        by,
        at,
    )
    course.latest_number = number
    course.state = CourseState.PUBLISHED
    course.changed_at = at
    _record("course-published", course, by, at, new=str(number))
    return version


@transaction
def freeze_preview(course: Course, *, by: str, at: datetime) -> CourseVersion:
    """The same as publishing, for the trainer's eyes only: no number, no learners."""
    _lock(course)
    last = db.session.scalar(
        select(func.max(CourseVersion.number)).where(
            CourseVersion.organization_id == course.organization_id,
            CourseVersion.course_id == course.id,
            CourseVersion.purpose == VersionPurpose.PREVIEW,
        )
    )
    if not any(
        structure.has_quiz(plan.kind) and not plan.is_excluded for plan in queries.plans_of(course)
    ):
        raise RuleBroken(
            "publish-blocked", findings=[publishing.Finding("course-without-modules", True)]
        )
    return _freeze(course, VersionPurpose.PREVIEW, (last or 0) + 1, Change.FIRST, by, at)


@transaction
def withdraw(course: Course, *, by: str, at: datetime) -> None:
    """Close a course to new learners; who has started finishes, certificates stay."""
    _move(course, CourseState.PUBLISHED, CourseState.WITHDRAWN, "course-withdrawn", by, at)


@transaction
def reopen(course: Course, *, by: str, at: datetime) -> None:
    """Open a withdrawn course to new learners again."""
    _move(course, CourseState.WITHDRAWN, CourseState.PUBLISHED, "course-reopened", by, at)


@transaction
def delete_draft(course: Course, *, by: str, at: datetime) -> None:
    """Put a draft away; it can be restored. Published courses are withdrawn instead."""
    _move(course, CourseState.DRAFT, CourseState.DELETED, "course-deleted", by, at)


@transaction
def restore_draft(course: Course, *, by: str, at: datetime) -> None:
    """Take a deleted draft back as it was."""
    _move(course, CourseState.DELETED, CourseState.DRAFT, "course-restored", by, at)


def _freeze(
    course: Course,
    purpose: VersionPurpose,
    number: int,
    change: Change,
    by: str,
    at: datetime,
) -> CourseVersion:
    settings = CourseSettings.from_json(course.settings)
    plans = [plan for plan in queries.plans_of(course) if not plan.is_excluded]
    quiz_versions = {plan.key: _frozen_quiz(course, plan, settings.pass_mark, at) for plan in plans}
    frozen = {
        "title": course.title,
        "summary": course.summary,
        "settings": course.settings,
        "modules": [
            {**plan.as_json(), "quiz": quiz.sha256 if (quiz := quiz_versions[plan.key]) else None}
            for plan in plans
        ],
    }
    version = CourseVersion(
        public_id=public_id(),
        organization_id=course.organization_id,
        course_id=course.id,
        purpose=purpose,
        number=number,
        title=course.title,
        summary=course.summary,
        language=course.language,
        settings=canonical.text(course.settings),
        change=change,
        sha256=canonical.sha256(canonical.text(frozen)),
        published_by=by,
        published_at=at,
    )
    db.session.add(version)
    db.session.flush()
    _insert_module_versions(course, version, plans, quiz_versions)
    return version


def _frozen_quiz(
    course: Course, plan: ModulePlan, pass_mark: int, at: datetime
) -> QuizVersion | None:
    if not structure.has_quiz(plan.kind):
        return None
    quiz = quizzes.quiz_with_id(course.organization_id, plan.quiz_id)
    return quiz_actions.freeze(quiz, pass_mark=pass_mark, at=at)


def _insert_module_versions(
    course: Course,
    version: CourseVersion,
    plans: Sequence[ModulePlan],
    quiz_versions: dict[str, QuizVersion | None],
) -> None:
    texts = articles.versions_with_ids(
        course.organization_id, {plan.article_version_id for plan in plans}
    )
    for position, plan in enumerate(plans, 1):
        quiz = quiz_versions[plan.key]
        text = texts[plan.article_version_id]
        db.session.add(
            ModuleVersion(
                organization_id=course.organization_id,
                course_version_id=version.id,
                position=position,
                key=plan.key,
                kind=plan.kind,
                title=plan.title,
                article_version_id=plan.article_version_id,
                start=plan.start,
                end=plan.end,
                words=queries.words_of(plan, text),
                objectives=canonical.text(list(plan.objectives)),
                quiz_version_id=quiz.id if quiz else None,
                questions=canonical.parse(quiz.settings)["shown"] if quiz else 0,
                change=version.change,
            )
        )
    db.session.flush()


def _replace_modules(course: Course, plans: Sequence[ModulePlan]) -> None:
    known = {module.key: module for module in queries.modules_of(course)}
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


def _move(
    course: Course, old: CourseState, new: CourseState, act: str, by: str, at: datetime
) -> None:
    _lock(course)
    if course.state == new:
        return
    if course.state != old:
        raise RuleBroken("course-state", state=course.state)
    course.state = new
    course.changed_at = at
    _record(act, course, by, at, old, new)


def _record(
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


def _lock(course: Course) -> None:
    db.session.refresh(course, with_for_update=True)
