"""The product with something in every state, answering in this process.

So the templates a page was made of are known, and what a test has done can be undone.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from learning import clock
from learning.accounts.models import SignInSession
from learning.database import db
from learning.jobs import working
from tests.post import letter, path_in


@dataclass
class World:
    """The product with something in every state, and where it is to be seen."""

    app: Flask
    address: str
    places: dict[str, dict[str, str]]
    as_made: sqlite3.Connection
    # The templates that the pages of this test were made of.
    rendered: set[str] = field(default_factory=set)

    def begin_again(self) -> None:
        """Everything as it was made: no test sees what another has done, whichever comes first."""
        with self.app.app_context(), _stored() as stored:
            self.as_made.backup(stored)
        self.rendered.clear()

    def note(self, _app: Flask, template: Any, **_context: Any) -> None:
        """Remember a template that a page is made of."""
        self.rendered.add(template.name)

    def end_all_sign_ins(self) -> None:
        """Sign everybody out, in all their browsers."""
        with self.app.app_context():
            db.session.execute(update(SignInSession).values(ended_at=clock.now()))
            db.session.commit()
            db.session.remove()

    def link(self, kind: str) -> str:
        """Where the newest message of this kind leads."""
        with self.app.app_context():
            return path_in(letter(self.app, kind))

    def work(self) -> None:
        """Do what waits to be done."""
        with self.app.app_context():
            while working.do_next(at=clock.now()):
                pass


def snapshot() -> sqlite3.Connection:
    """A copy, in memory, of all that is in the database now."""
    copy = sqlite3.connect(":memory:")
    with _stored() as stored:
        stored.backup(copy)
    return copy


def _stored() -> closing[sqlite3.Connection]:
    """A connection that is closed at once, beside those of the application."""
    return closing(sqlite3.connect(str(db.engine.url.database)))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application at an address of its own, answering in threads of this process."""

    class Silent(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:
            pass

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
