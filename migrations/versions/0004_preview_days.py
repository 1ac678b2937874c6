"""Previews as of another day."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('enrolment', sa.Column('preview_days', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
