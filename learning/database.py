"""The database: one connection policy, one way to change anything, and the tenant's key helper.

Reads run in short transactions of their own and never wait for a writer. A change runs in a
function marked `@transaction`: on SQLite behind a fair lock in `BEGIN IMMEDIATE`, on PostgreSQL
with one retry after a deadlock or serialization failure. See docs/decisions/0002-transactions.md.
"""

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

P = ParamSpec("P")
R = TypeVar("R")

SQLITE_PRAGMAS = (
    # FULL, since NORMAL loses acknowledged answers when the power goes.
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("foreign_keys", "ON"),
    ("busy_timeout", "10000"),
)
_RETRIED_STATES = {"40001", "40P01"}  # PostgreSQL: serialization_failure, deadlock_detected
# What SQLite and PostgreSQL say when a change finds no room on the disk.
_NO_ROOM = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100"}


class Model(DeclarativeBase):
    """The base of every stored row; constraints get their names by convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Committed objects stay readable: what is shown after a change needs no second look.
db = SQLAlchemy(
    model_class=Model, disable_autonaming=True, session_options={"expire_on_commit": False}
)

# SQLite numbers rows by itself only for INTEGER keys.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; refuses naive ones, since a guess about a zone is a wrong deadline."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key_column() -> MappedColumn[int]:
    """A surrogate key that is never reused."""
    return mapped_column(Key, primary_key=True, autoincrement=True)


def tenant_column() -> MappedColumn[int]:
    """The organization a row belongs to; every tenant row has one, also the smallest child."""
    return mapped_column(Key, ForeignKey("organization.id"), nullable=False)


def tenant_table(*constraints: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a tenant table: what `within_tenant` points at, and the rest."""
    return (
        UniqueConstraint("organization_id", "id"),
        *constraints,
        {"sqlite_autoincrement": True},
    )


def within_tenant(column: str, parent: str) -> ForeignKeyConstraint:
    """A foreign key that can't leave the tenant: (organization_id, column) -> parent's."""
    return ForeignKeyConstraint(
        ["organization_id", column], [f"{parent}.organization_id", f"{parent}.id"]
    )


def only_one(*columns: str, where: str, name: str) -> Index:
    """A unique index over the rows that fulfil `where`: the rule that a race can't get around."""
    condition = text(where)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class FairLock:
    """A lock that serves its waiters in the order they came; SQLite's own waiting doesn't."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextmanager
    def held(self) -> Iterator[None]:
        self._acquire()
        try:
            yield
        finally:
            self._release()

    def _acquire(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def _release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


_write_lock = FairLock()
_room_ran_out = threading.Event()
_this_thread = threading.local()


def transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function whose database work commits as one, or not at all.

    Inside another marked function it joins that one's transaction, so an answer, the completion
    and the certificate it earns commit together. What was read before is read again inside.
    """

    @functools.wraps(function)
    def changed(*args: P.args, **kwargs: P.kwargs) -> R:
        if is_writing():
            return function(*args, **kwargs)
        try:
            return _committed(lambda: function(*args, **kwargs))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _RETRIED_STATES:
                raise
            return _committed(lambda: function(*args, **kwargs))

    return changed


def is_writing() -> bool:
    """Whether this thread is inside a `@transaction` function."""
    return getattr(_this_thread, "is_writing", False)


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _committed(work: Callable[[], R]) -> R:
    # End the page's read transaction first: a read snapshot can't become a write on SQLite.
    db.session.rollback()
    # Of what an earlier change left readable, nothing may be decided on: others go on meanwhile.
    db.session.expire_all()
    if not is_sqlite():
        return _run(work)
    with _write_lock.held():
        return _run(work)


def _run(work: Callable[[], R]) -> R:
    _this_thread.is_writing = True
    try:
        result = work()
        db.session.commit()
        _room_ran_out.clear()
        return result
    except BaseException as error:
        if isinstance(error, DBAPIError) and is_without_room(error):
            _room_ran_out.set()
        db.session.rollback()
        raise
    finally:
        _this_thread.is_writing = False


def is_reachable() -> bool:
    """Whether the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def is_without_room(error: DBAPIError) -> bool:
    """Whether a change failed since the disk is full."""
    said = {getattr(error.orig, name, None) for name in ("sqlite_errorname", "sqlstate")}
    return not _NO_ROOM.isdisjoint(said)


def has_room() -> bool:
    """Whether changes can be stored; after one that couldn't, this tries it again."""
    if _room_ran_out.is_set():
        with suppress(DBAPIError):
            _change_nothing()
    return not _room_ran_out.is_set()


@transaction
def _change_nothing() -> None:
    """Write a page to the disk and leave everything as it was."""
    on_postgresql = "CREATE TEMPORARY TABLE room () ON COMMIT DROP"
    db.session.execute(text("PRAGMA user_version = 0" if is_sqlite() else on_postgresql))


def prepare_engine(engine: Engine) -> None:
    """Set the connection policy of a new engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below says BEGIN, not sqlite3
    cursor = connection.cursor()
    for name, value in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")
