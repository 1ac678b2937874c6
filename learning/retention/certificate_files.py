"""Somebody's certificates as files: to print, and as the text whose hash stands in the ledger."""

from learning.certificates.pdf import Sheet
from learning.certificates.queries import Verified
from learning.identifiers import grouped


def sheet_of(verified: Verified, public_url: str) -> Sheet:
    """What the printed certificate shows."""
    certificate, shown = verified.certificate, verified.shown
    until = certificate.valid_until
    return Sheet(
        language=shown.language,
        title="Certificate",
        organization=shown.organization,
        certifies="certifies that",
        holder=shown.holder or "Name removed by the holder",
        completed="completed",
        course=shown.course,
        modules=shown.modules,
        facts=(
            ("Issued", f"{certificate.issued_at:%Y-%m-%d}"),
            ("Valid until", f"{until:%Y-%m-%d}" if until else "No end date"),
            ("Course version", str(shown.course_version)),
            ("Code", grouped(certificate.code)),
        ),
        note=shown.note,
        address=f"{public_url}/verify/{grouped(certificate.code)}",
        scan="Scan the code or open the address to check this certificate.",
        qr_words="QR code that leads to the check of this certificate",
    )


def path_of(verified: Verified, ending: str) -> str:
    """Where a certificate's file lies in the archive."""
    return f"certificates/{grouped(verified.certificate.code).lower()}.{ending}"
