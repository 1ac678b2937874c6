"""What changes about certificates: issued, superseded, revoked, erased. Each is a ledger entry."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from learning import audit, canonical, outbox
from learning.certificates import queries
from learning.certificates import statement as statements
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.standing import LedgerEvent
from learning.certificates.statement import Statement
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import certificate_code, public_id
from learning.organizations import turnstile
from learning.organizations.models import Organization

# Status lists hide who is who among this many places (W3C Bitstring Status List, minimum size).
STATUS_LIST = 131_072
# How long before a certificate expires its holder is told.
EXPIRY_NOTICE = timedelta(days=30)


@transaction
def issue(
    organization_id: int,
    statement: Statement,
    *,
    basis: str,
    evidence_sha256: str,
    subject: str,
    valid_until: datetime | None,
    at: datetime,
) -> Certificate:
    """A certificate for a completion; the one it has already if it has one."""
    organization = _lock_chain(organization_id)
    current = queries.current_for(organization_id, basis)
    if current is not None:
        return current
    return _insert(organization, statement, basis, evidence_sha256, subject, valid_until, 1, at)


@transaction
def reissue(certificate: Certificate, *, holder: str, by: str, at: datetime) -> Certificate:
    """The same certificate under a corrected name; the old one is superseded and says so.

    Raises RuleBroken certificate-not-current, or certificate-erased for one without a name.
    """
    organization = _lock_chain(certificate.organization_id)
    db.session.refresh(certificate)
    if not certificate.is_current or certificate.withdrawal_reason is not None:
        raise RuleBroken("certificate-not-current")
    if certificate.statement is None:
        raise RuleBroken("certificate-erased")
    shown = statements.read(certificate.statement, certificate.stub)
    evidence = canonical.parse(certificate.stub)["evidence_sha256"]
    certificate.is_current = False
    _append(organization, certificate, LedgerEvent.SUPERSEDED, at)
    db.session.flush()
    statement = Statement(
        holder,
        shown.organization,
        shown.course,
        shown.course_version,
        shown.modules,
        shown.note,
        shown.language,
        shown.signatory,
        shown.signatory_title,
    )
    renewed = _insert(
        organization,
        statement,
        certificate.basis,
        evidence,
        certificate.subject,
        certificate.valid_until,
        certificate.issue_number + 1,
        at,
    )
    _record("certificate-reissued", certificate, by, at)
    return renewed


@transaction
def revoke(certificate: Certificate, *, reason: str, by: str, at: datetime) -> None:
    """Withdraw a certificate, for a reason that verifiers will read. It stays checkable.

    Raises RuleBroken reason-missing or certificate-not-current.
    """
    organization = _lock_chain(certificate.organization_id)
    db.session.refresh(certificate)
    if not reason.strip():
        raise RuleBroken("reason-missing")
    if not certificate.is_current or certificate.withdrawal_reason is not None:
        raise RuleBroken("certificate-not-current")
    certificate.withdrawal_reason = reason.strip()[:300]
    _append(organization, certificate, LedgerEvent.REVOKED, at)
    _record("certificate-revoked", certificate, by, at)


@transaction
def erase_holder(certificate: Certificate, *, by: str, at: datetime) -> None:
    """Take the holder's name out for good. The certificate still verifies, without it."""
    organization = _lock_chain(certificate.organization_id)
    db.session.refresh(certificate)
    if certificate.statement is None:
        return
    certificate.holder = None
    certificate.statement = None
    _append(organization, certificate, LedgerEvent.ERASED, at)
    _record("certificate-name-erased", certificate, by, at)


def _insert(
    organization: Organization,
    statement: Statement,
    basis: str,
    evidence_sha256: str,
    subject: str,
    valid_until: datetime | None,
    issue_number: int,
    at: datetime,
) -> Certificate:
    code = certificate_code()
    stub = statements.stub_text(
        statement,
        code=code,
        issue_number=issue_number,
        issued_at=at,
        valid_until=valid_until,
        evidence_sha256=evidence_sha256,
    )
    text = statements.statement_text(stub, statement.holder, secrets.token_hex(16))
    certificate = Certificate(
        public_id=public_id(),
        organization_id=organization.id,
        code=code,
        basis=basis,
        issue_number=issue_number,
        subject=subject,
        holder=statement.holder,
        statement=text,
        statement_sha256=canonical.sha256(text),
        stub=stub,
        stub_sha256=canonical.sha256(stub),
        status_index=_free_status_index(organization.id),
        issued_at=at,
        valid_until=valid_until,
    )
    db.session.add(certificate)
    db.session.flush()
    _append(organization, certificate, LedgerEvent.ISSUED, at)
    _leave_messages(certificate, at)
    return certificate


def _leave_messages(certificate: Certificate, at: datetime) -> None:
    """Its holder is told now, and again before it expires."""
    due = {"certificate-issued": at}
    if certificate.valid_until is not None and certificate.valid_until > at:
        notice = min(EXPIRY_NOTICE, (certificate.valid_until - at) / 4)
        due["certificate-expiring"] = certificate.valid_until - notice
    for kind, when in due.items():
        outbox.leave(
            kind,
            once_key=f"{kind}:{certificate.public_id}",
            payload={"certificate": certificate.public_id},
            organization_id=certificate.organization_id,
            about=certificate.subject,
            at=at,
            due=when,
        )


def _append(
    organization: Organization, certificate: Certificate, event: LedgerEvent, at: datetime
) -> None:
    last = queries.last_entry(organization.id)
    entry = LedgerEntry(
        organization_id=organization.id,
        number=last.number + 1 if last else 1,
        event=event,
        certificate=certificate.public_id,
        statement_sha256=certificate.statement_sha256,
        stub_sha256=certificate.stub_sha256,
        at=at,
        previous_sha256=last.sha256 if last else statements.NOTHING_BEFORE,
    )
    entry.sha256 = queries.entry_hash(organization.public_id, entry)
    db.session.add(entry)
    db.session.flush()


def _lock_chain(organization_id: int) -> Organization:
    """To the chain, too, one goes after the other."""
    return turnstile.pass_through(organization_id)


def _free_status_index(organization_id: int) -> int:
    """A random free place, in the first list that isn't more than half full."""
    last = queries.last_entry(organization_id)
    # The chain is at least as long as certificates are many, and its length costs one row to read.
    first = (last.number if last else 0) // (STATUS_LIST // 2) * STATUS_LIST
    while True:
        index = first + secrets.randbelow(STATUS_LIST)
        taken = db.session.scalar(
            select(Certificate.id).where(
                Certificate.organization_id == organization_id, Certificate.status_index == index
            )
        )
        if taken is None:
            return index


def _record(act: str, certificate: Certificate, by: str, at: datetime) -> None:
    audit.record(
        act,
        subject=certificate.public_id,
        about=certificate.subject,
        by=by,
        at=at,
        organization_id=certificate.organization_id,
    )
