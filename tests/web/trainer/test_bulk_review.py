"""Several drafts at once: asked first, by the rules for one, and with a way back."""

from dataclasses import replace

import pytest

from learning.articles import queries as articles
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import AnswerKey
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.teaching import make_draft, make_drafted


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def drafts(course: Course) -> list[Question]:
    module = courses.module(course, "why-it-works")
    assert module is not None
    return [make_drafted(course, module, f"Question {n}?") for n in range(1, 4)]


def questions(course: Course) -> str:
    return f"/teach/courses/{course.public_id}/questions"


def ticked(*drafts: Question) -> list[str]:
    return [f"{draft.public_id}:{draft.revision}" for draft in drafts]


def states(course: Course, drafts: list[Question]) -> list[str]:
    found = [quizzes.question(course.organization_id, each.public_id) for each in drafts]
    return [each.state for each in found if each]


def send(browser: PageClient, course: Course, **values: object) -> Page:
    return browser.post(f"{questions(course)}/selected", values)


def test_selected_drafts_are_approved_once_that_is_confirmed(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    selected = ticked(*drafts[:2])
    page = send(alice, course, selected=selected, act="approve")
    assert page.h1 == "Approve 2 drafts"
    assert states(course, drafts) == [QuestionState.DRAFT] * 3
    page = send(alice, course, selected=selected, act="approve", confirmed="yes")
    assert "2 questions are approved." in alice.follow(page).text
    assert states(course, drafts) == ["approved", "approved", "draft"]


def test_what_cant_be_approved_is_named_and_stays(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    version = articles.version_with_id(course.organization_id, drafts[0].article_version_id)
    bare = replace(quizzes.wording_of(drafts[0]), key=AnswerKey())
    actions.rewrite_question(drafts[0], version, bare, revision=drafts[0].revision, at=NOW)
    page = send(alice, course, selected=ticked(*drafts), act="approve")
    assert page.h1 == "Approve 2 drafts"
    assert "1 can’t be approved yet and stays a draft" in page.text
    page = send(alice, course, selected=ticked(*drafts), act="approve", confirmed="yes")
    text = alice.follow(page).text
    assert "2 questions are approved." in text
    assert "“Question 1?” stays a draft." in text
    assert states(course, drafts) == ["draft", "approved", "approved"]


def test_selected_drafts_are_rejected_for_one_reason_and_come_back_together(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    selected = ticked(*drafts)
    page = send(alice, course, selected=selected, act="reject", confirmed="yes")
    assert page.status == 422
    assert "Choose a reason" in page.text
    page = send(alice, course, selected=selected, act="reject", confirmed="yes", reason="duplicate")
    listed = alice.follow(page)
    assert states(course, drafts) == ["rejected"] * 3
    undo = f"/teach/courses/{course.public_id}/review/undo"
    assert "3 questions wait for review again" in alice.follow(alice.submit(listed, undo)).text
    assert states(course, drafts) == ["draft"] * 3


def test_what_somebody_has_changed_since_is_left_alone(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    selected = ticked(*drafts)
    actions.reject(drafts[0], reason="no", by="tests", at=NOW)
    actions.reopen(drafts[0], by="tests", at=NOW)
    page = send(alice, course, selected=selected, act="approve", confirmed="yes")
    assert "“Question 1?” stays a draft. Somebody else has saved" in alice.follow(page).text
    assert states(course, drafts) == ["draft", "approved", "approved"]


def test_nothing_selected_is_said(alice: PageClient, course: Course) -> None:
    page = send(alice, course, act="approve")
    assert "Select at least one draft first." in alice.follow(page).text


def test_a_revision_that_no_page_sends_selects_nothing(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    for revision in ("9" * 5000, "²", "-1", ""):
        page = send(alice, course, selected=f"{drafts[0].public_id}:{revision}", act="approve")
        assert "Select at least one draft first" in alice.follow(page).text


def test_all_drafts_can_be_ticked_without_a_script(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = alice.get(alice.get(questions(course)).link("Select all drafts"))
    boxes = page.all("input", name="selected")
    assert len(boxes) == 3
    assert all(box.get("checked") is not None for box in boxes)
