"""Bringing the database to the newest schema."""

import logging

from flask_migrate import upgrade as migrate


def upgrade() -> None:
    """Run the migrations that are missing; nothing happens if there are none."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    migrate()
