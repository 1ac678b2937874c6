"""My data: a copy of it, and erasing one's account."""

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.errors import RuleBroken
from learning.retention import erasure_actions, export_actions, queries
from learning.web.access import require_sign_in
from learning.web.account.forms import EraseForm
from learning.web.context import date
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.security import limiter
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(account: Blueprint) -> None:
    asked = limiter.limit("20/hour")(ask_for_copy)
    slowed = limiter.limit("30/hour", methods=["POST"])(erase)
    account.add_url_rule("/data", view_func=data)
    account.add_url_rule("/data", view_func=asked, methods=["POST"])
    account.add_url_rule("/data/<export>", view_func=download)
    account.add_url_rule("/erase", view_func=slowed, methods=["GET", "POST"])
    account.add_url_rule("/keep", view_func=keep, methods=["POST"])


def data() -> Page:
    """What can be had and what can be erased; how far a copy is."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    export = queries.newest_export(visitor().person_id)
    is_over = export is not None and export.expires_at is not None
    is_over = is_over and export.expires_at <= clock.now()  # type: ignore[union-attr,operator]
    return render_template(
        "account/data/data.html",
        export=None if is_over else export,
        erased_on=queries.erased_on(visitor().person_id),
        days=export_actions.KEPT.days,
        form=ConfirmForm(),
    )


def ask_for_copy() -> Response:
    """Have a copy put together."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    try:
        export_actions.begin(visitor().person_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "info")
    return see_other("account.data")


def download(export: str) -> Response:
    """The copy as a file, for whom it is about, as long as it is kept."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    found = queries.own_export(visitor().person_id, export, at=clock.now())
    if found is None or found.content is None:
        abort(404)
    name = f"my-data-{found.created_at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found.content, mimetype="application/zip", headers=headers)


def erase() -> Page:
    """GET: what is erased and what stays. POST: it is erased in two weeks."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    form = EraseForm()
    if form.validate_on_submit():
        try:
            erasure_actions.ask_for_erasure(
                visitor().person_id, password=form.current.data, at=clock.now()
            )
        except RuleBroken as error:
            form.current.errors = [sentence_for(error)]
        else:
            return see_other("account.data")
    elif request.method == "GET" and queries.erased_on(visitor().person_id):
        return see_other("account.data")
    page = render_template("account/data/erase.html", form=form, days=erasure_actions.WAIT.days)
    return page, 422 if form.errors else 200


def keep() -> Response:
    """Take it back."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    erasure_actions.take_erasure_back(visitor().person_id, at=clock.now())
    flash(_("Your account stays."), "success")
    return see_other("account.data")


def tell_of_erasure(person_id: int) -> None:
    """Remind whoever signs in that they have asked to be erased."""
    erased_on = queries.erased_on(person_id)
    if erased_on is not None:
        flash(
            _(
                "Your account will be erased on %(day)s. You can take that back: "
                "Account, then “My data”.",
                day=date(erased_on),
            ),
            "warning",
        )
