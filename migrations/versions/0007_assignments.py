"""Assignments: rules, their versions, obligations with their history, exemptions."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
APPEND_ONLY = ('rule_version', 'obligation_event')


def upgrade() -> None:
    op.create_table('assignment_rule',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('settings', sa.Text(), nullable=False),
    sa.Column('latest_number', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_assignment_rule_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_rule')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_assignment_rule_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assignment_rule_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_assignment_rule_state', 'assignment_rule', ['state', 'organization_id'], unique=False)
    op.create_table('rule_application',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('rule_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('people_done', sa.Integer(), nullable=False),
    sa.Column('place', KEY, nullable=False),
    sa.Column('counts', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id', 'rule_id'], ['assignment_rule.organization_id', 'assignment_rule.id'], name=op.f('fk_rule_application_organization_id_rule_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_rule_application_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_application')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_rule_application_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'rule_id', 'number', name=op.f('uq_rule_application_organization_id_rule_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rule_application_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('uq_rule_application_running', 'rule_application', ['organization_id', 'rule_id'], unique=True, sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
    op.create_table('rule_version',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('rule_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('settings', sa.Text(), nullable=False),
    sa.Column('is_for_present', sa.Boolean(), nullable=False),
    sa.Column('undoes', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'rule_id'], ['assignment_rule.organization_id', 'assignment_rule.id'], name=op.f('fk_rule_version_organization_id_rule_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_rule_version_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_version')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_rule_version_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'rule_id', 'number', name=op.f('uq_rule_version_organization_id_rule_id_number')),
    sqlite_autoincrement=True
    )
    op.create_table('exemption',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('membership_id', KEY, nullable=False),
    sa.Column('rule_id', KEY, nullable=True),
    sa.Column('course_id', KEY, nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by', sa.String(length=64), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('rule_id IS NOT NULL OR course_id IS NOT NULL', name=op.f('ck_exemption_about')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['course.organization_id', 'course.id'], name=op.f('fk_exemption_organization_id_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_exemption_organization_id_membership_id')),
    sa.ForeignKeyConstraint(['organization_id', 'rule_id'], ['assignment_rule.organization_id', 'assignment_rule.id'], name=op.f('fk_exemption_organization_id_rule_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_exemption_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exemption')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_exemption_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_exemption_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_exemption_membership', 'exemption', ['organization_id', 'membership_id'], unique=False)
    op.create_table('obligation',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('rule_id', KEY, nullable=False),
    sa.Column('membership_id', KEY, nullable=False),
    sa.Column('course_id', KEY, nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('overdue_on', sa.Date(), nullable=False),
    sa.Column('renews_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('completion_id', KEY, nullable=True),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('events', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'completion_id'], ['completion.organization_id', 'completion.id'], name=op.f('fk_obligation_organization_id_completion_id')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['course.organization_id', 'course.id'], name=op.f('fk_obligation_organization_id_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_obligation_organization_id_membership_id')),
    sa.ForeignKeyConstraint(['organization_id', 'rule_id'], ['assignment_rule.organization_id', 'assignment_rule.id'], name=op.f('fk_obligation_organization_id_rule_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_obligation_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligation')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_obligation_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'rule_id', 'membership_id', 'course_id', 'round', name=op.f('uq_obligation_organization_id_rule_id_membership_id_course_id_round')),
    sa.UniqueConstraint('public_id', name=op.f('uq_obligation_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_obligation_course', 'obligation', ['organization_id', 'course_id', 'id'], unique=False)
    op.create_index('ix_obligation_due', 'obligation', ['organization_id', 'state', 'due_on', 'id'], unique=False)
    op.create_index('ix_obligation_membership', 'obligation', ['organization_id', 'membership_id', 'state'], unique=False)
    op.create_index('ix_obligation_overdue', 'obligation', ['organization_id', 'state', 'overdue_on', 'id'], unique=False)
    op.create_index('ix_obligation_renews', 'obligation', ['organization_id', 'rule_id', 'state', 'renews_on'], unique=False)
    op.create_index('ix_obligation_rule', 'obligation', ['organization_id', 'rule_id', 'state', 'due_on', 'id'], unique=False)
    op.create_table('obligation_event',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('obligation_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('rule_version', sa.Integer(), nullable=False),
    sa.Column('old', sa.Text(), nullable=True),
    sa.Column('new', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'obligation_id'], ['obligation.organization_id', 'obligation.id'], name=op.f('fk_obligation_event_organization_id_obligation_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_obligation_event_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligation_event')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_obligation_event_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'obligation_id', 'number', name=op.f('uq_obligation_event_organization_id_obligation_id_number')),
    sqlite_autoincrement=True
    )
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _refuse(act, table)


def _refuse(act: str, table: str) -> None:
    name = f"{table}_refuses_{act.lower()}"
    message = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
