"""Groups, invitations and lists of people; what mail and erasure need."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('member_group',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('folded_name', sa.String(length=400), nullable=False),
    sa.Column('parent_id', KEY, nullable=True),
    sa.Column('manager_id', KEY, nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id', 'manager_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_member_group_organization_id_manager_id')),
    sa.ForeignKeyConstraint(['organization_id', 'parent_id'], ['member_group.organization_id', 'member_group.id'], name=op.f('fk_member_group_organization_id_parent_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_member_group_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_group')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_member_group_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_member_group_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('uq_member_group_folded_name', 'member_group', ['organization_id', 'folded_name'], unique=True, sqlite_where=sa.text('removed_at IS NULL'), postgresql_where=sa.text('removed_at IS NULL'))
    op.create_table('people_import',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('file_id', KEY, nullable=True),
    sa.Column('file_name', sa.String(length=300), nullable=False),
    sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('choices', sa.Text(), nullable=False),
    sa.Column('problems', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id', 'file_id'], ['stored_file.organization_id', 'stored_file.id'], name=op.f('fk_people_import_organization_id_file_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_people_import_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people_import')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_people_import_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_people_import_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_people_import_organization_id_id', 'people_import', ['organization_id', 'id'], unique=False)
    op.create_table('group_membership',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.Column('membership_id', KEY, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id', 'group_id'], ['member_group.organization_id', 'member_group.id'], name=op.f('fk_group_membership_organization_id_group_id')),
    sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_group_membership_organization_id_membership_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_group_membership_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_membership')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_group_membership_organization_id_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_group_membership_membership_id', 'group_membership', ['organization_id', 'membership_id'], unique=False)
    op.create_index('uq_group_membership_current', 'group_membership', ['organization_id', 'group_id', 'membership_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
    op.create_table('invitation',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('membership_id', KEY, nullable=True),
    sa.Column('group_id', KEY, nullable=True),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=True),
    sa.Column('most_uses', sa.Integer(), nullable=True),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sendings', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id', 'group_id'], ['member_group.organization_id', 'member_group.id'], name=op.f('fk_invitation_organization_id_group_id')),
    sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_invitation_organization_id_membership_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_invitation_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('code', name=op.f('uq_invitation_code')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_invitation_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_invitation_organization_id_id', 'invitation', ['organization_id', 'id'], unique=False)
    op.create_index('uq_invitation_open', 'invitation', ['organization_id', 'membership_id'], unique=True, sqlite_where=sa.text("state = 'open' AND membership_id IS NOT NULL"), postgresql_where=sa.text("state = 'open' AND membership_id IS NOT NULL"))
    op.create_table('trainer_limit',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('membership_id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'group_id'], ['member_group.organization_id', 'member_group.id'], name=op.f('fk_trainer_limit_organization_id_group_id')),
    sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['membership.organization_id', 'membership.id'], name=op.f('fk_trainer_limit_organization_id_membership_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_trainer_limit_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainer_limit')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_trainer_limit_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'membership_id', 'group_id', name=op.f('uq_trainer_limit_organization_id_membership_id_group_id')),
    sqlite_autoincrement=True
    )
    op.drop_index('ix_audit_entry_organization_id_id', 'audit_entry')
    op.create_index('ix_audit_entry_at', 'audit_entry', ['organization_id', 'at', 'id'], unique=False)
    op.create_index('ix_audit_entry_about', 'audit_entry', ['organization_id', 'about', 'at', 'id'], unique=False)
    op.create_index('ix_audit_entry_act', 'audit_entry', ['organization_id', 'act', 'at', 'id'], unique=False)
    op.create_index('ix_audit_entry_by', 'audit_entry', ['organization_id', 'by', 'at', 'id'], unique=False)
    op.add_column('email_address', sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_membership_contact_address', 'membership', ['organization_id', 'contact_address'], unique=False)
    op.create_index('ix_membership_manager_id', 'membership', ['organization_id', 'manager_id'], unique=False)
    op.add_column('membership', sa.Column('merged_into', sa.String(length=26), nullable=True))
    op.create_index('uq_membership_invited', 'membership', ['organization_id', 'contact_address'], unique=True, sqlite_where=sa.text("state = 'invited'"), postgresql_where=sa.text("state = 'invited'"))
    op.add_column('outgoing', sa.Column('about', sa.String(length=64), nullable=True))
    op.add_column('outgoing', sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('outgoing', sa.Column('failure', sa.String(length=64), nullable=True))
    op.create_index('ix_outgoing_about_id', 'outgoing', ['about', 'id'], unique=False)
    op.add_column('person', sa.Column('mail_choices', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('person', sa.Column('erase_at', sa.DateTime(timezone=True), nullable=True))
    # Nothing has written tokens so far; their codes are computed now, not stored.
    op.drop_table('token')
    op.create_table('token',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', KEY, nullable=True),
    sa.Column('purpose', sa.String(length=32), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_token')),
    sa.UniqueConstraint('public_id', name=op.f('uq_token_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_token_person_id', 'token', ['person_id'], unique=False)
    op.add_column('membership', sa.Column('erase_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table('data_export',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('parts_done', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_data_export_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_export')),
    sa.UniqueConstraint('public_id', name=op.f('uq_data_export_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_data_export_person_id_id', 'data_export', ['person_id', 'id'], unique=False)
    op.create_index('uq_data_export_waiting', 'data_export', ['person_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
    op.create_table('link_request',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_request')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_link_request_account_at', 'link_request', ['account', 'at'], unique=False)
    op.create_index('ix_link_request_network_at', 'link_request', ['network', 'at'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
