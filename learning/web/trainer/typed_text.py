"""What editors type, kept while they type: receiving it from a page's script, showing it again."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from learning import clock, waiting
from learning.accounts import queries as accounts
from learning.errors import RuleBroken
from learning.waiting import Closing, Row, Typed
from learning.web.errors import sentence_for
from learning.web.visitor import visitor

Answer = tuple[dict[str, object], int]
_WINDOW = re.compile(r"[0-9a-z]{8,40}")
MOST_AFTER = 4
# Far more than any editor's form has, and few enough to be sent again with all else that it has.
MOST_VALUES = 500
_MOST_COUNTED = 2**31


@dataclass(frozen=True)
class WaitingText:
    """Waiting text as a page shows it.

    `is_behind`: somebody has saved since it was begun; `is_abandoned`: others may put it away.
    """

    mark: str
    is_own: bool
    name: str
    at: datetime
    is_behind: bool
    is_abandoned: bool
    revision: int
    values: MultiDict[str, str]


def shown(row: Row, revision: int) -> WaitingText | None:
    """The text that waits on a module or question; `revision` is its own now."""
    found = waiting.waiting_on(row)
    if found is None or row.waiting_by is None or row.waiting_at is None:
        return None
    names = accounts.names_by_public_id({row.waiting_by})
    return WaitingText(
        mark=found.mark,
        is_own=row.waiting_by == visitor().public_id,
        name=names.get(row.waiting_by, ""),
        at=row.waiting_at,
        is_behind=found.revision != revision,
        is_abandoned=clock.now() - row.waiting_at >= waiting.ABANDONED_AFTER,
        revision=found.revision,
        values=MultiDict(found.values),
    )


def received(fields: Collection[str], longest: int) -> Typed:
    """What a page's script has sent. Of the form only `fields` are kept, and their rows.

    Raises RuleBroken typed-too-long.
    """
    form = request.form
    values = tuple(
        (name, value) for name, value in form.items(multi=True) if name.partition("-")[0] in fields
    )
    length = sum(len(name) + len(value) for name, value in values)
    if length > longest or len(values) > MOST_VALUES:
        raise RuleBroken("typed-too-long")
    window, number = _window(), form.get("number", 0, type=int)
    revision = form.get("revision", 0, type=int)
    if not window or not 0 < number < _MOST_COUNTED or not 0 < revision < _MOST_COUNTED:
        abort(400)  # no page of ours sends this
    return Typed(window, number, _after(), revision, values)


def closing() -> Closing:
    """The window that has sent this form to be saved; without the script it has no name."""
    return Closing(_window(), _after(), visitor().public_id)


def taken_over() -> str:
    """The marks that a page carries on which a sent form is shown again, not saved yet."""
    return " ".join(filter(None, (_window(), *_after())))


def answered(row: Row, keep: Callable[[], None], *, revision: int, at: datetime) -> Answer:
    """Keep it, and say truthfully what came of it. 409 with the reason if it is not kept."""
    try:
        keep()
    except RuleBroken as error:
        other = shown(row, revision)
        told = {"name": other.name, "at": other.at.isoformat()} if other else {}
        return {"state": error.code, "message": sentence_for(error), **told}, 409
    found = waiting.waiting_on(row)
    is_behind = found is not None and found.revision != revision
    return {"at": at.isoformat(), "is_behind": is_behind}, 200


def _window() -> str:
    window = request.form.get("window", "")
    return window if _WINDOW.fullmatch(window) else ""


def _after() -> tuple[str, ...]:
    return tuple(request.form.get("after", "")[:400].split()[:MOST_AFTER])


def discarded(discard: Callable[[str, Closing], None]) -> None:
    """Put the text away that the page names, by `discard`, and say what came of it."""
    try:
        discard(request.form.get("mark", ""), closing())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("It is discarded. This is what is stored."), "success")
