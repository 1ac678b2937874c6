"""How often one may try, when, and what one sees in between: as the trainer has set it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from learning.courses import queries as courses
from learning.errors import RuleBroken
from learning.progress import actions, attempt_actions, attempt_queries
from learning.progress.models import Attempt, Enrolment
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrolled(app: Flask, people: People) -> Any:
    """Bob, on a course with these settings."""

    def on(**settings: Any) -> Enrolment:
        course = with_settings(make_published(people.clinic, questions=2), **settings)
        enrolment = actions.enrol(course, people.bob.id, at=NOW)
        actions.open_module(enrolment, MODULE, at=NOW)
        return enrolment

    return on


def attempt(enrolment: Enrolment, *, right: bool, after: timedelta = timedelta(0)) -> Attempt:
    """Take the quiz, all right or all wrong."""
    at = NOW + after
    started = attempt_actions.start_attempt(enrolment, MODULE, at=at)
    for position, correct in right_answers(started).items():
        asked = attempt_queries.asked(started, position)
        assert asked is not None
        wrong = [o.id for o in asked.question.options if o.id not in correct][:1]
        attempt_actions.answer(started, position, correct if right else wrong, at=at)
    return started


def test_without_a_limit_nothing_stands_in_the_way(enrolled: Any) -> None:
    enrolment = enrolled()
    for number in range(1, 6):
        assert attempt(enrolment, right=False).number == number


def test_tries_are_used_up(enrolled: Any) -> None:
    enrolment = enrolled(quiz_tries=2)
    attempt(enrolment, right=False)
    attempt(enrolment, right=False)
    with pytest.raises(RuleBroken, match="tries-used-up"):
        attempt(enrolment, right=True)


def test_whoever_has_passed_may_practise(enrolled: Any) -> None:
    enrolment = enrolled(quiz_tries=1, wait_minutes=60, must_reread=True)
    assert attempt(enrolment, right=True).is_passed
    assert attempt(enrolment, right=False).number == 2


def test_between_two_tries_one_waits(enrolled: Any) -> None:
    enrolment = enrolled(wait_minutes=30)
    attempt(enrolment, right=False)
    with pytest.raises(RuleBroken) as early:
        attempt(enrolment, right=True, after=29.5 * MINUTE)
    assert (early.value.code, early.value.values) == ("try-later", {"minutes": 1})
    assert attempt(enrolment, right=True, after=30 * MINUTE).is_passed


def test_before_the_next_try_one_reads_again(enrolled: Any) -> None:
    enrolment = enrolled(must_reread=True)
    attempt(enrolment, right=False, after=MINUTE)
    with pytest.raises(RuleBroken, match="reread-first"):
        attempt(enrolment, right=True, after=2 * MINUTE)
    actions.open_module(enrolment, MODULE, at=NOW + 2 * MINUTE)
    assert attempt(enrolment, right=True, after=3 * MINUTE).is_passed


@pytest.mark.parametrize(
    ("feedback", "during", "after_failing", "after_passing"),
    [("answer", 1, 2, 2), ("try", 0, 2, 2), ("passed", 0, 0, 2)],
)
def test_keys_are_seen_when_the_trainer_has_said_so(
    enrolled: Any, feedback: str, during: int, after_failing: int, after_passing: int
) -> None:
    enrolment = enrolled(feedback=feedback)
    running = attempt_actions.start_attempt(enrolment, MODULE, at=NOW)
    attempt_actions.answer(running, 1, right_answers(running)[1], at=NOW)
    assert len(attempt_queries.checked_answers(running, enrolment)) == during
    asked = attempt_queries.asked(running, 2)
    assert asked is not None
    wrong = [o.id for o in asked.question.options if o.id not in right_answers(running)[2]][:1]
    attempt_actions.answer(running, 2, wrong, at=NOW)
    assert len(attempt_queries.checked_answers(running, enrolment)) == after_failing
    passed = attempt(enrolment, right=True)
    for each in (running, passed):
        assert len(attempt_queries.checked_answers(each, enrolment)) == after_passing


def test_a_trainer_grants_one_more_try_however_often_it_is_sent(
    enrolled: Any, alice: PageClient
) -> None:
    enrolment = enrolled(quiz_tries=1)
    attempt(enrolment, right=False)
    course = courses.course_with_id(enrolment.organization_id, enrolment.course_id)
    page = alice.get(f"/teach/courses/{course.public_id}/learners/{enrolment.public_id}")
    assert "1 of 1" in page.text
    action = f"{page.path}/{MODULE}/try"
    for _ in range(2):
        assert alice.submit(page, action).status == 303
    again = alice.get(page.path)
    assert "1 of 2" in again.text
    assert "Grant another try" not in again.text
    attempt(enrolment, right=False)
    with pytest.raises(RuleBroken, match="tries-used-up"):
        attempt(enrolment, right=True)


def test_a_learner_is_found_in_their_own_course_only(
    enrolled: Any, people: People, alice: PageClient, erin: PageClient
) -> None:
    enrolment = enrolled(quiz_tries=1)
    course = courses.course_with_id(enrolment.organization_id, enrolment.course_id)
    other = make_published(people.clinic)
    for client, place in ((erin, course), (alice, other)):
        path = f"/teach/courses/{place.public_id}/learners/{enrolment.public_id}"
        assert client.get(path).status == 404
        assert client.post(f"{path}/{MODULE}/try", {"known": "0"}).status == 404
