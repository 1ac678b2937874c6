"""Writing, approving, rejecting; two editors; nothing typed is lost."""

import pytest
from flask import Flask

from learning.courses import queries as courses
from learning.courses.models import Course
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState
from tests.pages import PageClient
from tests.people import People
from tests.teaching import make_draft, make_question


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def question(course: Course) -> Question:
    module = courses.module(course, "why-it-works")
    assert module is not None
    return make_question(course, module)


def address(course: Course, question: Question) -> str:
    return f"/teach/courses/{course.public_id}/questions/{question.public_id}"


def filled(page: object, **changes: str) -> dict[str, object]:
    """The editor's form as a browser would send it, with some fields changed."""
    form: dict[str, object] = {}
    for field in page.all("form"):  # type: ignore[attr-defined]
        if any(t.get("name") == "stem" for t in field.iter("textarea")):
            from tests.pages import _fields

            form = dict(_fields(field))
    form.update(changes)
    return form


def test_approving_names_the_trainer(
    app: Flask, people: People, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    alice.post(here, filled(alice.get(here), action="approve"))
    version = quizzes.newest_version(question)
    assert version is not None
    assert version.approved_by == people.alice.public_id
    assert people.alice.name in alice.get(here).text


def test_an_incomplete_question_is_kept_and_told_what_is_missing(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    page = alice.post(here, filled(alice.get(here), explanation="", action="approve"))
    assert page.status == 422
    assert quizzes.newest_version(question) is None
    assert (
        quizzes.wording_of(
            quizzes.question(course.organization_id, question.public_id)
        ).key.explanation
        == ""
    )  # type: ignore[arg-type]


def test_the_second_of_two_editors_sees_both_texts(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    form = filled(alice.get(here))
    alice.post(here, {**form, "stem": "The first editor's words?", "action": "save"})
    page = alice.post(here, {**form, "stem": "The second editor's words?", "action": "save"})
    assert page.status == 409
    assert "The first editor's words?" in page.text
    assert "The second editor's words?" in page.text
    assert "first editor" in quizzes.wording_of(question).body.stem


def test_rejecting_needs_a_reason_and_has_a_way_back(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    assert alice.post(here + "/reject", {"reason": " "}).status == 422
    alice.post(here + "/reject", {"reason": "Too easy"})
    assert question.state == QuestionState.REJECTED
    alice.post(here + "/reopen")
    assert question.state == QuestionState.DRAFT


def test_a_module_saved_by_two_shows_both_texts(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = f"/teach/courses/{course.public_id}/modules/why-it-works"
    form = {"objectives": "", "revision": "1"}
    alice.post(here, {**form, "body": "Soap loosens grease. The first editor wrote this."})
    page = alice.post(here, {**form, "body": "The second editor wrote that."})
    assert page.status == 409
    assert "The first editor wrote this." in page.html
    assert "The second editor wrote that." in page.html


def test_html_in_a_question_is_shown_not_run(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    stem = "<img src=x onerror=alert(1)>?"
    page = alice.follow(alice.post(here, filled(alice.get(here), stem=stem, action="save")))
    assert stem in page.text or "&lt;img" in page.html
    assert "<img src=x" not in page.html


def test_the_second_of_two_who_reject_is_told(
    alice: PageClient, dana: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    first, second = (browser.get(here) for browser in (alice, dana))
    alice.submit(first, here + "/reject", reason="Too easy")
    told = dana.follow(dana.submit(second, here + "/reject", reason="Unclear"))
    assert "Somebody else has saved this since you opened it." in told.text
    row = quizzes.question(course.organization_id, question.public_id)
    assert row is not None
    assert row.reject_reason == "Too easy"
