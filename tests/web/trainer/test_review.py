"""The review queue: one draft after another, each decision recorded, and a way back."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.database import db
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question, ReviewDecision
from learning.quizzes.states import QuestionState
from tests.pages import Page, PageClient
from tests.people import People
from tests.teaching import approved, make_draft, make_drafted, make_question

STEMS = ("What does soap do?", "What carries germs?", "What takes both away?")


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def drafts(course: Course) -> list[Question]:
    module = courses.module(course, "why-it-works")
    assert module is not None
    return [make_drafted(course, module, stem) for stem in STEMS]


def queue(course: Course) -> str:
    return f"/teach/courses/{course.public_id}/review"


def press(browser: PageClient, page: Page, act: str, **values: str) -> Page:
    """Press a button of the review page, and go where it leads."""
    action = next(
        form.get("action") or "" for form in page.all("form") if act in (form.get("action") or "")
    )
    answer = browser.submit(page, action, **values)
    while answer.status == 303:
        answer = browser.follow(answer)
    return answer


def decisions(question: Question) -> list[tuple[str, str, int]]:
    rows = db.session.scalars(
        select(ReviewDecision)
        .where(
            ReviewDecision.organization_id == question.organization_id,
            ReviewDecision.question_id == question.id,
        )
        .order_by(ReviewDecision.number)
    )
    return [(row.decision, row.reason, row.edits) for row in rows]


def test_a_draft_is_shown_with_its_key_beside_its_sentence(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = alice.get(queue(course))
    assert "Question 1 of 3" in page.text
    assert STEMS[0] in page.text
    assert "terms" in page.text  # the drafter
    missed = [e for e in page.all("li", class_="option") if e.get("data-state") == "missed"]
    assert ["This" in "".join(each.itertext()) for each in missed] == [True]
    marked = "".join("".join(each.itertext()) for each in page.all("mark"))
    assert marked == "Soap loosens grease from the skin."
    assert "Running water takes both away." in page.text  # the surroundings
    assert "1 of 3 sentences are tested, 1 by 3 questions or more" in page.text


def test_approving_goes_on_to_the_next_and_is_recorded(
    alice: PageClient, course: Course, drafts: list[Question], people: People
) -> None:
    page = press(alice, alice.get(queue(course)), "/approve")
    assert "Question 2 of 3" in page.text
    assert STEMS[1] in page.text
    version = quizzes.newest_version(drafts[0])
    assert version is not None
    assert version.approved_by == people.alice.public_id
    assert decisions(drafts[0]) == [("approved", "", 0)]


def test_rejecting_wants_a_reason_and_keeps_it(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = press(alice, alice.get(queue(course)), "/reject")
    assert page.status == 422
    assert "Choose a reason" in page.text
    page = press(alice, page, "/reject", reason="other")
    assert "Say what is wrong with it" in page.text
    page = press(alice, page, "/reject", reason="bad-options", note="That and Neither overlap")
    assert STEMS[1] in page.text
    assert decisions(drafts[0]) == [("rejected", "bad-options", 0)]
    row = quizzes.question(course.organization_id, drafts[0].public_id)
    assert row is not None
    assert row.reject_reason == "The wrong options are no good: That and Neither overlap"


def test_an_edit_comes_back_to_the_queue_and_is_counted(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = alice.get(queue(course))
    editor = alice.follow(alice.get(page.link("Edit")))
    form = editor.form(editor.path)
    back = alice.follow(alice.post(editor.path, {**form, "stem": "What does a soap do?"}))
    assert back.path.endswith(f"/review/{drafts[0].public_id}")
    assert "What does a soap do?" in back.text
    page = press(alice, back, "/approve")
    assert "Question 2 of 3" in page.text
    assert decisions(drafts[0]) == [("edited", "", 2)]


def test_skipping_and_going_back_decide_nothing(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = alice.get(queue(course))
    page = alice.get(page.link("Skip N"))
    assert "Question 2 of 3" in page.text
    page = alice.get(alice.get(page.link("Previous")).link("Skip N"))
    page = alice.get(alice.get(page.link("Skip N")).link("Skip N"))
    assert "3 questions still wait" in page.text
    assert all(decisions(each) == [] for each in drafts)


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_the_last_decision_can_be_taken_back_once(
    alice: PageClient, course: Course, drafts: list[Question], act: str
) -> None:
    for _ in range(2):
        page = press(alice, alice.get(queue(course)), f"/{act}", reason="trivial")
    undo = f"{queue(course)}/undo"
    back = alice.follow(alice.submit(page, undo))
    assert back.path.endswith(f"/review/{drafts[1].public_id}")
    assert "waits for review again" in back.text
    # The same form again, as a second press would send it: the first question keeps its decision.
    alice.submit(page, undo)
    states = [quizzes.question(course.organization_id, each.public_id) for each in drafts]
    settled = QuestionState.APPROVED if act == "approve" else QuestionState.REJECTED
    assert [s.state for s in states if s] == [settled, QuestionState.DRAFT, QuestionState.DRAFT]
    assert quizzes.newest_version(drafts[1]) is None
    assert [decision for decision, *_ in decisions(drafts[1])][1:] == ["taken-back"]


def test_an_approval_taken_back_leaves_what_was_approved_before(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    question = approved(drafts[0])
    first = quizzes.newest_version(question)
    here = f"/teach/courses/{course.public_id}/questions/{question.public_id}"
    alice.submit(alice.get(here), here, stem="Another wording?", action="save")
    page = press(alice, alice.get(queue(course)), "/approve")
    alice.submit(page, f"{queue(course)}/undo")
    newest = quizzes.newest_version(question)
    assert first is not None
    assert newest is not None
    assert newest.id == first.id


def test_a_rejection_of_an_approved_question_taken_back_leaves_it_approved(
    alice: PageClient, people: People, course: Course, drafts: list[Question]
) -> None:
    question = approved(drafts[0])
    actions.reject(question, reason="Trivial", by=people.alice.public_id, at=clock.now())
    page = alice.get(queue(course))
    back = alice.follow(alice.submit(page, f"{queue(course)}/undo"))
    assert "What you rejected is approved again" in back.text
    assert question.state == QuestionState.APPROVED
    assert question.reject_reason is None


def test_the_second_of_two_reviewers_is_told(
    alice: PageClient, dana: PageClient, course: Course, drafts: list[Question]
) -> None:
    first, second = alice.get(queue(course)), dana.get(queue(course))
    press(alice, first, "/approve")
    told = press(dana, second, "/reject", reason="trivial")
    assert "Somebody else was faster" in told.text
    row = quizzes.question(course.organization_id, drafts[0].public_id)
    assert row is not None
    assert row.state == QuestionState.APPROVED
    assert len(decisions(drafts[0])) == 1


def test_seconds_are_counted_from_when_it_was_shown(
    alice: PageClient, course: Course, drafts: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.get(queue(course))
    now = clock.now()
    from datetime import timedelta

    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=42))
    page = press(alice, page, "/approve")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=3))
    press(alice, page, "/approve")
    seconds = db.session.scalars(
        select(ReviewDecision.seconds)
        .where(ReviewDecision.organization_id == course.organization_id)
        .order_by(ReviewDecision.id)
    ).all()
    assert 42 <= seconds[0] <= 44
    assert seconds[1] == 1800


def test_the_end_says_how_it_went(
    alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    page = press(alice, alice.get(queue(course)), "/approve")
    page = press(alice, page, "/approve")
    page = press(alice, page, "/reject", reason="unclear")
    assert "3 reviewed: 2 approved, 0 edited, 1 rejected" in page.text
    assert "Nothing waits for review" in page.text


def test_what_is_incomplete_or_stale_offers_no_approval(
    app: Flask, alice: PageClient, course: Course, drafts: list[Question]
) -> None:
    module = courses.module(course, "why-it-works")
    assert module is not None
    here = f"/teach/courses/{course.public_id}/modules/{module.key}"
    alice.submit(alice.get(here), body="Soap loosens fat from the skin.")
    page = alice.get(queue(course))
    assert "The text behind this question has changed" in page.text
    assert "It seems to be this now: “Soap loosens fat from the skin.”" in page.text
    assert not [f for f in page.all("button") if "Approve" in "".join(f.itertext())]
    refused = press(alice, page, "/approve")
    assert "choose the sentence again" in refused.text
    assert quizzes.newest_version(drafts[0]) is None


def test_a_hand_written_question_waits_too(alice: PageClient, course: Course) -> None:
    module = courses.module(course, "why-it-works")
    assert module is not None
    question = make_question(course, module)
    assert "Written by a person" in alice.get(queue(course)).text
    actions.reject(question, reason="no", by="tests", at=clock.now())
    assert "Nothing waits for review" in alice.get(queue(course)).text
