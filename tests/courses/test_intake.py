"""Articles that are taken in step by step: each ends as a course or with what was wrong."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.courses import importing, intake, queries
from learning.courses.models import ArticleImport, Course
from learning.courses.states import ImportState, Rights
from learning.database import db
from learning.errors import RuleBroken
from learning.jobs import working
from tests.people import NOW, People
from tests.teaching import ARTICLE


def begin(people: People, content: bytes, name: str = "hands.md") -> ArticleImport:
    return intake.begin(
        people.clinic.id, content, name, rights=Rights.OWN, language="en",
        by=people.alice.public_id, at=NOW,
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


def test_going_on_again_makes_no_second_course(app: Flask, people: People) -> None:
    begun = begin(people, ARTICLE.encode())
    for _time in range(3):
        intake.go_on(begun.organization_id, begun.public_id, is_last_try=False, at=NOW)
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
        for hours in range(1, 6):
            working.do_next(at=NOW + timedelta(hours=hours))
    refusal = intake.refusal_of(begun)
    assert refusal is not None
    assert refusal.code == "import-failed"
    assert courses() == 0
