"""What an acknowledged change rests on: settings, transactions, and rows that can't be edited."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from learning.app import create_app
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.database import FairLock, Model, db, is_writing, transaction
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.progress import actions, attempt_actions, queries, standings
from learning.progress.models import Enrolment
from learning.quizzes.correcting import Policy
from learning.quizzes.models import Question, QuestionVersion, QuizItem, QuizVersion
from tests.assignments.stored import make_rule, rule_about
from tests.databases import SqliteTemplates, config_for
from tests.people import NOW, People
from tests.progress.test_regrading import make_correction, option, question_of, taken
from tests.teaching import make_draft, make_published, make_question, right_answers

# Version rows are only ever inserted; records aren't deleted either.
IMMUTABLE = (
    "article_version",
    "question_version",
    "anchor",
    "quiz_version",
    "quiz_item",
    "course_version",
    "module_version",
    "rule_version",
)
RECORDS = (
    "ledger_entry", "audit_entry", "question_correction", "regrade", "obligation_event",
)  # fmt: skip


@pytest.fixture
def product(sqlite_templates: SqliteTemplates, tmp_path: Path) -> Iterator[Flask]:
    """The application as it is served: nothing slackened for tests."""
    for url in sqlite_templates.fresh():
        app = create_app(config_for(tmp_path, url))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def clinic(app: Flask) -> Organization:
    return organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)


def test_every_sqlite_connection_of_the_product_survives_a_power_cut(product: Flask) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with db.engine.connect() as first, db.engine.connect() as second:
        for connection in (first, second):
            for pragma, value in expected.items():
                assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value, pragma
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() >= 5000


def test_reading_never_waits_for_a_writer_and_sees_the_state_before(
    app: Flask, clinic: Organization
) -> None:
    organization_id = clinic.id
    has_written, may_commit = threading.Event(), threading.Event()

    @transaction
    def rename_slowly() -> None:
        db.session.get(Organization, organization_id).name = "Renamed"
        db.session.flush()
        has_written.set()
        assert may_commit.wait(10)

    names = []

    def read() -> None:
        with app.app_context():
            names.append(organizations.queries.organization_with_id(organization_id).name)

    def write() -> None:
        with app.app_context():
            rename_slowly()

    db.session.remove()
    writer, reader = threading.Thread(target=write), threading.Thread(target=read)
    writer.start()
    try:
        assert has_written.wait(10)
        reader.start()
        reader.join(1)
        assert names == ["Clinic"], "the reader waits"
    finally:
        may_commit.set()
        writer.join(10)
    read()
    assert names[-1] == "Renamed"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_inside_a_change_leaves_nothing_behind(
    app: Flask, error: type[BaseException]
) -> None:
    @transaction
    def fail() -> None:
        organizations.create_organization(name="Half", slug="half", by="tests", at=NOW)
        db.session.flush()
        raise error

    with pytest.raises(error):
        fail()
    assert not is_writing()
    assert organizations.queries.organization_with_slug("half") is None
    assert db.session.scalar(text("SELECT count(*) FROM audit_entry")) == 0
    # And the next one isn't locked out.
    organizations.create_organization(name="Whole", slug="whole", by="tests", at=NOW)
    assert organizations.queries.organization_with_slug("whole") is not None


def test_a_change_holds_off_other_processes_before_it_reads(product: Flask) -> None:
    # Else what it read could be changed under it, and its own write answered "database is locked".
    @transaction
    def read_then_write() -> None:
        assert organizations.queries.organization_with_slug("whole") is None
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        organizations.create_organization(name="Whole", slug="whole", by="tests", at=NOW)

    other = sqlite3.connect(db.engine.url.database, timeout=0, isolation_level=None)
    read_then_write()
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_who_waits_longest_writes_next() -> None:
    lock = FairLock()
    served = []

    def wait(n: int) -> None:
        with lock.held():
            served.append(n)

    waiters = [threading.Thread(target=wait, args=(n,)) for n in range(20)]
    with lock.held():
        for queued, waiter in enumerate(waiters, 1):
            waiter.start()
            while len(lock._waiting) < queued:
                time.sleep(0.001)
    for waiter in waiters:
        waiter.join(10)
    assert served == list(range(20))


@pytest.fixture
def commits(app: Flask) -> list[object]:
    """Grows by one with each COMMIT of a change."""
    seen: list[object] = []
    event.listen(db.engine, "commit", seen.append)
    return seen


def test_a_change_inside_a_change_commits_with_it_and_once(
    app: Flask, commits: list[object]
) -> None:
    @transaction
    def outer() -> None:
        for n in range(3):
            organizations.create_organization(name="O", slug=f"o{n}", by="tests", at=NOW)
            assert commits == []

    outer()
    assert len(commits) == 1
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 3


def test_the_last_answer_the_completion_and_the_certificate_are_one_commit(
    people: People, commits: list[object]
) -> None:
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    for standing in standings.course_standing(enrolment).modules:
        if not standing.module.is_numbered:
            continue
        attempt = attempt_actions.start_attempt(enrolment, standing.module.key, at=NOW)
        for position, right in right_answers(attempt).items():
            assert queries.certificate_for(enrolment) is None
            commits.clear()
            attempt_actions.answer(attempt, position, right, at=NOW)
            assert len(commits) == 1
    assert queries.certificate_for(enrolment) is not None


def test_what_an_earlier_change_read_is_read_again_inside_the_next_one(
    app: Flask, clinic: Organization
) -> None:
    organization_id = clinic.id

    def elsewhere() -> None:
        with app.app_context():
            rename("Renamed elsewhere")

    @transaction
    def rename(name: str) -> None:
        db.session.get(Organization, organization_id).name = name

    @transaction
    def name_now() -> str:
        return db.session.get(Organization, organization_id).name

    rename("Renamed here")
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert name_now() == "Renamed elsewhere"


@pytest.fixture
def learned(people: People) -> Course:
    """A course that somebody has completed, so that every guarded table has rows."""
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    correct_a_result(course, actions.enrol(course, people.dana.id, at=NOW))
    for standing in standings.course_standing(enrolment).modules:
        if standing.module.is_numbered:
            attempt = attempt_actions.start_attempt(enrolment, standing.module.key, at=NOW)
            for position, right in right_answers(attempt).items():
                attempt_actions.answer(attempt, position, right, at=NOW)
    make_rule(people.clinic, rule_about(course))
    return course


def correct_a_result(course: Course, enrolment: Enrolment) -> None:
    """Answer a question wrongly, and have it count as right for everybody."""
    question = question_of(course)
    taken(enrolment, question, [option(question, "That")])
    assert make_correction(question, Policy.CREDIT) == 1


def refused(statement: str) -> bool:
    """Whether the database refuses the statement; it is rolled back either way."""
    try:
        with db.engine.begin() as connection:
            connection.execute(text(statement))
            connection.rollback()
    except DBAPIError as error:
        return "append-only" in str(error.orig)
    return False


def test_versions_and_records_refuse_to_be_edited_and_records_to_be_deleted(
    learned: Course,
) -> None:
    db.session.remove()
    for table in (*IMMUTABLE, *RECORDS):
        assert db.session.scalar(text(f"SELECT count(*) FROM {table}")), f"{table} has no rows"
        for column in Model.metadata.tables[table].columns:
            statement = f'UPDATE {table} SET "{column.name}" = "{column.name}"'
            assert refused(statement), statement
    db.session.remove()
    for table in RECORDS:
        assert refused(f"DELETE FROM {table}"), table
    # What may be edited can be: the check itself isn't what refuses.
    assert not refused("UPDATE course SET title = title")


def test_every_table_of_versions_is_guarded() -> None:
    assert {name for name in Model.metadata.tables if name.endswith("_version")} <= set(IMMUTABLE)


@pytest.fixture
def empty_quiz_version(people: People) -> QuizVersion:
    """A quiz version of a draft course that has one question, which nobody approved."""
    course = make_draft(people.clinic)
    module = next(m for m in courses.modules_of(course) if m.kind != "overview")
    make_question(course, module)
    return _insert(
        QuizVersion(
            public_id="quizversion",
            organization_id=people.clinic.id,
            quiz_id=module.quiz_id,
            settings="{}",
            sha256="0" * 64,
            created_at=NOW,
        )
    )


def item(version: QuizVersion, question_version_id: int) -> QuizItem:
    return QuizItem(
        organization_id=version.organization_id,
        quiz_version_id=version.id,
        position=1,
        question_version_id=question_version_id,
        pool="",
        is_must_know=False,
    )


@transaction
def _insert(row: Model) -> Model:
    db.session.add(row)
    db.session.flush()
    return row


def test_a_question_without_an_approved_version_cannot_get_into_a_quiz(
    empty_quiz_version: QuizVersion,
) -> None:
    question = db.session.scalars(select(Question)).one()
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == 0
    with pytest.raises(IntegrityError):
        _insert(item(empty_quiz_version, question.id))


def test_another_organizations_question_cannot_get_into_a_quiz(
    people: People, empty_quiz_version: QuizVersion
) -> None:
    make_published(people.school)
    foreign = db.session.scalars(select(QuestionVersion)).first()
    with pytest.raises(IntegrityError):
        _insert(item(empty_quiz_version, foreign.id))
