"""What is tested and what isn't; a question written from a sentence; drafts on request."""

import pytest

from learning.courses import queries as courses
from learning.courses.models import Course
from learning.quizzes import queries as quizzes
from tests.courses.test_drafting import CARE
from tests.pages import PageClient
from tests.people import People
from tests.teaching import make_draft


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic, CARE)


def address(course: Course, page: str) -> str:
    return f"/teach/courses/{course.public_id}/{page}"


def test_drafts_are_made_on_request_and_wait(alice: PageClient, course: Course) -> None:
    page = alice.get(address(course, "questions"))
    page = alice.follow(alice.submit(page, address(course, "drafts")))
    assert "drafted. Nobody is asked" in page.text
    assert "Draft questions" not in page.text
    assert "Question 1 of" in alice.get(page.link("Start reviewing")).text


def test_a_module_without_a_draft_is_told_with_its_key_sentences(
    alice: PageClient, course: Course
) -> None:
    alice.post(address(course, "drafts"))
    page = alice.get(address(course, "coverage"))
    assert "No safe draft for this module" in page.text
    assert "We talked about it for an evening." in page.text
    assert "0 of 3 sentences are tested" in page.text


def test_a_question_is_written_from_a_sentence(alice: PageClient, course: Course) -> None:
    page = alice.get(address(course, "coverage"))
    page = alice.get(page.link("Write a question – We talked about it for an evening."))
    form = page.form(page.path.partition("?")[0])
    module = courses.module(course, "keeping-watch")
    assert module is not None
    assert form["options-0-text"] == "We talked about it for an evening."
    assert form["stem"] == "What does the article say?"
    assert "We talked about it for an evening." in form["explanation"]
    form |= {"options-1-text": "Nobody said a word.", "options-1-feedback": "Somebody did."}
    alice.post(page.path.partition("?")[0], {**form, "action": "approve"})
    (question,) = quizzes.questions_on(course.organization_id, course.article_id)
    assert quizzes.newest_version(question) is not None
    assert [a.quote for a in quizzes.wording_of(question).anchors] == [
        "We talked about it for an evening."
    ]
    assert "1 of 3 sentences are tested" in alice.get(address(course, "coverage")).text


def test_a_sentence_of_elsewhere_starts_nothing(alice: PageClient, course: Course) -> None:
    page = alice.get(address(course, "modules/keeping-watch/questions/new?sentence=nothing"))
    assert page.form(page.path.partition("?")[0])["stem"] == ""


def test_the_end_of_the_queue_tells_how_drafters_did(alice: PageClient, course: Course) -> None:
    alice.post(address(course, "drafts"))
    page = alice.get(address(course, "reviewed"))
    assert "What became of the drafts" in page.text
    assert "terms" in page.text
