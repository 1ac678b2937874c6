"""My certificates: on the page, on paper, as a file; and taking one's name off."""

from flask import Blueprint, current_app, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import Config
from learning import clock
from learning.certificates import actions, pdf, qr, queries
from learning.certificates.queries import Verified
from learning.identifiers import grouped
from learning.web.access import own_certificate
from learning.web.certificates import facts_of, pdf_facts
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule("/certificates", view_func=certificates)
    learner.add_url_rule("/certificates/<id>", view_func=certificate)
    learner.add_url_rule("/certificates/<id>/pdf", view_func=certificate_pdf)
    learner.add_url_rule(
        "/certificates/<id>/erase-name", view_func=certificate_erase_name, methods=["GET", "POST"]
    )


def certificates() -> str:
    """All that one has earned, newest first."""
    at = clock.now()
    return render_template(
        "learner/certificates/certificates.html",
        verified=[queries.verified(c, at=at) for c in queries.certificates_of(visitor().subjects)],
    )


def certificate(id: str) -> str:
    """One certificate as its holder shows it."""
    verified = queries.verified(own_certificate(id), at=clock.now())
    address = _public_address(verified)
    sheet = pdf_facts(verified, address)
    return render_template(
        "learner/certificates/certificate.html",
        verified=verified,
        facts=facts_of(verified),
        address=address,
        qr=qr.svg(address),
        is_local_only=_config().base_url is None,
        undrawable=pdf.undrawable(sheet.words, _config().certificate_fonts),
    )


def certificate_pdf(id: str) -> Response | tuple[str, int]:
    """The certificate as an accessible PDF; its page instead if the fonts can't draw a word."""
    verified = queries.verified(own_certificate(id), at=clock.now())
    sheet, fonts = pdf_facts(verified, _public_address(verified)), _config().certificate_fonts
    if pdf.undrawable(sheet.words, fonts):
        return see_other("learner.certificate", id=id)
    content = pdf.rendered(sheet, fonts)
    name = f"certificate-{grouped(verified.certificate.code)[:9].lower()}.pdf"
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def certificate_erase_name(id: str) -> str | Response:
    """GET: what taking the name off means. POST: do it."""
    found = own_certificate(id)
    form = ConfirmForm()
    if form.validate_on_submit():
        actions.erase_holder(found, by=visitor().public_id, at=clock.now())
        flash(_("Your name is off this certificate. Its code can still be checked."), "success")
        return see_other("learner.certificate", id=id)
    return render_template("learner/certificates/erase_name.html", certificate=found, form=form)


def _public_address(verified: Verified) -> str:
    path = url_for("public.verify_code", code=grouped(verified.certificate.code))
    return _config().public_url + path


def _config() -> Config:
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config
