"""Saving from the page: what its script sends, what it gets, what the page shows afterwards."""

import pytest
from flask import Flask

from learning.courses.models import Course
from learning.quizzes.kinds.contract import QuestionKind
from tests.pages import Page, PageClient
from tests.people import People
from tests.teaching import make_draft
from tests.web.test_question_kinds import KINDS, publish_and_start, values, write


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


def quiz_of(alice: PageClient, bob: PageClient, course: Course, kind: QuestionKind) -> Page:
    write(alice, course, kind, KINDS[kind])
    return publish_and_start(bob, course)


def shown(page: Page) -> list[str | None]:
    """What the form would send now."""
    chosen = [o.get("value") for s in page.all("select", name="option")
              for o in s.iter("option") if o.get("selected") is not None]  # fmt: skip
    typed = [
        i.get("value")
        for i in page.all("input", name="option")
        if i.get("type") not in ("radio", "checkbox") or i.get("checked") is not None
    ]
    return chosen + typed


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_saved_answer_is_on_the_page_again(
    app: Flask, alice: PageClient, bob: PageClient, course: Course, kind: QuestionKind
) -> None:
    quiz = quiz_of(alice, bob, course, kind)
    sent = values(quiz, KINDS[kind].right)
    saved = bob.post(f"{quiz.path}/save", {"option": sent, "revision": "0"})
    assert (saved.status, saved.response.json) == (200, {"revision": 1})
    again = bob.get(quiz.path)
    assert sorted(filter(None, shown(again))) == sorted(sent)
    assert again.all("form", data_revision="1")


def test_another_window_is_told_what_is_stored(
    app: Flask, alice: PageClient, bob: PageClient, course: Course
) -> None:
    quiz = quiz_of(alice, bob, course, QuestionKind.SHORT_TEXT)
    bob.post(f"{quiz.path}/save", {"option": ["newer"], "revision": "0"})
    late = bob.post(f"{quiz.path}/save", {"option": ["older"], "revision": "0"})
    assert late.status == 409
    assert late.response.json["revision"] == 1  # type: ignore[index]
    assert late.response.json["values"] == ["newer"]  # type: ignore[index]


def test_after_the_check_a_late_save_is_told_so_and_changes_nothing(
    app: Flask, alice: PageClient, bob: PageClient, course: Course
) -> None:
    quiz = quiz_of(alice, bob, course, QuestionKind.SHORT_TEXT)
    feedback = bob.follow(bob.post(quiz.path, {"option": ["grease"]}))
    assert bob.post(f"{quiz.path}/save", {"option": ["oil"], "revision": "0"}).status == 410
    assert bob.get(quiz.path).text == feedback.text


@pytest.mark.parametrize("revision", ["", "x", "1e9", "-1", None])
def test_a_revision_that_is_none_saves_nothing(
    app: Flask, alice: PageClient, bob: PageClient, course: Course, revision: str | None
) -> None:
    quiz = quiz_of(alice, bob, course, QuestionKind.SHORT_TEXT)
    data: dict[str, object] = {"option": ["text"]}
    if revision is not None:
        data["revision"] = revision
    assert bob.post(f"{quiz.path}/save", data).status == 409
    assert shown(bob.get(quiz.path)) == [""]


def test_others_can_neither_save_nor_see_that_there_is_something(
    app: Flask, alice: PageClient, bob: PageClient, charlie: PageClient, course: Course
) -> None:
    quiz = quiz_of(alice, bob, course, QuestionKind.SHORT_TEXT)
    data = {"option": ["mine"], "revision": "0"}
    assert charlie.post(f"{quiz.path}/save", data).status == 404
    assert charlie.post("/attempts/nothing/1/save", data).status == 404
    assert shown(bob.get(quiz.path)) == [""]
