"""Growth: more courses, learners and answers, as copies of rows that actions have made."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learning.identifiers import public_id

Row = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How many of each there are in a database."""

    courses: int
    learners: int
    answers: int


def size_of(folder: Path) -> Size:
    with _opened(folder) as connection:
        return Size(*(_count(connection, table) for table in ("course", "membership", "answer")))


def checked_answers(folder: Path) -> int:
    """How many answers are checked and stored."""
    with _opened(folder) as connection:
        return int(
            connection.execute(
                "SELECT count(*) FROM answer WHERE checked_at IS NOT NULL"
            ).fetchone()[0]
        )


def grow(folder: Path, wanted: Size) -> None:
    """Add courses, then learners on the first course, then answers of theirs, up to `wanted`."""
    with _opened(folder) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        _add_courses(connection, wanted.courses - _count(connection, "course"))
        _add_learners(connection, wanted.learners - _count(connection, "membership"))
        _add_answers(connection, wanted.answers - _count(connection, "answer"))
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        assert broken is None, f"growth broke a foreign key: {tuple(broken)}"


class _opened:
    """A connection to a folder's database, closed in the end."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "waymark.db", isolation_level=None)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


def _add_courses(connection: sqlite3.Connection, count: int) -> None:
    course = _first(connection, "course", "state = 'published'")
    version = _first(connection, "course_version", "course_id = ?", course["id"])
    modules = _rows(connection, "module_version", "course_version_id = ?", version["id"])
    courses, versions = _free_id(connection, "course"), _free_id(connection, "course_version")
    title = "Lifting without pain, part {:04}".format
    _insert(connection, "course", (
        {**course, "id": courses + n, "public_id": public_id(), "family": public_id(),
         "address": f"lifting-{n:04}", "title": title(n)}
        for n in range(count)
    ))  # fmt: skip
    _insert(connection, "course_version", (
        {**version, "id": versions + n, "public_id": public_id(), "course_id": courses + n,
         "title": title(n)}
        for n in range(count)
    ))  # fmt: skip
    _insert(connection, "module_version", (
        {**module, "id": None, "course_version_id": versions + n}
        for n in range(count) for module in modules
    ))  # fmt: skip


def _add_learners(connection: sqlite3.Connection, count: int) -> None:
    """People with a membership and an enrolment on the first course, as far as a reader is."""
    opened = _first(connection, "module_progress", "passing_attempt_id IS NULL")
    enrolment = _first(connection, "enrolment", "id = ?", opened["enrolment_id"])
    progress = _rows(connection, "module_progress", "enrolment_id = ?", enrolment["id"])
    membership = _first(connection, "membership", "id = ?", enrolment["membership_id"])
    person = _first(connection, "person", "id = ?", membership["person_id"])
    address = _first(connection, "email_address", "person_id = ?", person["id"])
    people, members, enrolments = (
        _free_id(connection, table) for table in ("person", "membership", "enrolment")
    )
    name = "Learner {:06}".format

    def copies(table: str, row: Row, changes: Callable[[int], Row]) -> None:
        _insert(connection, table, ({**row, **changes(n)} for n in range(count)))

    copies("person", person, lambda n: {
        "id": people + n, "public_id": public_id(), "name": name(people + n)})  # fmt: skip
    copies("email_address", address, lambda n: {
        "id": None, "person_id": people + n, "address": f"learner-{people + n}@bench.example",
    })  # fmt: skip
    copies("membership", membership, lambda n: {
        "id": members + n, "public_id": public_id(), "person_id": people + n,
        "name": name(people + n)})  # fmt: skip
    copies("enrolment", enrolment, lambda n: {
        "id": enrolments + n, "public_id": public_id(), "membership_id": members + n,
        "learner": name(people + n)})  # fmt: skip
    _insert(connection, "module_progress", (
        {**row, "id": None, "enrolment_id": enrolments + n}
        for n in range(count) for row in progress
    ))  # fmt: skip


def _add_answers(connection: sqlite3.Connection, count: int) -> None:
    """Finished attempts with all their answers, spread over the learners of the first course."""
    attempt = _first(connection, "attempt", "state = 'closed' AND items > 3")
    answers = _rows(connection, "answer", "attempt_id = ?", attempt["id"])
    enrolments = [row["id"] for row in connection.execute("SELECT id FROM enrolment ORDER BY id")]
    attempts, number = _free_id(connection, "attempt"), -(-count // len(answers))
    _insert(connection, "attempt", (
        {**attempt, "id": attempts + n, "public_id": public_id(),
         "enrolment_id": enrolments[-1 - n % len(enrolments)],
         "number": 100 + n // len(enrolments)}
        for n in range(number)
    ))  # fmt: skip
    _insert(connection, "answer", (
        {**answers[n % len(answers)], "id": None, "attempt_id": attempts + n // len(answers)}
        for n in range(count)
    ))  # fmt: skip


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns = ", ".join(f'"{name}"' for name in first)
    places = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _rows(connection: sqlite3.Connection, table: str, where: str, *values: object) -> list[Row]:
    query = f"SELECT * FROM {table} WHERE {where}"  # noqa: S608 - our own names
    return [dict(row) for row in connection.execute(query, values)]


def _first(connection: sqlite3.Connection, table: str, where: str, *values: object) -> Row:
    return _rows(connection, table, f"{where} LIMIT 1", *values)[0]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _free_id(connection: sqlite3.Connection, table: str) -> int:
    row = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608
    return int(row[0] or 0) + 1
