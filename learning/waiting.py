"""Text that somebody has typed and not saved yet: which of it is kept, and what comes too late.

A window of a browser sends what stands in its form, numbered; of two editors the first one's text
stays. See docs/decisions/0012-text-that-waits-to-be-saved.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from learning import canonical
from learning.errors import RuleBroken

# How many windows are remembered as closed: far more than can have something under way.
REMEMBERED = 20
# From then on others may put a text away, too.
ABANDONED_AFTER = timedelta(days=1)

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Typed:
    """A form as it stands in a window.

    `number` counts what that window has sent, `after` are the marks of texts that it took over,
    `revision` is the save on which it rests.
    """

    window: str
    number: int
    after: tuple[str, ...]
    revision: int
    values: Values


@dataclass(frozen=True)
class Waiting:
    """What is kept of it."""

    window: str
    number: int
    revision: int
    values: Values

    @property
    def mark(self) -> str:
        """What names this text, for the page that shows it."""
        return f"{self.window}:{self.number}"


@dataclass(frozen=True)
class Closing:
    """A window that has saved, so that its text waits no more; `after` as in Typed."""

    window: str
    after: tuple[str, ...]
    by: str


class Row(Protocol):
    """What text waits on: a module, a question. `waiting_by` is None while nothing waits."""

    waiting: str | None
    waiting_by: str | None
    waiting_at: datetime | None


def waiting_on(row: Row) -> Waiting | None:
    """The text that waits there."""
    return _stored(row)[0]


def keep(row: Row, typed: Typed, *, by: str, at: datetime) -> None:
    """Let this text wait, in the place of what the same window has sent before.

    One that arrives after a newer one of its window changes nothing. Raises RuleBroken
    typing-closed after its window has saved or discarded, typed-by-another while another person's
    text waits, and typed-elsewhere while one's own of another window does.
    """
    waiting, closed = _stored(row)
    if typed.window in closed:
        raise RuleBroken("typing-closed")
    if waiting is not None:
        if row.waiting_by != by:
            raise RuleBroken("typed-by-another")
        if typed.window == waiting.window:
            if typed.number <= waiting.number:
                return
        elif not _took_over(waiting, typed.after):
            raise RuleBroken("typed-elsewhere")
    _store(row, Waiting(typed.window, typed.number, typed.revision, typed.values), closed)
    row.waiting_by, row.waiting_at = by, at


def close(row: Row, closing: Closing) -> None:
    """A window has saved: nothing of it waits any more, nor is anything of it kept again.

    What else waits goes on waiting: another person's text, and one's own that this window never
    showed.
    """
    waiting, closed = _stored(row)
    if closing.window:
        closed = (*(window for window in closed if window != closing.window), closing.window)
    is_own = waiting is not None and row.waiting_by == closing.by
    if waiting is not None and is_own and _took_over(waiting, (closing.window, *closing.after)):
        closed = (*closed, waiting.window) if waiting.window != closing.window else closed
        waiting = None
    _store(row, waiting, closed[-REMEMBERED:])
    if waiting is None:
        row.waiting_by = row.waiting_at = None


def discard(row: Row, mark: str, closing: Closing, *, at: datetime) -> None:
    """Put the text away that this mark names, also if its window has sent more since.

    `closing` is the window in which that is said. Raises RuleBroken typed-by-another for another
    person's text of less than a day ago.
    """
    waiting, closed = _stored(row)
    window = mark.partition(":")[0]
    if waiting is None or row.waiting_at is None or row.waiting_by == closing.by:
        close(row, replace(closing, after=(*closing.after, window)))
    elif waiting.window == window:
        if at - row.waiting_at < ABANDONED_AFTER:
            raise RuleBroken("typed-by-another")
        _store(row, None, (*closed, window)[-REMEMBERED:])
        row.waiting_by = row.waiting_at = None


def _took_over(waiting: Waiting, marks: tuple[str, ...]) -> bool:
    """A mark without a number names whatever its window has sent last."""
    return waiting.window in marks or waiting.mark in marks


def _stored(row: Row) -> tuple[Waiting | None, tuple[str, ...]]:
    if row.waiting is None:
        return None, ()
    value = canonical.parse(row.waiting)
    text = value.get("text")
    waiting = text and Waiting(
        text["window"],
        text["number"],
        text["revision"],
        tuple((name, typed) for name, typed in text["values"]),
    )
    return waiting or None, tuple(value["closed"])


def _store(row: Row, waiting: Waiting | None, closed: tuple[str, ...]) -> None:
    if waiting is None and not closed:
        row.waiting = None
        return
    text = vars(waiting) if waiting else None
    row.waiting = canonical.text({"closed": list(closed), **({"text": text} if text else {})})
