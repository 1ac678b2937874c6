"""Checking a certificate: no account, no index, the same answer for every unknown code."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning import clock
from learning.certificates import qr, queries
from learning.identifiers import grouped, read_code
from learning.web.certificates import facts_of
from learning.web.context import instant
from learning.web.security import limiter


def add_to(public: Blueprint) -> None:
    public.add_url_rule("/verify", view_func=verify)
    public.add_url_rule("/verify/<code>", view_func=limiter.limit("120/minute")(verify_code))


def verify() -> str | Response:
    """The form; a typed code leads to its page."""
    typed = request.args.get("code", "").strip()
    if typed:
        code = read_code(typed)
        return redirect(
            url_for("public.verify_code", code=grouped(code) if code else typed[:60]), 303
        )
    return render_template("public/verification/form.html", typed="")


def verify_code(code: str) -> tuple[str, int] | Response:
    """What the certificate with this code says, and what it is worth now."""
    known = read_code(code)
    at = clock.now()
    verified = queries.verified_by_code(known, at=at) if known else None
    if known is None or verified is None:
        return render_template(
            "public/verification/unknown.html", typed=code, checked=instant(at)
        ), 404
    address = url_for("public.verify_code", code=grouped(known), _external=True)
    return render_template(
        "public/verification/certificate.html",
        verified=verified,
        facts=facts_of(verified),
        qr=qr.svg(address),
        checked=instant(at),
    ), 200
