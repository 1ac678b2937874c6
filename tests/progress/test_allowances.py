"""What a trainer allows one learner: more time, a new start; once, in the log, undoable."""

from datetime import timedelta

import pytest
from flask import Flask

from learning.errors import RuleBroken
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    queries,
    timing,
)
from learning.progress.models import Attempt, Enrolment
from learning.progress.states import AttemptState
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"
LIMIT = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrolment(app: Flask, people: People) -> Enrolment:
    """Bob, on a course with ten minutes and one try for each quiz of two questions."""
    course = make_published(people.clinic, questions=2)
    return actions.enrol(
        with_settings(course, quiz_minutes=10, quiz_tries=1), people.bob.id, at=NOW
    )


@pytest.fixture
def attempt(enrolment: Enrolment) -> Attempt:
    return attempt_actions.start_attempt(enrolment, MODULE, at=NOW)


def extend(attempt: Attempt, minutes: int = 5, at: timedelta = MINUTE) -> None:
    assert attempt.deadline
    allowance_actions.extend_time(attempt, minutes, known=NOW + LIMIT, by="tests", at=NOW + at)


def test_more_time_asked_for_twice_is_given_once(attempt: Attempt) -> None:
    extend(attempt)
    extend(attempt)
    assert attempt.deadline == NOW + LIMIT + 5 * MINUTE
    right = right_answers(attempt)[1]
    assert attempt_actions.answer(attempt, 1, right, at=NOW + LIMIT + 4 * MINUTE)


def test_more_time_counts_from_now_when_the_end_is_over(attempt: Attempt) -> None:
    extend(attempt, at=LIMIT + 30 * MINUTE)
    assert attempt.deadline == NOW + LIMIT + 35 * MINUTE


def test_what_has_been_handed_in_gets_no_more_time(attempt: Attempt) -> None:
    late = LIMIT + timing.GRACE + MINUTE
    attempt_actions.hand_in_if_over(attempt, at=NOW + late)
    with pytest.raises(RuleBroken, match="attempt-closed"):
        extend(attempt, at=late)


def test_a_reset_try_counts_for_nothing(enrolment: Enrolment, attempt: Attempt) -> None:
    for position, right in right_answers(attempt).items():
        if position == 1:
            attempt_actions.answer(attempt, position, right, at=NOW)
    for _ in range(2):
        allowance_actions.reset_attempt(attempt, by="tests", at=NOW + MINUTE)
    assert (attempt.state, attempt.closed_by, attempt.is_passed) == ("closed", "reset", False)
    row = queries.module_progress(enrolment, MODULE)
    assert row is not None
    assert (row.attempts, row.best, row.passed_at) == (0, 0, None)
    with pytest.raises(RuleBroken, match="attempt-closed"):
        attempt_actions.answer(attempt, 2, right_answers(attempt)[2], at=NOW + MINUTE)
    with pytest.raises(RuleBroken, match="attempt-closed"):
        attempt_actions.save_answer(attempt, 2, ["x"], revision=0, at=NOW + MINUTE)
    # The one try there is hasn't been used up.
    assert attempt_actions.start_attempt(enrolment, MODULE, at=NOW + MINUTE).number == 2


def test_a_reset_can_be_taken_back_with_the_time_that_was_left(attempt: Attempt) -> None:
    allowance_actions.reset_attempt(attempt, by="tests", at=NOW + MINUTE)
    for _ in range(2):
        allowance_actions.take_back_reset(attempt, by="tests", at=NOW + 31 * MINUTE)
    assert attempt.state == AttemptState.OPEN
    assert attempt.deadline == NOW + LIMIT + 30 * MINUTE
    for position, right in right_answers(attempt).items():
        attempt_actions.answer(attempt, position, right, at=NOW + 32 * MINUTE)
    assert attempt.is_passed


def test_a_reset_stays_once_another_try_has_begun(enrolment: Enrolment, attempt: Attempt) -> None:
    allowance_actions.reset_attempt(attempt, by="tests", at=NOW)
    attempt_actions.start_attempt(enrolment, MODULE, at=NOW)
    with pytest.raises(RuleBroken, match="attempt-followed"):
        allowance_actions.take_back_reset(attempt, by="tests", at=NOW)


def test_what_has_ended_is_not_reset(enrolment: Enrolment, attempt: Attempt) -> None:
    for position, right in right_answers(attempt).items():
        attempt_actions.answer(attempt, position, right, at=NOW)
    with pytest.raises(RuleBroken, match="attempt-closed"):
        allowance_actions.reset_attempt(attempt, by="tests", at=NOW)


def test_the_pages_of_trainer_learner_and_admin(
    people: People, alice: PageClient, bob: PageClient, dana: PageClient
) -> None:
    course = with_settings(make_published(people.clinic, questions=2), quiz_minutes=600)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    start = bob.get(f"/learn/{course.address}/{MODULE}")
    question = bob.follow(bob.submit(start, f"/learn/{course.address}/{MODULE}/quiz"))
    page = alice.get(f"/teach/courses/{course.public_id}/learners/{enrolment.public_id}")
    attempt = attempt_queries.open_attempt(enrolment, MODULE)
    assert attempt is not None
    before = attempt.deadline
    more = f"{page.path}/{MODULE}/time"
    for _ in range(2):
        assert alice.submit(page, more, minutes="15").status == 303
    assert before
    assert attempt.deadline == before + 15 * MINUTE
    assert "Enter minutes" in alice.follow(alice.submit(page, more, minutes="0")).text
    assert alice.submit(page, f"{page.path}/{MODULE}/reset").status == 303
    result = bob.follow(bob.submit(question, option=right_answers(attempt)[1]))
    assert result.h1 == "This try was reset"
    assert bob.follow(bob.get(question.path)).h1 == "This try was reset"
    saved = bob.post(f"{question.path}/save", {"option": "x", "revision": "0"})
    assert saved.status == 410
    again = alice.get(page.path)
    assert alice.submit(again, f"{page.path}/{MODULE}/take-back").status == 303
    assert bob.get(question.path).status == 200
    log = dana.get("/organization/audit").text
    for words in ("15 more minutes", "Reset a running quiz of Bob", "Took back"):
        assert words in log
