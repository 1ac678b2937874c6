"""create_app(config): the one place where everything is wired together."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from config import Config
from learning import audit, files, outbox  # noqa: F401  (their tables belong to the schema)
from learning.database import db, prepare_engine
from learning.retention import models as retention  # noqa: F401
from learning.web import site

PROJECT = Path(__file__).resolve().parents[1]


def create_app(config: Config) -> Flask:
    """The application on one database. Makes the data folder; changes nothing else."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "learning",
        root_path=str(PROJECT),
        template_folder="templates",
        static_folder=None,
        instance_path=str(config.data_folder),
    )
    app.extensions["waymark-config"] = config
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(PROJECT / "migrations"))
    site.init_app(app, config)
    return app


def _engine_options(config: Config) -> dict[str, object]:
    if config.is_postgresql:
        return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    # More threads than connections would wait for each other while one of them holds the lock.
    return {"pool_size": 32, "max_overflow": 32}
