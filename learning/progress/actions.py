"""What learners change: enrolling, reading, answering, completing. One act, one commit."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from learning import canonical
from learning.certificates import actions as certificate_actions
from learning.certificates.models import Certificate
from learning.certificates.statement import Statement
from learning.courses import actions as course_actions
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.courses.queries import PublishedCourse, PublishedModule
from learning.courses.states import CourseState, Visibility
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import actions as organization_actions
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipKind, MembershipState
from learning.progress import queries, rules, transcripts
from learning.progress.models import Answer, Attempt, Completion, Enrolment, ModuleProgress
from learning.progress.states import (
    AttemptState,
    EnrolmentPurpose,
    EnrolmentState,
    ModuleState,
)
from learning.progress.transcripts import TranscriptLine
from learning.quizzes import content, grading, selection
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion, QuizVersion


@transaction
def enrol(course: Course, person_id: int, *, at: datetime) -> Enrolment:
    """Put a person on a course's newest version; who is on it already stays where they are.

    Raises RuleBroken course-not-open for newcomers to a course that is withdrawn or internal.
    """
    db.session.refresh(course)
    membership = organizations.membership_in(course.organization_id, person_id)
    known = _known_enrolment(course, membership)
    if known:
        return known
    is_member = (
        membership is not None
        and membership.state == MembershipState.ACTIVE
        and membership.kind == MembershipKind.MEMBER
    )
    if course.state != CourseState.PUBLISHED or not (
        is_member or course.visibility == Visibility.OPEN
    ):
        raise RuleBroken("course-not-open")
    membership = organization_actions.join_as_guest(course.organization_id, person_id, at=at)
    # Asked again: on PostgreSQL another tab may have been first through the turnstile.
    known = _known_enrolment(course, membership)
    if known:
        return known
    version_id = courses.latest_version_id(course)
    assert version_id is not None  # a published course has a version
    return _insert_enrolment(course, membership, version_id, EnrolmentPurpose.LEARN, 1, at)


def _known_enrolment(course: Course, membership: Membership | None) -> Enrolment | None:
    if membership is None or membership.state != MembershipState.ACTIVE:
        return None
    return queries.enrolment(
        course.organization_id, membership.id, course.id, EnrolmentPurpose.LEARN
    )


@transaction
def start_preview(course: Course, membership_id: int, *, by: str, at: datetime) -> Enrolment:
    """Freeze the course as it stands and put the trainer on it, from the beginning."""
    version = course_actions.freeze_preview(course, by=by, at=at)
    membership = organizations.membership_with_id(course.organization_id, membership_id)
    last = queries.enrolment(
        course.organization_id, membership.id, course.id, EnrolmentPurpose.PREVIEW
    )
    if last is not None:
        last.state = EnrolmentState.ENDED
        db.session.flush()
    return _insert_enrolment(
        course,
        membership,
        version.id,
        EnrolmentPurpose.PREVIEW,
        last.round + 1 if last else 1,
        at,
    )


def _insert_enrolment(
    course: Course,
    membership: Membership,
    version_id: int,
    purpose: EnrolmentPurpose,
    round: int,
    at: datetime,
) -> Enrolment:
    taught = courses.published(course.organization_id, version_id).taught
    enrolment = Enrolment(
        public_id=public_id(),
        organization_id=course.organization_id,
        membership_id=membership.id,
        course_id=course.id,
        course_version_id=version_id,
        purpose=purpose,
        round=round,
        state=EnrolmentState.ACTIVE,
        learner=membership.name,
        modules=len(taught),
        modules_passed=0,
        started_at=at,
        last_active_at=at,
    )
    db.session.add(enrolment)
    db.session.flush()
    return enrolment


@transaction
def open_module(enrolment: Enrolment, key: str, *, at: datetime) -> None:
    """Note that a module was opened for the first time. Raises RuleBroken module-locked."""
    _lock(enrolment)
    _unlocked_module(enrolment, key)
    _progress_row(enrolment, key, at)


@transaction
def remember_place(enrolment: Enrolment, key: str, place: str, *, at: datetime) -> None:
    """Keep the heading somebody has read to."""
    _lock(enrolment)
    _unlocked_module(enrolment, key)
    _progress_row(enrolment, key, at).place = place[:120]


@transaction
def mark_as_read(enrolment: Enrolment, key: str, *, at: datetime) -> None:
    """Pass a module that has no quiz. Raises RuleBroken module-locked or module-has-quiz."""
    _lock(enrolment)
    module = _unlocked_module(enrolment, key)
    if module.quiz_version_id is not None:
        raise RuleBroken("module-has-quiz")
    row = _progress_row(enrolment, key, at)
    if row.passed_at is None:
        _pass(enrolment, module, row, None, at)


@transaction
def start_attempt(enrolment: Enrolment, key: str, *, at: datetime) -> Attempt:
    """A new attempt at a module's quiz; the one that is open if there is one.

    Raises RuleBroken module-locked or module-without-quiz.
    """
    _lock(enrolment)
    module = _unlocked_module(enrolment, key)
    if module.quiz_version_id is None:
        raise RuleBroken("module-without-quiz")
    running = queries.open_attempt(enrolment, key)
    if running is not None:
        return running
    row = _progress_row(enrolment, key, at)
    number = db.session.scalar(
        select(func.coalesce(func.max(Attempt.number), 0)).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == key,
        )
    )
    assert number is not None
    enrolment.last_active_at = at
    return _insert_attempt(enrolment, row.module, module.quiz_version_id, number + 1, at)


def _insert_attempt(
    enrolment: Enrolment, key: str, quiz_version_id: int, number: int, at: datetime
) -> Attempt:
    settings = quizzes.quiz_settings(enrolment.organization_id, quiz_version_id)
    items = quizzes.drawable_items(enrolment.organization_id, quiz_version_id)
    seed = secrets.token_hex(16)
    random = selection.randomness(seed)
    drawn = selection.drawn(items, settings["shown"], random)
    attempt = Attempt(
        public_id=public_id(),
        organization_id=enrolment.organization_id,
        enrolment_id=enrolment.id,
        quiz_version_id=quiz_version_id,
        module=key,
        purpose="module",
        number=number,
        seed=seed,
        state=AttemptState.OPEN,
        started_at=at,
        items=len(drawn),
        needed=grading.needed(settings["pass_mark"], len(drawn)),
    )
    db.session.add(attempt)
    db.session.flush()
    db.session.add_all(
        Answer(
            organization_id=enrolment.organization_id,
            attempt_id=attempt.id,
            position=position,
            question_version_id=item.question_version_id,
            shown_order=canonical.text(list(grading.shown_order(item.kind, item.body, random))),
        )
        for position, item in enumerate(drawn, 1)
    )
    db.session.flush()
    return attempt


@transaction
def answer(attempt: Attempt, position: int, values: Sequence[str], *, at: datetime) -> bool:
    """Check one answer; the last one closes the attempt and may complete the course.

    Returns whether this call checked it: False if it had been checked before, which then stays.
    Raises RuleBroken answer-missing for values that are no answer, question-gone for no such place.
    """
    enrolment = queries.enrolment_with_id(attempt.organization_id, attempt.enrolment_id)
    _lock(enrolment)
    db.session.refresh(attempt)
    row = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            Answer.position == position,
        )
    ).one_or_none()
    if row is None:
        raise RuleBroken("question-gone")
    stored, question = row
    if stored.checked_at is not None:
        return False
    kind = QuestionKind(question.kind)
    given = grading.read(kind, content.read_body(question.body), values)
    if given is None:
        raise RuleBroken("answer-missing", kind=str(kind))
    grade = grading.grade(kind, content.read_key(question.key), given)
    stored.given = canonical.text(list(given))
    stored.seq += 1
    stored.saved_at = stored.checked_at = at
    stored.earned, stored.possible = grade.earned, grade.possible
    stored.is_correct = grade.is_correct
    enrolment.last_active_at = at
    db.session.flush()
    if queries.first_unchecked(attempt) is None:
        _close(attempt, enrolment, at)
    return True


def _close(attempt: Attempt, enrolment: Enrolment, at: datetime) -> None:
    rows = db.session.execute(
        select(Answer, QuestionVersion.public_id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    ).all()
    attempt.correct = sum(answer.is_correct for answer, _ in rows)
    attempt.is_passed = attempt.correct >= attempt.needed
    attempt.state = AttemptState.CLOSED
    attempt.closed_at = at
    attempt.closed_by = "learner"
    attempt.transcript_sha256 = canonical.sha256(_transcript(attempt, list(rows)))
    module = _module_of(enrolment, attempt.module)
    row = _progress_row(enrolment, attempt.module, at)
    row.attempts += 1
    row.best = max(row.best, attempt.correct)
    if attempt.is_passed and row.passed_at is None:
        _pass(enrolment, module, row, attempt, at)


def _transcript(attempt: Attempt, rows: list[tuple[Answer, str]]) -> str:
    quiz_version = db.session.scalars(
        select(QuizVersion.public_id).where(
            QuizVersion.organization_id == attempt.organization_id,
            QuizVersion.id == attempt.quiz_version_id,
        )
    ).one()
    return transcripts.transcript(
        attempt.public_id,
        quiz_version,
        attempt.needed,
        [
            TranscriptLine(
                answer.position,
                question_version,
                canonical.parse(answer.shown_order),
                canonical.parse(answer.given) if answer.given else None,
                answer.earned,
                answer.possible,
            )
            for answer, question_version in rows
        ],
    )


def _pass(
    enrolment: Enrolment,
    module: PublishedModule,
    row: ModuleProgress,
    attempt: Attempt | None,
    at: datetime,
) -> None:
    row.passed_at = at
    row.passing_attempt_id = attempt.id if attempt else None
    enrolment.modules_passed += module.is_numbered
    enrolment.last_active_at = at
    db.session.flush()
    if rules.is_complete(queries.module_facts(enrolment)):
        _complete(enrolment, at)


def _complete(enrolment: Enrolment, at: datetime) -> None:
    enrolment.state = EnrolmentState.COMPLETE
    enrolment.completed_at = at
    if enrolment.purpose != EnrolmentPurpose.LEARN or queries.completion_of(enrolment):
        return
    course = courses.published(enrolment.organization_id, enrolment.course_version_id)
    months = course.settings.validity_months
    evidence = canonical.text(_evidence(enrolment, course))
    completion = Completion(
        public_id=public_id(),
        organization_id=enrolment.organization_id,
        enrolment_id=enrolment.id,
        evidence=evidence,
        evidence_sha256=canonical.sha256(evidence),
        completed_at=at,
        valid_until=rules.months_later(at, months) if months else None,
    )
    db.session.add(completion)
    db.session.flush()
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    certificate_actions.issue(
        enrolment.organization_id,
        _statement(membership, course),
        basis=completion.public_id,
        evidence_sha256=completion.evidence_sha256,
        subject=membership.public_id,
        valid_until=completion.valid_until,
        at=at,
    )


def _statement(membership: Membership, course: PublishedCourse) -> Statement:
    return Statement(
        holder=membership.name,
        organization=organizations.organization_with_id(membership.organization_id).name,
        course=course.title,
        course_version=course.number,
        modules=tuple(module.title for module in course.taught),
        note=course.settings.certificate_note,
        language=course.language,
    )


def _evidence(enrolment: Enrolment, course: PublishedCourse) -> dict[str, object]:
    """What a completion rests on: per module the attempt and its transcript's hash."""
    rows = db.session.execute(
        select(ModuleProgress.module, Attempt.public_id, Attempt.transcript_sha256)
        .outerjoin(Attempt, Attempt.id == ModuleProgress.passing_attempt_id)
        .where(
            ModuleProgress.organization_id == enrolment.organization_id,
            ModuleProgress.enrolment_id == enrolment.id,
            ModuleProgress.passed_at.is_not(None),
        )
        .order_by(ModuleProgress.module)
    )
    return {
        "enrolment": enrolment.public_id,
        "course_version": course.public_id,
        "modules": [
            {"module": module, "attempt": attempt, "transcript_sha256": sha256}
            for module, attempt, sha256 in rows
        ],
    }


@transaction
def rename_learner(membership: Membership, name: str, *, by: str, at: datetime) -> None:
    """Change the name that certificates from now on and the trainers' lists carry."""
    organization_actions.rename(membership, name, by=by, at=at)
    for enrolment in db.session.scalars(
        select(Enrolment).where(
            Enrolment.organization_id == membership.organization_id,
            Enrolment.membership_id == membership.id,
        )
    ):
        enrolment.learner = membership.name


@transaction
def reissue_certificate(certificate: Certificate, *, by: str, at: datetime) -> Certificate:
    """Issue a certificate again under the name its holder's membership carries now.

    Raises RuleBroken certificate-not-current, certificate-erased or name-unchanged.
    """
    membership = organizations.member(certificate.organization_id, certificate.subject)
    assert membership is not None  # memberships outlive what was earned in them
    if certificate.holder == membership.name:
        raise RuleBroken("name-unchanged")
    return certificate_actions.reissue(certificate, holder=membership.name, by=by, at=at)


def _unlocked_module(enrolment: Enrolment, key: str) -> PublishedModule:
    module = _module_of(enrolment, key)
    states = rules.module_states(queries.module_facts(enrolment))
    if states[key] == ModuleState.LOCKED:
        raise RuleBroken("module-locked")
    return module


def _module_of(enrolment: Enrolment, key: str) -> PublishedModule:
    course = courses.published(enrolment.organization_id, enrolment.course_version_id)
    module = course.module(key)
    if module is None:
        raise RuleBroken("module-gone")
    return module


def _progress_row(enrolment: Enrolment, key: str, at: datetime) -> ModuleProgress:
    row = queries.module_progress(enrolment, key)
    if row is None:
        row = ModuleProgress(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            module=key,
            first_read_at=at,
            attempts=0,
            best=0,
        )
        db.session.add(row)
        db.session.flush()
    return row


def _lock(enrolment: Enrolment) -> None:
    db.session.refresh(enrolment, with_for_update=True)
