"""What learners change beside attempts: enrolling, reading, their name. One act, one commit."""

from datetime import datetime, timedelta

from sqlalchemy import select

from learning.certificates import actions as certificate_actions
from learning.certificates.models import Certificate
from learning.courses import publishing
from learning.courses import versions as course_versions
from learning.courses.models import Course
from learning.courses.states import CourseState, Visibility
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import actions as organization_actions
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipKind, MembershipState
from learning.progress import queries
from learning.progress.completing import pass_module
from learning.progress.models import Enrolment
from learning.progress.rows import lock, progress_row, unlocked_module
from learning.progress.states import (
    EnrolmentPurpose,
    EnrolmentState,
)

MOST_PREVIEW_DAYS = 3650


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
    version_id = course_versions.latest_version_id(course)
    assert version_id is not None  # a published course has a version
    return _insert_enrolment(course, membership, version_id, EnrolmentPurpose.LEARN, 1, at)


@transaction
def begin_again(course: Course, person_id: int, *, at: datetime) -> Enrolment:
    """Put somebody who has finished a course on its newest version, as another round.

    Who hasn't finished it, or never began, goes on or begins. Raises RuleBroken course-not-open.
    """
    known = enrol(course, person_id, at=at)
    # Two tabs at once: the second one waits here, and then finds the round that the first began.
    lock(known)
    newest = queries.enrolment(
        course.organization_id, known.membership_id, course.id, EnrolmentPurpose.LEARN
    )
    assert newest is not None
    if newest.state != EnrolmentState.COMPLETE:
        return newest
    version_id = course_versions.latest_version_id(course)
    if course.state != CourseState.PUBLISHED or version_id is None:
        raise RuleBroken("course-not-open")
    membership = organizations.membership_with_id(course.organization_id, newest.membership_id)
    return _insert_enrolment(
        course, membership, version_id, EnrolmentPurpose.LEARN, newest.round + 1, at
    )


def _known_enrolment(course: Course, membership: Membership | None) -> Enrolment | None:
    if membership is None or membership.state != MembershipState.ACTIVE:
        return None
    return queries.enrolment(
        course.organization_id, membership.id, course.id, EnrolmentPurpose.LEARN
    )


@transaction
def start_preview(
    course: Course, membership_id: int, *, days: int = 0, by: str, at: datetime
) -> Enrolment:
    """Freeze the course as it stands and put the trainer on it, from the beginning.

    `days` is by how many days the preview is ahead: what is open, over or due on that day. Raises
    RuleBroken preview-day for one in the past or too far off, or publish-blocked.
    """
    if not 0 <= days <= MOST_PREVIEW_DAYS:
        raise RuleBroken("preview-day")
    version = publishing.freeze_preview(course, by=by, at=at)
    membership = organizations.membership_with_id(course.organization_id, membership_id)
    last = queries.enrolment(
        course.organization_id, membership.id, course.id, EnrolmentPurpose.PREVIEW
    )
    if last is not None:
        last.state = EnrolmentState.ENDED
        db.session.flush()
    preview = _insert_enrolment(
        course,
        membership,
        version.id,
        EnrolmentPurpose.PREVIEW,
        last.round + 1 if last else 1,
        at + timedelta(days=days),
    )
    preview.preview_days = days
    return preview


def _insert_enrolment(
    course: Course,
    membership: Membership,
    version_id: int,
    purpose: EnrolmentPurpose,
    round: int,
    at: datetime,
) -> Enrolment:
    required = course_versions.published(course.organization_id, version_id).required
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
        modules=len(required),
        modules_passed=0,
        started_at=at,
        last_active_at=at,
    )
    db.session.add(enrolment)
    db.session.flush()
    return enrolment


@transaction
def open_module(enrolment: Enrolment, key: str, *, at: datetime) -> None:
    """Note that a module was opened. Raises RuleBroken module-locked."""
    lock(enrolment)
    unlocked_module(enrolment, key)
    progress_row(enrolment, key, at).reread_at = at


@transaction
def remember_place(enrolment: Enrolment, key: str, place: str, *, at: datetime) -> None:
    """Keep the heading somebody has read to."""
    lock(enrolment)
    unlocked_module(enrolment, key)
    progress_row(enrolment, key, at).place = place[:120]


@transaction
def mark_as_read(enrolment: Enrolment, key: str, *, at: datetime) -> None:
    """Pass a module that has no quiz. Raises RuleBroken module-locked or module-has-quiz."""
    lock(enrolment)
    module = unlocked_module(enrolment, key)
    if module.quiz_version_id is not None:
        raise RuleBroken("module-has-quiz")
    row = progress_row(enrolment, key, at)
    if row.passed_at is None:
        pass_module(enrolment, module, row, at)


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
