"""What can be asked about certificates, verification first of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, tuple_

from learning import canonical
from learning.certificates import statement as statements
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.standing import LedgerEvent, Standing, standing
from learning.certificates.statement import Shown
from learning.database import db
from learning.organizations.models import Organization


@dataclass(frozen=True)
class Verified:
    """A certificate with what it says and what it is worth now."""

    certificate: Certificate
    shown: Shown
    standing: Standing
    happened_at: datetime | None
    ledger_number: int
    entry_sha256: str
    successor_code: str | None


def certificate(organization_ids: Sequence[int], public_id: str) -> Certificate | None:
    """The certificate with this public id, in these organizations only."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.organization_id.in_(organization_ids), Certificate.public_id == public_id
        )
    )


def certificates_of(subjects: Sequence[tuple[int, str]]) -> list[Certificate]:
    """The certificates of these (organization id, membership public id), newest first."""
    if not subjects:
        return []
    return list(
        db.session.scalars(
            select(Certificate)
            .where(tuple_(Certificate.organization_id, Certificate.subject).in_(subjects))
            .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        )
    )


def certificates_in(
    organization_id: int, *, before: int | None = None, limit: int = 50
) -> list[Certificate]:
    """An organization's certificates, newest first; one more than `limit` if there are more."""
    query = (
        select(Certificate)
        .where(Certificate.organization_id == organization_id)
        .order_by(Certificate.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Certificate.id < before)
    return list(db.session.scalars(query))


def current_for(organization_id: int, basis: str) -> Certificate | None:
    """The certificate that stands for a completion now."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.organization_id == organization_id,
            Certificate.basis == basis,
            Certificate.is_current,
        )
    )


def verified_by_code(code: str, *, at: datetime) -> Verified | None:
    """What a stranger who has the code may know; None if there is no such certificate."""
    found = db.session.scalar(
        select(Certificate).where(Certificate.code == code),
        execution_options={"crosses_tenants": "verification"},
    )
    return verified(found, at=at) if found else None


def verified(certificate: Certificate, *, at: datetime) -> Verified:
    """Check a certificate against its ledger entries and their place in the chain."""
    return all_verified(certificate.organization_id, [certificate], at=at)[0]


def all_verified(
    organization_id: int, certificates: Sequence[Certificate], *, at: datetime
) -> list[Verified]:
    """Check certificates of one organization: four queries, however many they are."""
    if not certificates:
        return []
    organization = db.session.scalars(
        select(Organization).where(Organization.id == organization_id)
    ).one()
    entries = _entries(organization_id, [c.public_id for c in certificates])
    successors = _successors(organization_id, [c.basis for c in certificates if not c.is_current])
    return [_verified(c, organization, entries, successors, at) for c in certificates]


def _verified(
    certificate: Certificate,
    organization: Organization,
    entries: Sequence[LedgerEntry],
    successors: Mapping[str, str],
    at: datetime,
) -> Verified:
    own = [entry for entry in entries if entry.certificate == certificate.public_id]
    is_intact = _is_intact(certificate, own) and _is_linked(organization.public_id, entries, own)
    events = [LedgerEvent(entry.event) for entry in own] if is_intact else []
    found = standing(events, is_intact=is_intact, valid_until=certificate.valid_until, at=at)
    return Verified(
        certificate,
        statements.read(certificate.statement, certificate.stub)
        if is_intact
        else _legible(certificate, organization.name),
        found,
        next((e.at for e in reversed(own) if e.event == found), None),
        own[0].number if own else 0,
        own[0].sha256 if own else "",
        successors.get(certificate.basis) if found == Standing.SUPERSEDED else None,
    )


def _legible(certificate: Certificate, organization: str) -> Shown:
    """What is left to read of a certificate that was tampered with; who issued it we know."""
    for text in filter(None, (certificate.statement, certificate.stub)):
        try:
            return replace(statements.read(text, text), organization=organization)
        except (ValueError, LookupError, TypeError, AttributeError):
            continue  # not even canonical text any more
    return Shown(None, organization, "", 0, (), "", "en")


def _entries(organization_id: int, certificates: Sequence[str]) -> list[LedgerEntry]:
    """The entries of these certificates, the neighbours of each in the chain, and its end."""
    last = (
        select(func.max(LedgerEntry.number))
        .where(LedgerEntry.organization_id == organization_id)
        .scalar_subquery()
    )
    own = db.session.execute(
        select(LedgerEntry.number, last).where(
            LedgerEntry.organization_id == organization_id,
            LedgerEntry.certificate.in_(certificates),
        )
    ).all()
    # As numbers, since a condition on number + 1 would read the whole chain.
    numbers = {number + step for number, _ in own for step in (-1, 0, 1)} | {n for _, n in own}
    return list(
        db.session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.organization_id == organization_id, LedgerEntry.number.in_(numbers))
            .order_by(LedgerEntry.number)
        )
    )


def _successors(organization_id: int, bases: Sequence[str]) -> dict[str, str]:
    """The codes of the certificates that stand for these completions now, by completion."""
    if not bases:
        return {}
    rows = db.session.execute(
        select(Certificate.basis, Certificate.code).where(
            Certificate.organization_id == organization_id,
            Certificate.basis.in_(bases),
            Certificate.is_current,
        )
    )
    return dict(rows.all())


def _is_intact(certificate: Certificate, own: Sequence[LedgerEntry]) -> bool:
    """Whether the row is the one the ledger tells of, and says of itself what the ledger says."""
    return (
        bool(own)
        and _hashes_fit(certificate, own)
        and _columns_fit(certificate)
        and _marks_fit(certificate, {entry.event for entry in own})
    )


def _hashes_fit(certificate: Certificate, own: Sequence[LedgerEntry]) -> bool:
    """Whether statement and stub are the ones whose hashes stand in the ledger."""
    if canonical.sha256(certificate.stub) != certificate.stub_sha256:
        return False
    if any(
        (entry.statement_sha256, entry.stub_sha256)
        != (certificate.statement_sha256, certificate.stub_sha256)
        for entry in own
    ):
        return False
    return certificate.statement is None or (
        canonical.sha256(certificate.statement) == certificate.statement_sha256
        and statements.fits(certificate.statement, certificate.stub)
    )


def _columns_fit(certificate: Certificate) -> bool:
    """Whether the columns that pages rely on say what the statement and its stub say."""
    stub = canonical.parse(certificate.stub)
    until = certificate.valid_until
    holder = statements.read(certificate.statement, certificate.stub).holder
    return bool(
        stub["code"] == certificate.code
        and stub["issue_number"] == certificate.issue_number
        and stub["issued_at"] == statements.instant(certificate.issued_at)
        and stub["valid_until"] == (statements.instant(until) if until else None)
        and holder == certificate.holder
    )


def _marks_fit(certificate: Certificate, events: set[str]) -> bool:
    """Whether it is withdrawn, replaced or erased just when the ledger says so.

    So an entry that was cut off the chain's end leaves a trace.
    """
    marks = {
        LedgerEvent.ISSUED: True,
        LedgerEvent.SUPERSEDED: not certificate.is_current,
        LedgerEvent.REVOKED: certificate.withdrawal_reason is not None,
        LedgerEvent.ERASED: certificate.statement is None,
    }
    return events == {event for event, is_marked in marks.items() if is_marked}


def _is_linked(
    organization: str, entries: Sequence[LedgerEntry], own: Sequence[LedgerEntry]
) -> bool:
    """Whether each own entry and its neighbours have the right hashes and stand side by side."""
    by_number = {entry.number: entry for entry in entries}
    for entry in own:
        before, after = by_number.get(entry.number - 1), by_number.get(entry.number + 1)
        if (before is None and entry.number != 1) or (after is None and entry != entries[-1]):
            return False
        if entry.previous_sha256 != (before.sha256 if before else statements.NOTHING_BEFORE):
            return False
        if after is not None and after.previous_sha256 != entry.sha256:
            return False
        near = [each for each in (before, entry, after) if each is not None]
        if any(each.sha256 != entry_hash(organization, each) for each in near):
            return False
    return True


def entry_hash(organization: str, entry: LedgerEntry) -> str:
    """What the entry's hash has to be."""
    return statements.entry_sha256(
        organization=organization,
        number=entry.number,
        event=entry.event,
        certificate=entry.certificate,
        statement_sha256=entry.statement_sha256,
        stub_sha256=entry.stub_sha256,
        at=entry.at,
        previous_sha256=entry.previous_sha256,
    )


def last_entry(organization_id: int) -> LedgerEntry | None:
    """The end of an organization's chain."""
    return db.session.scalar(
        select(LedgerEntry)
        .where(LedgerEntry.organization_id == organization_id)
        .order_by(LedgerEntry.number.desc())
        .limit(1)
    )
