"""The migrations make exactly the schema that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from learning.cli.schema import upgrade
from learning.database import Model, db


def test_migrations_and_models_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Model.metadata) == []


def test_upgrading_twice_changes_nothing(app: Flask) -> None:
    upgrade()
    upgrade()
    with db.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0003"


def test_tenant_tables_have_composite_keys(app: Flask) -> None:
    for table in Model.metadata.tables.values():
        if "organization_id" not in table.columns or not table.foreign_keys:
            continue
        for constraint in table.foreign_key_constraints:
            parent = constraint.referred_table
            if "organization_id" in parent.columns:
                assert "organization_id" in constraint.column_keys, (table.name, constraint)
