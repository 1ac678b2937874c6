"""What one person has learned, part by part: courses, answers as they were asked, completions."""

from datetime import datetime

from sqlalchemy import and_, select

from learning import canonical
from learning.courses.models import CourseVersion, ModuleVersion
from learning.database import db
from learning.organizations.models import Membership
from learning.progress import attempt_queries
from learning.progress.models import (
    Answer,
    Attempt,
    Completion,
    Enrolment,
    ModuleProgress,
    QuestionReport,
)
from learning.quizzes import content, grading
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion
from learning.retention.archive import Part, Record
from learning.retention.own_data import Whose, said


def enrolments(who: Whose, _at: datetime) -> Part:
    """Courses that somebody has started."""
    return Part("courses", "Courses", [
        {
            "organization": organization, "course": title, "version": number,
            "purpose": row.purpose, "state": row.state, "name": row.learner,
            "modules": row.modules, "modules_passed": row.modules_passed,
            "started_at": said(row.started_at), "last_active_at": said(row.last_active_at),
            "completed_at": said(row.completed_at),
        }
        for membership, organization in who.memberships
        for row, title, number in _enrolments(membership)
    ])  # fmt: skip


def modules(who: Whose, _at: datetime) -> Part:
    """How far somebody is with each module."""
    rows: list[Record] = []
    for membership, _organization in who.memberships:
        for enrolment, title, _number in _enrolments(membership):
            titles = _module_titles(enrolment)
            found = db.session.scalars(
                select(ModuleProgress)
                .where(
                    ModuleProgress.organization_id == enrolment.organization_id,
                    ModuleProgress.enrolment_id == enrolment.id,
                )
                .order_by(ModuleProgress.id)
            )
            rows += [
                {
                    "course": title, "module": titles.get(row.module, row.module),
                    "first_read_at": said(row.first_read_at), "tries": row.attempts,
                    "best": row.best, "passed_at": said(row.passed_at),
                }
                for row in found
            ]  # fmt: skip
    return Part("modules", "Modules", rows)


def answers(who: Whose, _at: datetime) -> Part:
    """Each answer that was checked, with its question as it was shown.

    Keys stay where they may not be seen yet: what was right is said only where its page says so.
    """
    rows: list[Record] = []
    for membership, _organization in who.memberships:
        for enrolment, title, _number in _enrolments(membership):
            titles = _module_titles(enrolment)
            for attempt in _attempts(enrolment):
                where: Record = {
                    "course": title, "module": titles.get(attempt.module, attempt.module),
                    "try": attempt.number,
                }  # fmt: skip
                rows += [{**where, **row} for row in _answers(attempt, enrolment)]
    return Part("answers", "Answers", rows)


def completions(who: Whose, _at: datetime) -> Part:
    """Courses that somebody has completed."""
    rows: list[Record] = []
    for membership, organization in who.memberships:
        found = db.session.execute(
            select(Completion, CourseVersion.title)
            .join(
                Enrolment,
                and_(
                    Enrolment.organization_id == Completion.organization_id,
                    Enrolment.id == Completion.enrolment_id,
                ),
            )
            .join(
                CourseVersion,
                and_(
                    CourseVersion.organization_id == Enrolment.organization_id,
                    CourseVersion.id == Enrolment.course_version_id,
                ),
            )
            .where(
                Completion.organization_id == membership.organization_id,
                Enrolment.membership_id == membership.id,
            )
            .order_by(Completion.id)
        )
        rows += [
            {
                "organization": organization, "course": title,
                "completed_at": said(row.completed_at), "valid_until": said(row.valid_until),
                "evidence_sha256": row.evidence_sha256,
            }
            for row, title in found
        ]  # fmt: skip
    return Part("completions", "Completed courses", rows)


def reports(who: Whose, _at: datetime) -> Part:
    """Problems with questions that somebody has reported."""
    rows: list[Record] = []
    for membership, _organization in who.memberships:
        for enrolment, title, _number in _enrolments(membership):
            found = db.session.scalars(
                select(QuestionReport)
                .join(
                    Answer,
                    and_(
                        Answer.organization_id == QuestionReport.organization_id,
                        Answer.id == QuestionReport.answer_id,
                    ),
                )
                .join(
                    Attempt,
                    and_(
                        Attempt.organization_id == Answer.organization_id,
                        Attempt.id == Answer.attempt_id,
                    ),
                )
                .where(
                    QuestionReport.organization_id == enrolment.organization_id,
                    Attempt.enrolment_id == enrolment.id,
                )
                .order_by(QuestionReport.id)
            )
            rows += [
                {
                    "course": title, "reason": row.reason, "comment": row.comment,
                    "reported_at": said(row.reported_at), "state": row.state,
                }
                for row in found
            ]  # fmt: skip
    return Part("reports", "Problems you reported", rows)


def _enrolments(membership: Membership) -> list[tuple[Enrolment, str, int | None]]:
    rows = db.session.execute(
        select(Enrolment, CourseVersion.title, CourseVersion.number)
        .join(
            CourseVersion,
            and_(
                CourseVersion.organization_id == Enrolment.organization_id,
                CourseVersion.id == Enrolment.course_version_id,
            ),
        )
        .where(
            Enrolment.organization_id == membership.organization_id,
            Enrolment.membership_id == membership.id,
        )
        .order_by(Enrolment.id)
    )
    return [(row, title, number) for row, title, number in rows]


def _module_titles(enrolment: Enrolment) -> dict[str, str]:
    rows = db.session.execute(
        select(ModuleVersion.key, ModuleVersion.title).where(
            ModuleVersion.organization_id == enrolment.organization_id,
            ModuleVersion.course_version_id == enrolment.course_version_id,
        )
    )
    return dict(rows.all())


def _attempts(enrolment: Enrolment) -> list[Attempt]:
    return list(
        db.session.scalars(
            select(Attempt)
            .where(
                Attempt.organization_id == enrolment.organization_id,
                Attempt.enrolment_id == enrolment.id,
            )
            .order_by(Attempt.id)
        )
    )


def _answers(attempt: Attempt, enrolment: Enrolment) -> list[Record]:
    shows_keys = attempt_queries.shows_keys(attempt, enrolment)
    rows = db.session.execute(
        select(Answer, QuestionVersion)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.checked_at.is_not(None),
        )
        .order_by(Answer.position)
    )
    return [_answer(answer, version, shows_keys) for answer, version in rows]


def _answer(answer: Answer, version: QuestionVersion, shows_keys: bool) -> Record:
    kind, body = QuestionKind(version.kind), content.read_body(version.body)
    question = grading.present(kind, body, canonical.parse(answer.shown_order))
    given = tuple(canonical.parse(answer.given)) if answer.given else ()
    parts = grading.review(kind, body, content.read_key(version.key), given)
    if parts:
        said_given = [f"{part.about}: {part.given}" if part.about else part.given for part in parts]
    else:
        said_given = [body.text_of(id) for id in given]
    return {
        "number": answer.position,
        "situation": question.scenario,
        "question": question.stem,
        "shown": "\n".join(each.words for each in (*question.options, *question.matches)),
        "answer": "\n".join(said_given),
        "is_right": answer.is_correct if shows_keys else None,
        "confidence": answer.confidence,
        "answered_at": said(answer.checked_at),
    }
