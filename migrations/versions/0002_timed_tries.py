"""Timed tries: when they end, whether the module was reread, which tries were granted."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('module_progress', sa.Column('reread_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('module_progress', sa.Column('granted_tries', sa.Integer(), nullable=False, server_default='0'))
    op.create_index(
        'ix_attempt_deadline', 'attempt', ['deadline'],
        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
