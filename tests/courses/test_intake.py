"""Articles that are taken in step by step: each ends as a course or with what was wrong."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import outbox
from learning.articles.models import ArticleVersion
from learning.courses import importing, intake, queries
from learning.courses.models import ArticleImport, Course
from learning.courses.states import ImportState, Rights
from learning.database import db
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.jobs import working
from learning.quizzes import queries as question_queries
from tests.articles.test_fetching import PUBLIC, Recorder, serving
from tests.courses.test_drafting import CARE
from tests.people import NOW, People
from tests.teaching import ARTICLE


def begin(people: People, content: bytes, name: str = "hands.md", once: str = "") -> ArticleImport:
    return intake.begin(
        people.clinic.id, content, name, rights=Rights.OWN, language="en",
        once=once or public_id(), by=people.alice.public_id, at=NOW,
    )  # fmt: skip


def courses() -> int:
    return db.session.scalar(select(func.count()).select_from(Course)) or 0


def test_a_file_becomes_a_course(app: Flask, people: People) -> None:
    begun = begin(people, ARTICLE.encode())
    assert begun.state == ImportState.READING
    assert courses() == 0
    assert working.do_next(at=NOW)
    assert begun.state == ImportState.DONE
    assert begun.course_id is not None
    course = queries.course_with_id(begun.organization_id, begun.course_id)
    assert course.title == "Washing hands"
    assert not working.do_next(at=NOW)


def test_what_is_wrong_with_a_file_is_kept_with_its_import(app: Flask, people: People) -> None:
    begun = begin(people, b"# Only\n\n## Headings\n")
    assert working.do_next(at=NOW)
    assert begun.state == ImportState.REFUSED
    refusal = intake.refusal_of(begun)
    assert refusal is not None
    assert refusal.code == "article-only-headings"
    assert courses() == 0


def test_a_file_no_reader_takes_is_refused_at_once(app: Flask, people: People) -> None:
    with pytest.raises(RuleBroken, match="article-format"):
        begin(people, b"MZ", "setup.exe")
    assert not working.do_next(at=NOW)


def test_a_file_name_is_kept_without_what_no_database_keeps(app: Flask, people: People) -> None:
    begun = begin(people, ARTICLE.encode(), "ha\0nds\ud800\n.md")
    assert begun.file_name == "hands.md"
    assert working.do_next(at=NOW)
    assert begun.state == ImportState.DONE


def test_going_on_again_makes_no_second_course(app: Flask, people: People) -> None:
    begun = begin(people, ARTICLE.encode())
    for _time in range(3):
        intake.go_on(begun.organization_id, begun.public_id, most_bytes=5_000_000, at=NOW)
    assert courses() == 1


def test_our_own_failures_are_tried_again_and_then_said(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise MemoryError

    begun = begin(people, ARTICLE.encode())
    with monkeypatch.context() as broken:
        broken.setattr(importing, "cut", fail)
        assert working.do_next(at=NOW)
        assert begun.state == ImportState.READING, "not the article's fault: tried again"
        for hours in range(1, 7):
            working.do_next(at=NOW + timedelta(hours=hours))
    refusal = intake.refusal_of(begun)
    assert refusal is not None
    assert refusal.code == "import-failed"
    assert courses() == 0
    assert not working.do_next(at=NOW + timedelta(days=1))


def test_an_import_that_workers_die_of_ends_with_a_sentence(app: Flask, people: People) -> None:
    begun = begin(people, ARTICLE.encode())
    later = NOW
    for _death in range(outbox.MOST_TRIES):
        assert outbox.next_task([intake.TASK], at=later) is not None
        later += 2 * outbox.LEASE
    assert working.do_next(at=later)
    assert intake.refusal_of(begun) is not None
    assert courses() == 0


def test_the_same_import_sent_twice_is_one(app: Flask, people: People) -> None:
    once = public_id()
    first, second = (begin(people, ARTICLE.encode(), once=once) for _ in range(2))
    assert first.public_id == second.public_id
    assert working.do_next(at=NOW)
    assert not working.do_next(at=NOW)
    assert courses() == 1
    assert begin(people, CARE.encode(), once=once).public_id != first.public_id


def test_a_form_sent_ten_times_at_once_is_one_import(app: Flask, people: People) -> None:
    clinic, alice = people.clinic.id, people.alice.public_id
    together, made = Barrier(10), []

    def send() -> None:
        with app.app_context():
            together.wait()
            course = intake.take_in(
                clinic, ARTICLE.encode(), "hands.md", rights=Rights.OWN, language="en",
                once="the-same-form", by=alice, at=NOW,
            )  # fmt: skip
            made.append(course.public_id)

    threads = [Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 10
    assert len(set(made)) == 1
    db.session.rollback()  # what this thread read before is older than the others' work
    assert courses() == 1


def test_very_many_imports_of_one_organization_have_to_wait(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_WAITING", 2)
    begin(people, ARTICLE.encode())
    begin(people, ARTICLE.encode())
    with pytest.raises(RuleBroken, match="imports-waiting"):
        begin(people, ARTICLE.encode())
    working.do_next(at=NOW)
    begin(people, ARTICLE.encode())


def begin_fetching(people: People, address: str) -> ArticleImport:
    return intake.begin(
        people.clinic.id, None, "", address=address, rights=Rights.OWN, language="en",
        once=public_id(), by=people.alice.public_id, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("address", ["http://a.example/hands.md", "http://a.example/ha%00nds.md"])
def test_an_address_is_fetched_and_kept_with_the_article(
    app: Flask, people: People, address: str
) -> None:
    begun = begin_fetching(people, address)
    assert begun.state == ImportState.FETCHING
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\n\r\n" + ARTICLE.encode()
    with serving(page) as port:
        intake.go_on(
            begun.organization_id, begun.public_id, most_bytes=5_000_000, at=NOW,
            network=Recorder([PUBLIC], port=port).network,
        )  # fmt: skip
    assert begun.state == ImportState.DONE
    version = db.session.scalars(
        select(ArticleVersion).where(ArticleVersion.organization_id == begun.organization_id)
    ).one()
    assert version.address == address
    assert begun.file_name == "hands.md"
    assert "Running water" in version.text


def test_what_can_be_no_address_is_refused_at_once(app: Flask, people: People) -> None:
    with pytest.raises(RuleBroken, match="fetch-address"):
        begin_fetching(people, "file:///etc/passwd")
    assert not working.do_next(at=NOW)


@pytest.mark.parametrize("address", ["http://a.example/", "http://169.254.169.254/latest/"])
def test_an_address_inside_our_network_is_never_asked(
    app: Flask, people: People, address: str
) -> None:
    begun = begin_fetching(people, address)
    inside = Recorder(["10.0.0.7"])
    intake.go_on(
        begun.organization_id, begun.public_id, most_bytes=5_000_000, at=NOW,
        network=inside.network,
    )  # fmt: skip
    assert inside.connected == []
    refusal = intake.refusal_of(begun)
    assert refusal is not None
    assert refusal.code == "fetch-internal"


def test_drafts_wait_in_the_course_when_an_import_is_done(app: Flask, people: People) -> None:
    begun = begin(people, CARE.encode())
    assert working.do_next(at=NOW)
    assert begun.course_id is not None
    course = queries.course_with_id(begun.organization_id, begun.course_id)
    quizzes = [plan.quiz_id for plan in queries.plans_of(course)]
    tallies = question_queries.tallies(course.organization_id, quizzes)
    assert sum(tally.drafts for tally in tallies.values()) > 0
    assert sum(tally.approved for tally in tallies.values()) == 0
