"""What a certificate's faces share: its row of facts, and the words the PDF needs."""

from flask_babel import gettext as _

from learning.certificates.pdf import Sheet
from learning.certificates.queries import Verified
from learning.identifiers import grouped
from learning.web.context import date


def facts_of(verified: Verified) -> list[tuple[str, str]]:
    """Issued, valid until, version, code and who signs, as (term, value) pairs."""
    certificate, shown = verified.certificate, verified.shown
    until = certificate.valid_until
    signed = ", ".join(filter(None, (shown.signatory, shown.signatory_title)))
    return [
        (_("Issued"), date(certificate.issued_at)),
        (_("Valid until"), date(until) if until else _("No end date")),
        (_("Course version"), str(shown.course_version)),
        (_("Code"), grouped(certificate.code)),
        *([(_("Signed by"), signed)] if signed else []),
    ]


def pdf_facts(verified: Verified, address: str) -> Sheet:
    """Everything the PDF shows, in the words of the page."""
    shown = verified.shown
    return Sheet(
        language=shown.language,
        title=_("Certificate"),
        organization=shown.organization,
        certifies=_("certifies that"),
        holder=shown.holder or _("Name removed by the holder"),
        completed=_("completed"),
        course=shown.course,
        modules=shown.modules,
        facts=tuple(facts_of(verified)),
        note=shown.note,
        address=address,
        scan=_("Scan the code or open the address to check this certificate."),
        qr_words=_("QR code that leads to the check of this certificate"),
    )
