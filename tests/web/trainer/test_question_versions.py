"""Versions of a question: who approved what and when, what changed, and back to an older one."""

from dataclasses import replace

import pytest
from flask import Flask

from learning.articles import queries as articles
from learning.courses import actions as courses
from learning.courses import publishing, queries
from learning.courses.models import Course
from learning.courses.states import Change
from learning.quizzes import actions, histories
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState
from learning.web import paging
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import approved, make_draft, make_question


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def question(people: People, course: Course) -> Question:
    module = queries.module(course, "why-it-works")
    assert module is not None
    return approved(make_question(course, module), by=people.alice.public_id)


def reworded(question: Question, stem: str) -> Question:
    wording = quizzes.wording_of(question)
    version = articles.version_with_id(question.organization_id, question.article_version_id)
    actions.rewrite_question(
        question, version, replace(wording, body=replace(wording.body, stem=stem)),
        revision=question.revision, at=NOW,
    )  # fmt: skip
    return question


def address(course: Course, question: Question) -> str:
    return f"/teach/courses/{course.public_id}/questions/{question.public_id}/versions"


def test_a_version_names_its_approver_its_changes_and_where_it_is_asked(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    publishing.publish(course, change=Change.FIRST, by="a", at=NOW)
    publishing.publish(course, change=Change.COSMETIC, by="a", at=NOW)
    approved(reworded(question, "What does warm soap do?"))
    reworded(question, "What does warm soap do there?")
    page = alice.get(address(course, question))
    assert "Approved by Alice Trainer on 23 November 2026" in page.text
    assert "Asked in versions 1, 2 of the course." in page.text
    assert "In no published version of the course." in page.text
    inserted = [" ".join("".join(each.itertext()).split()) for each in page.all("ins")]
    assert inserted == ["put in: there", "put in: warm"]
    assert page.all("del") == []
    assert "Draft, not approved" in page.text


def test_restoring_makes_a_draft_of_the_older_wording(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    approved(reworded(question, "What does warm soap do?"))
    page = alice.get(address(course, question))
    assert "This is what the question says now" in page.text
    done = alice.follow(alice.submit(page, address(course, question)))
    assert "The wording of version 1 is a draft now" in done.text
    assert quizzes.wording_of(question).body.stem == "What does soap do?"
    assert question.state == QuestionState.DRAFT
    assert [version.number for version in histories.past_versions(question)] == [2, 1]


def test_of_two_who_restore_or_save_the_second_is_told(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    approved(reworded(question, "What does warm soap do?"))
    page = alice.get(address(course, question))
    reworded(question, "Somebody was faster?")
    told = alice.follow(alice.submit(page, address(course, question)))
    assert "Somebody else has saved" in told.text
    assert quizzes.wording_of(question).body.stem == "Somebody was faster?"


def test_a_sentence_that_is_gone_is_left_out_and_said(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    approved(reworded(question, "What does warm soap do?"))
    courses.edit_module(
        course, "why-it-works", body="All new. Nothing stays.", objectives=[], revision=1,
        by="a", at=NOW,
    )  # fmt: skip
    done = alice.follow(
        alice.submit(alice.get(address(course, question)), address(course, question))
    )
    assert "no longer in the article" in done.text
    assert quizzes.wording_of(question).anchors == ()


def test_before_the_first_approval_there_is_nothing(
    app: Flask, alice: PageClient, course: Course
) -> None:
    module = queries.module(course, "why-it-works")
    assert module is not None
    draft = make_question(course, module, "Only a draft?")
    assert "No version yet" in alice.get(address(course, draft)).text
    assert alice.post(address(course, draft), {"number": "1", "revision": "1"}).status == 400


def test_many_versions_have_pages(
    app: Flask, alice: PageClient, course: Course, question: Question,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("learning.web.trainer.question_versions.PAGE", 2)
    for n in range(3):
        approved(reworded(question, f"Wording {n}?"))
    page = alice.get(address(course, question))
    assert [h.get("id") for h in page.all("h2")] == ["version-4", "version-3"]
    older = alice.get(page.link("Older"))
    assert [h.get("id") for h in older.all("h2")] == ["version-2", "version-1"]
    assert "The first one:" in older.text


def test_a_place_or_number_that_no_page_sends_is_answered(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    page = alice.get(f"{here}?before={paging.pack(2**63)}")
    assert "Approved by Alice Trainer" in page.text
    for number in ("9223372036854775807", "9" * 30, "0", "-1"):
        assert alice.post(here, {"number": number, "revision": "1"}).status == 400
