"""The loop that does what is due: in a thread of `serve`, or in processes of its own."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from learning import clock, outbox
from learning.database import db
from learning.jobs import daily
from learning.jobs.handlers import HANDLERS
from learning.progress import attempt_actions

log = logging.getLogger(__name__)

BETWEEN_LOOKS = 0.5  # seconds; a look is one indexed read
BETWEEN_ROUNDS = timedelta(seconds=10)  # between two looks at what has run out of time

PATIENCE = 20  # seconds that a stop waits for the task in hand


def do_next(*, at: datetime) -> bool:
    """Do the task that has been due longest; False when nothing is due.

    A task that fails is logged, with nothing it held, and tried again later; one that was tried
    too often, or that workers died of, is given up.
    """
    task = outbox.next_task(HANDLERS, at=at)
    if task is None:
        return False
    handler = HANDLERS[task.kind]
    if task.is_exhausted:
        log.error("task %s %s is given up after %s tries", task.kind, task.id, task.tries)
        handler.give_up(task, at)
        outbox.give_up(task)
        return True
    try:
        handler.do(task, at)
    except Exception:
        log.exception("task %s %s failed (try %s)", task.kind, task.id, task.tries + 1)
        db.session.rollback()
        outbox.put_off(task, at=at)
    else:
        outbox.finish(task)
    return True


def work(app: Flask, stopping: threading.Event) -> None:
    """Look for work until told to stop; what is being done then is finished first."""
    next_round = clock.now()
    while not stopping.is_set():
        with app.app_context():
            try:
                now = clock.now()
                if now >= next_round:
                    attempt_actions.hand_in_overdue(at=now)
                    daily.leave_todays(at=now)
                    next_round = now + BETWEEN_ROUNDS
                is_busy = do_next(at=now)
            except SQLAlchemyError:  # the database is away or full: the next look does it
                log.exception("background work has to wait")
                is_busy = False
        if not is_busy:
            stopping.wait(BETWEEN_LOOKS)


def start(app: Flask) -> Callable[[], None]:
    """Work in a thread of this process; returns what stops it, once its task is finished.

    Killing the process at any moment loses nothing: what isn't marked as done is taken again.
    """
    stopping = threading.Event()
    thread = threading.Thread(
        target=work, args=(app, stopping), name="background work", daemon=True
    )
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(PATIENCE)

    return stop
