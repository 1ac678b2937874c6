"""Passing a module, and with the last one the course: completion and certificate in one commit."""

from datetime import datetime

from sqlalchemy import select

from learning import canonical, outbox
from learning.certificates import actions as certificate_actions
from learning.certificates.statement import Statement
from learning.courses import versions as course_versions
from learning.courses.versions import PublishedCourse, PublishedModule
from learning.database import db
from learning.identifiers import public_id
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.progress import queries, rules, standings
from learning.progress.models import Attempt, Completion, Enrolment, ModuleProgress
from learning.progress.states import (
    AttemptPurpose,
    AttemptState,
    EnrolmentPurpose,
    EnrolmentState,
)

COMPLETION_MADE = "completion-made"  # word for what stands above


def pass_module(
    enrolment: Enrolment,
    module: PublishedModule,
    row: ModuleProgress,
    at: datetime,
) -> None:
    """Note that a module is passed; `row` names the attempt that passed it, if it has a quiz."""
    row.passed_at = at
    enrolment.modules_passed += module.is_required
    enrolment.last_active_at = at
    db.session.flush()
    if rules.is_complete(standings.module_facts(enrolment)):
        _complete(enrolment, at)


def _complete(enrolment: Enrolment, at: datetime) -> None:
    enrolment.state = EnrolmentState.COMPLETE
    enrolment.completed_at = at
    if enrolment.purpose != EnrolmentPurpose.LEARN or queries.completion_of(enrolment):
        return
    course = course_versions.published(enrolment.organization_id, enrolment.course_version_id)
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
    outbox.leave(
        COMPLETION_MADE,
        once_key=f"{COMPLETION_MADE}:{completion.public_id}",
        payload={"membership": enrolment.membership_id},
        organization_id=enrolment.organization_id,
        at=at,
    )
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
    organization = organizations.organization_with_id(membership.organization_id)
    settings = organizations.settings_of(membership.organization_id)
    return Statement(
        holder=membership.name,
        organization=organization.name,
        course=course.title,
        course_version=course.number,
        modules=tuple(module.title for module in course.required),
        note=course.settings.certificate_note,
        language=course.language,
        signatory=settings.signatory_name,
        signatory_title=settings.signatory_title,
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
    evidence: dict[str, object] = {
        "enrolment": enrolment.public_id,
        "course_version": course.public_id,
        "modules": [_evidence_line(module, attempt, sha256) for module, attempt, sha256 in rows],
    }
    must_know = _must_know_evidence(enrolment)
    return evidence | {"must_know": must_know} if must_know else evidence


def _evidence_line(module: str, attempt: str | None, sha256: str | None) -> dict[str, str | None]:
    return {"module": module, "attempt": attempt, "transcript_sha256": sha256}


def _must_know_evidence(enrolment: Enrolment) -> list[dict[str, str | None]]:
    """What was answered of must-know questions after an attempt in which enough was right."""
    rows = db.session.execute(
        select(Attempt.module, Attempt.public_id, Attempt.transcript_sha256)
        .where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.purpose == AttemptPurpose.MUST_KNOW,
            Attempt.state == AttemptState.CLOSED,
        )
        .order_by(Attempt.module, Attempt.number)
    )
    return [_evidence_line(module, attempt, sha256) for module, attempt, sha256 in rows]
