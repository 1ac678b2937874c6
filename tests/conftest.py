"""What tests are given: an application on a fresh database, its people, and page clients."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from xdist.scheduler import LoadScopeScheduling

from learning.app import create_app
from learning.database import db
from tests.databases import PostgresqlTemplates, SqliteTemplates, config_for, forget_power_cuts
from tests.pages import PageClient
from tests.people import People, make_people
from tests.routes import CompiledOnce

# The same cases every time, so that a red suite means a change; the long run looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("search" if os.environ.get("LONG") else "suite")


Flask.url_rule_class = CompiledOnce


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Each test goes to whichever worker is free; files whose preparation is dear go as a whole.

    The mark for groups, xdist_group, does nothing with pytest 9.2: it writes to an attribute that
    names no longer come from.
    """

    FILES = ("tests/journeys/", "tests/articles/test_hostile_files", "tests/articles/test_corpus")

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(self.FILES) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    return SqliteTemplates(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_templates() -> Iterator[PostgresqlTemplates]:
    templates = PostgresqlTemplates()
    yield templates
    templates.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database; each test that stores anything runs on both."""
    templates = request.getfixturevalue(f"{request.param}_templates")
    yield from templates.fresh()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests: each has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    database_url: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The application on a fresh database, inside its context."""
    app = create_app(config_for(tmp_path, database_url))
    app.jinja_env.bytecode_cache = compiled_templates
    app.config["RATELIMIT_ENABLED"] = False
    forget_power_cuts(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> People:
    """Alice, Bob, Charlie, Dana and Erin."""
    return make_people()


@pytest.fixture
def stranger(app: Flask) -> PageClient:
    """A browser that is signed in as nobody."""
    return PageClient(app)


@pytest.fixture
def alice(app: Flask, people: People) -> PageClient:
    """Trainer."""
    return PageClient(app).sign_in(people.alice)


@pytest.fixture
def bob(app: Flask, people: People) -> PageClient:
    """Learner in Alice's organization."""
    return PageClient(app).sign_in(people.bob)


@pytest.fixture
def charlie(app: Flask, people: People) -> PageClient:
    """A person of no organization."""
    return PageClient(app).sign_in(people.charlie)


@pytest.fixture
def dana(app: Flask, people: People) -> PageClient:
    """Admin of Alice's organization."""
    return PageClient(app).sign_in(people.dana)


@pytest.fixture
def erin(app: Flask, people: People) -> PageClient:
    """Admin of another organization."""
    return PageClient(app).sign_in(people.erin)
