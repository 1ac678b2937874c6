"""What changes about questions: writing, approving, rejecting, retiring, and their images."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from learning import audit, files, waiting
from learning.articles.models import ArticleVersion
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.quizzes import (
    content,
    copying,
    histories,
    images,
    lint,
    queries,
    review_actions,
    tags,
)
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.models import (
    Anchor,
    Question,
    QuestionVersion,
    QuizQuestion,
)
from learning.quizzes.states import PUBLISHABLE, QuestionState, RejectReason
from learning.waiting import Closing, Typed


@transaction
def keep_image(organization_id: int, content: bytes, *, at: datetime) -> str:
    """Store an uploaded image at once, before its question is saved; returns its SHA-256.

    Raises what `images.measured` raises.
    """
    found = images.measured(content)
    return files.store(organization_id, content, found.media_type, at=at).sha256


@transaction
def write_question(
    quiz_id: int,
    article_version: ArticleVersion,
    wording: Wording,
    *,
    drafter: str = "",
    by: str,
    at: datetime,
) -> Question:
    """A new proposal at the end of a quiz's list. It may be incomplete; approving checks it.

    With a `drafter` what it proposed is kept beside what people make of it.
    """
    question = Question(
        public_id=public_id(),
        organization_id=article_version.organization_id,
        article_id=article_version.article_id,
        article_version_id=article_version.id,
        state=QuestionState.DRAFT,
        drafter=drafter,
        drafted=content.wording_text(wording) if drafter else None,
        created_by=by,
        created_at=at,
        changed_at=at,
        **_columns(wording),
    )
    db.session.add(question)
    db.session.flush()
    last = db.session.scalar(
        select(func.max(QuizQuestion.position)).where(
            QuizQuestion.organization_id == question.organization_id,
            QuizQuestion.quiz_id == quiz_id,
        )
    )
    db.session.add(
        QuizQuestion(
            organization_id=question.organization_id,
            quiz_id=quiz_id,
            question_id=question.id,
            position=(last or 0) + 1,
        )
    )
    return question


@transaction
def copy_question(
    question: Question,
    quiz_id: int,
    article_version: ArticleVersion,
    anchors: Sequence[AnchorSpan],
    *,
    by: str,
    at: datetime,
) -> Question:
    """A proposal of one's own with the words and tags of another question.

    `anchors` are the sentences of this article version that it tests, none in another article.
    """
    wording = copying.with_new_ids(queries.wording_of(question), public_id)
    wording = replace(wording, anchors=tuple(anchors))
    copy = write_question(quiz_id, article_version, wording, by=by, at=at)
    copy.tags = question.tags
    _record("question-copied", copy, by, at)
    return copy


@transaction
def delete_question(question: Question, *, by: str, at: datetime) -> None:
    """Delete a proposal for good.

    Raises RuleBroken question-kept for what others rest on, or text-waiting while another
    person's typed text waits there to be saved.
    """
    _lock(question)
    if question.waiting_by not in (None, by):
        raise RuleBroken("text-waiting", title=queries.wording_of(question).body.stem or "…")
    if not queries.is_deletable(question):
        raise RuleBroken("question-kept")
    db.session.delete(queries.place_of(question))
    db.session.flush()
    db.session.delete(question)
    _record("question-deleted", question, by, at)


@transaction
def rewrite_question(
    question: Question,
    article_version: ArticleVersion,
    wording: Wording,
    *,
    revision: int,
    at: datetime,
    closing: Closing | None = None,
) -> None:
    """Save an edit. What was approved before stays approved until this is approved too.

    `closing` is the window it was typed in: nothing of that waits any more.

    Raises RuleBroken changed-elsewhere if somebody saved since `revision` was shown, or
    question-retired.
    """
    _lock(question)
    _refuse_retired(question)
    if question.revision != revision:
        raise RuleBroken("changed-elsewhere")
    for name, value in _columns(wording).items():
        setattr(question, name, value)
    question.article_version_id = article_version.id
    question.state = QuestionState.DRAFT
    question.is_stale = False
    question.reject_reason = None
    question.revision += 1
    question.changed_at = at
    if closing is not None:
        waiting.close(question, closing)


@transaction
def restore_question(
    question: Question,
    number: int,
    article_version: ArticleVersion,
    wording: Wording,
    *,
    revision: int,
    by: str,
    at: datetime,
) -> None:
    """Take the wording of the version of this number up again, as a draft to be approved.

    Raises what `rewrite_question` raises.
    """
    rewrite_question(question, article_version, wording, revision=revision, at=at)
    _record("question-restored", question, by, at, new=str(number))


@transaction
def keep_typed(question: Question, typed: Typed, *, by: str, at: datetime) -> None:
    """Let what somebody types wait, beside what is stored. Raises what `waiting.keep` raises."""
    _lock(question)
    waiting.keep(question, typed, by=by, at=at)


@transaction
def close_typing(question: Question, closing: Closing) -> None:
    """A window has nothing to save that isn't stored: nothing of it waits any more."""
    _lock(question)
    waiting.close(question, closing)


@transaction
def discard_typed(question: Question, mark: str, closing: Closing, *, at: datetime) -> None:
    """Put waiting text away; what is stored stays. Raises what `waiting.discard` raises."""
    _lock(question)
    waiting.discard(question, mark, closing, at=at)


@transaction
def approve(
    question: Question,
    *,
    revision: int,
    by: str,
    at: datetime,
    approval: str | None = None,
    seconds: int = 0,
) -> QuestionVersion:
    """Put one's name under a question: from now on it may be published.

    Raises RuleBroken changed-elsewhere, question-retired, question-stale, or question-incomplete
    (problems=codes). `approval` is what a bundle states about its approval, instead of a person of
    ours. `seconds` is how long the person looked.
    """
    _lock(question)
    _refuse_retired(question)
    if question.revision != revision:
        raise RuleBroken("changed-elsewhere")
    if question.is_stale:
        raise RuleBroken("question-stale")
    wording = queries.wording_of(question)
    problems = lint.problems(wording.kind, wording.body, wording.key, wording.anchors)
    if problems:
        raise RuleBroken("question-incomplete", problems=problems)
    newest = queries.newest_version(question)
    digest = histories.digest_of(question)
    if newest is None or newest.sha256 != digest:
        newest = _insert_version(question, wording, newest, digest, by, approval, at)
    if approval is None and question.state != QuestionState.APPROVED:
        review_actions.record_approval(question, seconds=seconds, by=by, at=at)
    question.state = QuestionState.APPROVED
    question.revision += 1
    audit.record(
        "question-approved",
        subject=question.public_id,
        by=by,
        at=at,
        organization_id=question.organization_id,
        new=str(newest.number),
    )
    return newest


@transaction
def reject(
    question: Question,
    *,
    reason: str,
    by: str,
    at: datetime,
    code: RejectReason = RejectReason.OTHER,
    revision: int | None = None,
    seconds: int = 0,
) -> None:
    """Say no to a proposal, with a reason in words. It can be taken up again by editing it.

    Raises RuleBroken question-retired, or changed-elsewhere if somebody saved since `revision` was
    shown. `code` and `seconds` say why, and how long the person looked.
    """
    _lock(question)
    _refuse_retired(question)
    if revision is not None and question.revision != revision:
        raise RuleBroken("changed-elsewhere")
    if question.state != QuestionState.REJECTED:
        review_actions.record_rejection(question, reason=code, seconds=seconds, by=by, at=at)
    question.state = QuestionState.REJECTED
    question.reject_reason = reason.strip()[:300]
    question.revision += 1
    question.changed_at = at
    audit.record(
        "question-rejected",
        subject=question.public_id,
        by=by,
        at=at,
        organization_id=question.organization_id,
    )


@transaction
def reopen(question: Question, *, by: str, at: datetime) -> None:
    """Take a rejected question back among the proposals: the way back from `reject`."""
    _lock(question)
    _record("question-rejection-taken-back", question, by, at)
    question.state = QuestionState.DRAFT
    question.reject_reason = None
    question.revision += 1
    question.changed_at = at


@transaction
def set_tags(question: Question, wanted: Collection[str], *, at: datetime) -> None:
    """Say by which words a question is found. It stays as it is, approved or not."""
    _lock(question)
    question.tags = tags.tags_text(wanted)
    question.changed_at = at


@transaction
def retire(question: Question, *, by: str, at: datetime) -> None:
    """Ask a question no more: neither in new versions nor in new tries at published ones.

    Raises RuleBroken question-state for one that nobody has approved.
    """
    _lock(question)
    if question.state == QuestionState.RETIRED:
        return
    if question.state not in PUBLISHABLE or queries.newest_version(question) is None:
        raise RuleBroken("question-state")
    _move(question, QuestionState.RETIRED, "question-retired", by, at)


@transaction
def bring_back(question: Question, *, by: str, at: datetime) -> None:
    """Ask a retired question again: the way back from `retire`."""
    _lock(question)
    if question.state != QuestionState.RETIRED:
        return
    is_approved = histories.is_as_approved(question)
    state = QuestionState.APPROVED if is_approved else QuestionState.DRAFT
    _move(question, state, "question-brought-back", by, at)


def _move(question: Question, state: QuestionState, act: str, by: str, at: datetime) -> None:
    question.state = state
    question.revision += 1
    question.changed_at = at
    _record(act, question, by, at)


def _record(act: str, question: Question, by: str, at: datetime, new: str | None = None) -> None:
    audit.record(
        act,
        subject=question.public_id,
        by=by,
        at=at,
        organization_id=question.organization_id,
        new=new,
    )


def _refuse_retired(question: Question) -> None:
    if question.state == QuestionState.RETIRED:
        raise RuleBroken("question-retired")


def _insert_version(
    question: Question,
    wording: Wording,
    newest: QuestionVersion | None,
    digest: str,
    by: str,
    approval: str | None,
    at: datetime,
) -> QuestionVersion:
    version = QuestionVersion(
        public_id=public_id(),
        organization_id=question.organization_id,
        question_id=question.id,
        number=newest.number + 1 if newest else 1,
        kind=question.kind,
        body=question.body,
        key=question.key,
        change="meaning" if newest else "first",
        sha256=digest,
        approved_by=by,
        approval=approval,
        approved_at=at,
    )
    db.session.add(version)
    db.session.flush()
    db.session.add_all(
        Anchor(
            organization_id=question.organization_id,
            question_version_id=version.id,
            position=position,
            article_version_id=question.article_version_id,
            sentence=anchor.sentence,
            start=anchor.start,
            end=anchor.end,
            quote=anchor.quote,
            context=anchor.context,
        )
        for position, anchor in enumerate(wording.anchors, 1)
    )
    db.session.flush()
    return version


def _columns(wording: Wording) -> dict[str, str]:
    return {
        "kind": wording.kind,
        "body": content.body_text(wording.body),
        "key": content.key_text(wording.key),
        "anchors": content.anchors_text(wording.anchors),
        "words": content.words_of(wording),
    }


def _lock(question: Question) -> None:
    db.session.refresh(question, with_for_update=True)
