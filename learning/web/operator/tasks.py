"""Background work: what waits, what fails, what was given up; and trying it again."""

import re

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from learning import backlog, clock
from learning.backlog import Pile
from learning.outbox import Outgoing
from learning.web import paging
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor

PAGE = 50
PILE_WORDS: dict[Pile, LazyString] = {
    Pile.WAITING: _l("Waiting"),
    Pile.SCHEDULED: _l("For later"),
    Pile.FAILING: _l("Failing"),
    Pile.DEAD: _l("Given up"),
    Pile.RETURNED: _l("Came back"),
}
PILE_TONES: dict[Pile, str] = {Pile.FAILING: "warn", Pile.DEAD: "bad"}
FAILURE_WORDS: dict[str, LazyString] = {
    "mail-server-away": _l("The mail server can’t be reached"),
    "mail-server-certificate": _l("The mail server’s certificate isn’t trusted"),
    "mail-server-not-encrypted": _l("The mail server offers no encryption for the password"),
    "mail-server-sign-in-refused": _l("The mail server refuses the user or the password"),
    "message-refused": _l("The mail server won’t have this message"),
    "recipient-refused": _l("The mail server says that there is no such address"),
    "address-bounces": _l("Messages to this address have come back before"),
    "no-address": _l("What should be an address is none"),
}
_SAID = re.compile(r"mail-server-said-(\d{3})")


def add_to(operator: Blueprint) -> None:
    operator.add_url_rule("", view_func=overview)
    operator.add_url_rule("/tasks/<pile>", view_func=tasks)
    operator.add_url_rule("/retry", view_func=retry, methods=["POST"])
    operator.add_url_rule("/retry-all", view_func=retry_all, methods=["POST"])


def overview() -> str:
    """How much lies where, and since when."""
    tallies = backlog.tallies(at=clock.now())
    oldest = [tally.oldest for tally in tallies if tally.oldest is not None]
    server = current_app.extensions["waymark-config"].mail_server
    return render_template(
        "operator/tasks/overview.html",
        tallies=tallies,
        totals={pile: sum(tally.counts[pile] for tally in tallies) for pile in Pile},
        oldest=min(oldest, default=None),
        mail_server=f"{server.host}:{server.port}" if server else None,
        pile_words=PILE_WORDS,
        pile_tones=PILE_TONES,
        form=ConfirmForm(),
    )


def tasks(pile: str) -> str:
    """The tasks of one pile; `after` goes on."""
    chosen = _pile(pile)
    place = paging.unpack_time(request.args.get("after"))
    found = backlog.tasks_in(chosen, at=clock.now(), place=place, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "operator/tasks/tasks.html",
        pile=chosen,
        title=PILE_WORDS[chosen],
        rows=rows,
        failures={row.id: _failure(row) for row in rows},
        can_retry=chosen in (Pile.FAILING, Pile.DEAD, Pile.RETURNED),
        is_first=place is None,
        after=paging.pack(rows[-1].due, rows[-1].id) if has_more else None,
        form=ConfirmForm(),
    )


def retry() -> Response:
    """Do one task now."""
    task, pile = request.form.get("task", ""), _pile(request.form.get("pile", ""))
    is_number = task.isascii() and task.isdecimal() and len(task) < 19
    if not is_number:
        abort(404)
    if backlog.retry(int(task), by=visitor().public_id, at=clock.now()):
        flash(_("Task %(task)s is tried again now.", task=task), "success")
    else:
        flash(_("Task %(task)s is done already, or being done.", task=task), "info")
    return see_other("operator.tasks", pile=pile)


def retry_all() -> Response:
    """Do all tasks of one kind that were given up."""
    kind = request.form.get("kind", "")[:64]
    count = backlog.retry_dead(kind, by=visitor().public_id, at=clock.now())
    if count:
        flash(
            ngettext("One task is tried again now.", "%(num)s tasks are tried again now.", count),
            "success",
        )
    else:
        flash(_("Nothing of this kind is given up any more."), "info")
    return see_other("operator.overview")


def _pile(name: str) -> Pile:
    if name not in list(Pile):
        abort(404)
    return Pile(name)


def _failure(row: Outgoing) -> str:
    """How it last failed, in words where we have them; codes of others as they are."""
    code = row.failure or ""
    said = _SAID.fullmatch(code)
    if said:
        return str(_("The mail server said %(code)s", code=said[1]))
    return str(FAILURE_WORDS.get(code, code))
