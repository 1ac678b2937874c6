"""Which reminders are settled, so that none is sent twice."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('obligation_id', KEY, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('line', sa.String(length=16), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('is_said', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'obligation_id'], ['obligation.organization_id', 'obligation.id'], name=op.f('fk_reminder_organization_id_obligation_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_reminder_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_reminder_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'obligation_id', 'due_on', 'code', name=op.f('uq_reminder_organization_id_obligation_id_due_on_code')),
    sqlite_autoincrement=True
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
