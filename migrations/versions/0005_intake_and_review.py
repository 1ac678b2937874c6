"""Intake of articles as a job, drafted questions and their review, texts that wait to be saved."""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('article_version', sa.Column('address', sa.Text(), nullable=True))
    for table in ('module', 'question'):
        op.add_column(table, sa.Column('waiting', sa.Text(), nullable=True))
        op.add_column(table, sa.Column('waiting_by', sa.String(length=64), nullable=True))
        op.add_column(table, sa.Column('waiting_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('question', sa.Column('drafter', sa.String(length=32), nullable=False, server_default=''))
    op.add_column('question', sa.Column('drafted', sa.Text(), nullable=True))
    op.add_column('question', sa.Column('words', sa.Text(), nullable=False, server_default=''))
    _fill_words()
    op.add_column('question', sa.Column('tags', sa.Text(), nullable=False, server_default='[]'))
    op.create_table('review_decision',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('question_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('edits', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_review_decision_organization_id')),
    sa.ForeignKeyConstraint(['organization_id', 'question_id'], ['question.organization_id', 'question.id'], name=op.f('fk_review_decision_organization_id_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_decision')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_review_decision_organization_id_id')),
    sa.UniqueConstraint('organization_id', 'question_id', 'number', name=op.f('uq_review_decision_organization_id_question_id_number')),
    sqlite_autoincrement=True
    )
    op.create_table('article_import',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('organization_id', KEY, nullable=False),
    sa.Column('file_id', KEY, nullable=True),
    sa.Column('file_name', sa.String(length=300), nullable=False),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('rights', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('course_id', KEY, nullable=True),
    sa.Column('created_by', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_article_import_organization_id')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['course.organization_id', 'course.id'], name=op.f('fk_article_import_organization_id_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'file_id'], ['stored_file.organization_id', 'stored_file.id'], name=op.f('fk_article_import_organization_id_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article_import')),
    sa.UniqueConstraint('organization_id', 'id', name=op.f('uq_article_import_organization_id_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_article_import_public_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_article_import_organization', 'article_import', ['organization_id', 'created_at', 'id'], unique=False)
    _refuse("UPDATE", "review_decision")
    _refuse("DELETE", "review_decision")


def _fill_words() -> None:
    """What each question says, for the search; from now on it is stored with every save."""
    question = sa.table('question', *map(sa.column, ('id', 'body', 'key', 'words')))
    connection = op.get_bind()
    for id, body, key in connection.execute(sa.select(question.c.id, question.c.body, question.c.key)).all():
        words = words_of(json.loads(body), json.loads(key))
        connection.execute(question.update().where(question.c.id == id).values(words=words))


def words_of(body: dict, key: dict) -> str:
    def alt(part: dict) -> str:
        return part.get('image', {}).get('alt', '')

    parts = [*body['options'], *body.get('matches', [])]
    ids = {part['id'] for part in parts}
    said = [body.get('scenario', ''), body['stem'], alt(body)]
    said += [words for part in parts for words in (part['text'], alt(part))]
    said += [text for accepted in key.get('right', []) for text in accepted if text not in ids]
    said += [body.get('unit', ''), key['explanation'], *key['feedback'].values()]
    folded = (' '.join(unicodedata.normalize('NFC', words.casefold()).split()) for words in said)
    return '\n'.join(filter(None, folded))


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
