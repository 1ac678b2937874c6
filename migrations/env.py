"""Runs the migrations on the application's own engine, so its connection policy holds here too."""

from alembic import context
from flask import current_app

from learning.database import Model, db


def run() -> None:
    """Upgrade or compare, in one transaction on both databases."""
    assert current_app
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            transaction_per_migration=False,
            transactional_ddl=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
