"""The loop that does what is due: in a thread of `serve`, or in processes of its own."""

import logging
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from learning import clock, outbox
from learning.assignments import daily, reminder_actions
from learning.database import db
from learning.jobs.handlers import HANDLERS, Handler, Lane
from learning.mail import digests
from learning.outbox import Task
from learning.progress import attempt_actions
from learning.retention import retention_actions

log = logging.getLogger(__name__)

BETWEEN_LOOKS = 0.5  # seconds; a look is one indexed read
BETWEEN_ROUNDS = timedelta(seconds=10)  # between two looks at what has run out of time
BETWEEN_DAYS = timedelta(minutes=5)  # between two looks whether a new day has begun anywhere

PATIENCE = 20  # seconds that a stop waits for the task in hand


def do_next(*, at: datetime, kinds: Collection[str] | None = None) -> bool:
    """Do the task that has been due longest, of these kinds or of all; False when nothing is due.

    A task that fails is logged, with nothing it held, and tried again later; one that was tried
    too often, or that workers died of, is given up.
    """
    task = outbox.next_task(HANDLERS if kinds is None else kinds, at=at)
    if task is None:
        return False
    handler = HANDLERS[task.kind]
    if task.tries >= handler.most_tries:
        log.error("task %s %s is given up after %s tries", task.kind, task.id, task.tries)
        _give_up(task, handler, at)
    else:
        _try(task, handler, at)
    return True


def _give_up(task: Task, handler: Handler, at: datetime) -> None:
    try:
        handler.give_up(task, at)
    except SQLAlchemyError:  # the database is away: it is given up later
        raise
    except Exception:
        log.exception("giving up task %s %s failed", task.kind, task.id)
        db.session.rollback()
    outbox.give_up(task, at=at)


def _try(task: Task, handler: Handler, at: datetime) -> None:
    try:
        handler.do(task, at)
    except outbox.Ended as ending:
        db.session.rollback()
        outbox.end(task, ending, at=at)
    except outbox.NotYet as later:
        db.session.rollback()
        outbox.wait_until(task, later.until)
    except outbox.Failed as error:
        log.warning("task %s %s: %s (try %s)", task.kind, task.id, error.code, task.tries + 1)
        db.session.rollback()
        outbox.put_off(task, at=at, failure=error.code)
    except Exception as error:
        log.exception("task %s %s failed (try %s)", task.kind, task.id, task.tries + 1)
        db.session.rollback()
        outbox.put_off(task, at=at, failure=type(error).__name__)
    else:
        outbox.finish(task, at=at)


def work(app: Flask, stopping: threading.Event, lane: Lane) -> None:
    """Look for work of this lane until told to stop; what is being done then is finished first."""
    kinds = [kind for kind, handler in HANDLERS.items() if handler.lane == lane]
    next_round = next_day = clock.now()
    while not stopping.is_set():
        with app.app_context():
            try:
                now = clock.now()
                if lane == Lane.WORK and now >= next_round:
                    next_round = now + BETWEEN_ROUNDS  # first, so that a fault in it waits, too
                    _go_round(now)
                if lane == Lane.WORK and now >= next_day:
                    next_day = now + BETWEEN_DAYS
                    retention_actions.leave_today(at=now)
                    reminder_actions.leave_looks(at=now)
                    daily.leave_new_days(at=now)
                is_busy = do_next(at=now, kinds=kinds)
            except SQLAlchemyError:  # the database is away or full: the next look does it
                log.exception("background work has to wait")
                is_busy = False
            except Exception:  # one fault among all that is due must not end the others
                log.exception("a round of background work failed")
                db.session.rollback()
                is_busy = False
        if not is_busy:
            stopping.wait(BETWEEN_LOOKS)


def _go_round(at: datetime) -> None:
    """What becomes due by itself, without anybody having left it."""
    attempt_actions.hand_in_overdue(at=at)
    digests.begin_week(at=at)


def start(app: Flask) -> Callable[[], None]:
    """Work in threads of this process, one a lane; returns what stops them, their tasks finished.

    Killing the process at any moment loses nothing: what isn't marked as done is taken again.
    """
    stopping = threading.Event()
    threads = [
        threading.Thread(
            target=work, args=(app, stopping, lane), name=f"background {lane}", daemon=True
        )
        for lane in Lane
    ]
    for thread in threads:
        thread.start()

    def stop() -> None:
        stopping.set()
        for thread in threads:
            thread.join(PATIENCE)

    return stop
