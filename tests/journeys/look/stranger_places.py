"""What somebody sees who isn't signed in: certificates in every state, by their codes."""

from datetime import datetime, timedelta

from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.certificates.statement import Statement
from learning.database import db
from learning.identifiers import grouped, public_id
from tests.journeys.look.clinic import Clinic
from tests.people import NOW


def stranger_places(clinic: Clinic) -> dict[str, str]:
    """The public pages of certificates: earned ones, one past its date, one that was edited."""
    expired = _issued(clinic, "Past Its Date", ends=NOW - timedelta(days=1))
    tampered = _issued(clinic, "Somebody Else", ends=None)
    tampered.holder = "Edited Name"
    db.session.commit()
    every = clinic.certificates() | {
        "certificate-expired": expired,
        "certificate-tampered": tampered,
    }
    return {name: f"/verify/{grouped(each.code)}" for name, each in every.items()}


def _issued(clinic: Clinic, holder: str, *, ends: datetime | None) -> Certificate:
    """A certificate that nobody learned for: only its public page is looked at."""
    organization = clinic.organization
    statement = Statement(
        holder, organization.name, "Washing hands", 1, ("Why it works",), note="", language="en"
    )
    return certificates.issue(
        organization.id, statement, basis=public_id(), evidence_sha256="0" * 64,
        subject=public_id(), valid_until=ends, at=NOW - timedelta(days=365),
    )  # fmt: skip
