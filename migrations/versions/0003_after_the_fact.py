"""After the fact: learners' reports, corrections of questions, and the results they changed."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
APPEND_ONLY = ('question_correction', 'regrade')


def upgrade() -> None:
    op.create_table('question_correction',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('question_id', KEY, nullable=False),
    sa.Column('question_version_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('policy', sa.String(length=16), nullable=False),
    sa.Column('key_version_id', KEY, nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_question_correction_organization_id')),
    sa.ForeignKeyConstraint(['organization_id', 'key_version_id'], ['question_version.organization_id', 'question_version.id'], name=op.f('fk_question_correction_organization_id_key_version_id')),
    sa.ForeignKeyConstraint(['organization_id', 'question_id'], ['question.organization_id', 'question.id'], name=op.f('fk_question_correction_organization_id_question_id')),
    sa.ForeignKeyConstraint(['organization_id', 'question_version_id'], ['question_version.organization_id', 'question_version.id'], name=op.f('fk_question_correction_organization_id_question_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_correction')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_question_correction_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'question_id', 'number', name=op.f('uq_question_correction_organization_id_question_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_correction_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_question_correction_version', 'question_correction', ['organization_id', 'question_version_id'], unique=False)
    op.create_table('question_report',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('answer_id', KEY, nullable=False),
    sa.Column('course_id', KEY, nullable=False),
    sa.Column('question_version_id', KEY, nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('comment', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_by', sa.String(length=64), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_question_report_organization_id')),
    sa.ForeignKeyConstraint(['organization_id', 'answer_id'], ['answer.organization_id', 'answer.id'], name=op.f('fk_question_report_organization_id_answer_id')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['course.organization_id', 'course.id'], name=op.f('fk_question_report_organization_id_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'question_version_id'], ['question_version.organization_id', 'question_version.id'], name=op.f('fk_question_report_organization_id_question_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_report')),
    sa.UniqueConstraint('organization_id', 'answer_id', name=op.f('uq_question_report_organization_id_answer_id')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_question_report_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_report_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_question_report_course', 'question_report', ['organization_id', 'course_id', 'state', 'reported_at', 'id'], unique=False)
    op.create_index('ix_question_report_version', 'question_report', ['organization_id', 'question_version_id'], unique=False)
    op.create_table('regrade',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('correction_id', KEY, nullable=False),
    sa.Column('enrolment_id', KEY, nullable=False),
    sa.Column('attempt_id', KEY, nullable=False),
    sa.Column('answer_id', KEY, nullable=False),
    sa.Column('is_after_closing', sa.Boolean(), nullable=False),
    sa.Column('old_earned', sa.Integer(), nullable=False),
    sa.Column('old_possible', sa.Integer(), nullable=False),
    sa.Column('new_earned', sa.Integer(), nullable=False),
    sa.Column('new_possible', sa.Integer(), nullable=False),
    sa.Column('old_correct', sa.Integer(), nullable=False),
    sa.Column('new_correct', sa.Integer(), nullable=False),
    sa.Column('was_passed', sa.Boolean(), nullable=False),
    sa.Column('is_passed', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_regrade_organization_id')),
    sa.ForeignKeyConstraint(['organization_id', 'answer_id'], ['answer.organization_id', 'answer.id'], name=op.f('fk_regrade_organization_id_answer_id')),
    sa.ForeignKeyConstraint(['organization_id', 'attempt_id'], ['attempt.organization_id', 'attempt.id'], name=op.f('fk_regrade_organization_id_attempt_id')),
    sa.ForeignKeyConstraint(['organization_id', 'correction_id'], ['question_correction.organization_id', 'question_correction.id'], name=op.f('fk_regrade_organization_id_correction_id')),
    sa.ForeignKeyConstraint(['organization_id', 'enrolment_id'], ['enrolment.organization_id', 'enrolment.id'], name=op.f('fk_regrade_organization_id_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade')),
    sa.UniqueConstraint('organization_id', 'correction_id', 'attempt_id', name=op.f('uq_regrade_organization_id_correction_id_attempt_id')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_regrade_organization_id_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_regrade_attempt', 'regrade', ['organization_id', 'attempt_id'], unique=False)
    op.create_index('ix_regrade_enrolment', 'regrade', ['organization_id', 'enrolment_id', 'at'], unique=False)
    for table in APPEND_ONLY:
        _refuse("UPDATE", table)
        _refuse("DELETE", table)


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
