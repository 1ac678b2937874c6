"""Which questions a try asks when a quiz has more of them than are shown."""

import pytest
from flask import Flask

from learning.progress import actions, attempt_actions, attempt_queries, standings
from learning.progress.models import Attempt, Enrolment
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"


@pytest.fixture
def enrolment(app: Flask, people: People) -> Enrolment:
    """On a course with five questions a module, two of which are asked in each try."""
    course = with_settings(make_published(people.clinic, questions=5), questions_shown=2)
    return actions.enrol(course, people.bob.id, at=NOW)


def stems(attempt: Attempt) -> set[str]:
    asked = (attempt_queries.asked(attempt, n) for n in range(1, attempt.items + 1))
    return {each.question.stem for each in asked if each}


def try_once(enrolment: Enrolment, *, right: bool) -> set[str]:
    attempt = attempt_actions.start_attempt(enrolment, MODULE, at=NOW)
    for position, correct in right_answers(attempt).items():
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        wrong = [o.id for o in asked.question.options if o.id not in correct][:1]
        attempt_actions.answer(attempt, position, correct if right else wrong, at=NOW)
    return stems(attempt)


def test_each_try_asks_what_was_never_asked_then_what_was_wrong(enrolment: Enrolment) -> None:
    module = standings.course_standing(enrolment).standing_of(MODULE)
    assert module is not None
    assert module.module.questions == 2
    first = try_once(enrolment, right=True)
    second = try_once(enrolment, right=False)
    assert len(first) == len(second) == 2
    assert not first & second
    # One was never asked; beside it comes one of the two that were wrong.
    third = try_once(enrolment, right=True)
    assert len(third - first - second) == 1
    assert len(third & second) == 1
    # What is still wrong comes before what was right.
    assert (second - third) < try_once(enrolment, right=False)


def test_a_try_needs_its_share_of_what_it_asks(enrolment: Enrolment) -> None:
    attempt = attempt_actions.start_attempt(enrolment, MODULE, at=NOW)
    assert (attempt.items, attempt.needed) == (2, 2)
