"""The certificates an organization has issued: looking at them, correcting, withdrawing."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.certificates import actions, queries
from learning.certificates.models import Certificate
from learning.certificates.standing import Standing
from learning.errors import RuleBroken
from learning.identifiers import grouped
from learning.organizations import queries as organizations
from learning.organizations.roles import Role
from learning.progress import actions as progress_actions
from learning.web import access, looks, paging
from learning.web.certificates import facts_of
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization.forms import WithdrawalForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor

PAGE = 50


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/certificates", view_func=certificates)
    organization.add_url_rule("/certificates/<id>", view_func=certificate)
    organization.add_url_rule(
        "/certificates/<id>/withdraw", view_func=withdraw_certificate, methods=["GET", "POST"]
    )
    organization.add_url_rule(
        "/certificates/<id>/reissue", view_func=reissue_certificate, methods=["POST"]
    )


def certificates() -> str:
    """All that were issued, newest first; `before` goes on."""
    standing = access.staff_standing(Role.ADMIN)
    looks.note_look("certificates-seen", standing.organization_id, standing.organization_public_id)
    place = paging.unpack_id(request.args.get("before"))
    found = queries.certificates_in(standing.organization_id, before=place, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "organization/certificates/certificates.html",
        verified=queries.all_verified(standing.organization_id, rows, at=clock.now()),
        is_first=place is None,
        before=paging.pack(rows[-1].id) if has_more else None,
    )


def certificate(id: str) -> str:
    """One certificate, checked against the ledger, and what can be done with it."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.issued_certificate(standing, id)
    looks.note_look("results-seen", standing.organization_id, found.subject, about=found.subject)
    verified = queries.verified(found, at=clock.now())
    member = organizations.member(standing.organization_id, found.subject)
    return render_template(
        "organization/certificates/certificate.html",
        verified=verified,
        facts=facts_of(verified),
        code=grouped(found.code),
        member=member,
        successor=_successor(found) if verified.standing == Standing.SUPERSEDED else None,
        can_withdraw=_can_withdraw(found),
        form=ConfirmForm(),
    )


def withdraw_certificate(id: str) -> str | Response | tuple[str, int]:
    """GET: what it means, and the reason. POST: withdraw it."""
    found = access.issued_certificate(access.staff_standing(Role.ADMIN), id)
    form = WithdrawalForm()
    status = 200 if request.method == "GET" else 422
    if form.validate_on_submit():
        try:
            actions.revoke(found, reason=form.reason.data, by=visitor().public_id, at=clock.now())
        except RuleBroken as error:
            form.reason.errors = [sentence_for(error)]
        else:
            flash(_("The certificate is withdrawn. Its public page says so."), "success")
            return see_other("organization.certificate", id=id)
    elif not _can_withdraw(found):
        return see_other("organization.certificate", id=id)
    return render_template(
        "organization/certificates/withdraw.html", certificate=found, form=form
    ), status


def reissue_certificate(id: str) -> Response:
    """Issue it again under the name its holder's membership carries now."""
    found = access.issued_certificate(access.staff_standing(Role.ADMIN), id)
    try:
        renewed = progress_actions.reissue_certificate(
            found, by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("organization.certificate", id=id)
    flash(_("The certificate is issued again for %(name)s.", name=renewed.holder), "success")
    return see_other("organization.certificate", id=renewed.public_id)


def _can_withdraw(certificate: Certificate) -> bool:
    return certificate.is_current and certificate.withdrawal_reason is None


def _successor(certificate: Certificate) -> Certificate | None:
    return queries.current_for(certificate.organization_id, certificate.basis)
