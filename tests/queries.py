"""What is asked of the database meanwhile, so that a test can say how much is too much."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from learning.database import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to the database in this block, as SQL."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def reading(said: list[str]) -> list[str]:
    """Of these statements those that read."""
    return [each for each in said if each.lstrip().upper().startswith(("SELECT", "WITH"))]
