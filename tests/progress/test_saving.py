"""An answer is saved at each change: nothing newer is overwritten, nothing checked is changed."""

import pytest
from flask import Flask

from learning.errors import RuleBroken
from learning.progress import actions, attempt_actions, attempt_queries, queries
from learning.progress.attempt_queries import CheckedAnswer
from learning.progress.models import Attempt
from tests.people import NOW, People
from tests.teaching import make_published, right_answers


@pytest.fixture
def attempt(app: Flask, people: People) -> Attempt:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    return attempt_actions.start_attempt(enrolment, "why-it-works", at=NOW)


def save(attempt: Attempt, values: list[str], revision: int, position: int = 1) -> int:
    return attempt_actions.save_answer(attempt, position, values, revision=revision, at=NOW)


def stored(attempt: Attempt, position: int = 1) -> tuple[tuple[str, ...], int]:
    asked = attempt_queries.asked(attempt, position)
    assert asked is not None
    return asked.saved, asked.revision


def test_what_was_entered_last_is_there_again(attempt: Attempt) -> None:
    assert stored(attempt) == ((), 0)
    assert save(attempt, ["half an ans"], 0) == 1
    assert save(attempt, ["half an answer", ""], 1) == 2
    assert stored(attempt) == (("half an answer", ""), 2)
    assert stored(attempt, 2) == ((), 0)
    assert attempt_queries.first_unchecked(attempt) == 1


def test_a_save_sent_again_is_one_save(attempt: Attempt) -> None:
    assert save(attempt, ["same"], 0) == 1
    assert save(attempt, ["same"], 0) == 1
    assert stored(attempt) == (("same",), 1)


def test_a_late_older_save_never_overwrites_a_newer_one(attempt: Attempt) -> None:
    save(attempt, ["first"], 0)
    save(attempt, ["second"], 1)
    for revision in (0, 1, -1, 99):
        with pytest.raises(RuleBroken, match="answer-changed-elsewhere"):
            save(attempt, ["late"], revision)
    assert stored(attempt) == (("second",), 2)


def checked(attempt: Attempt) -> list[CheckedAnswer]:
    enrolment = queries.enrolment_with_id(attempt.organization_id, attempt.enrolment_id)
    return attempt_queries.checked_answers(attempt, enrolment)


def test_nothing_is_saved_over_a_checked_answer(attempt: Attempt) -> None:
    right = right_answers(attempt)[1]
    save(attempt, ["something"], 0)
    assert attempt_actions.answer(attempt, 1, right, at=NOW)
    first = checked(attempt)[0]
    for revision in (0, 1, 2, 3):
        with pytest.raises(RuleBroken, match="answer-final"):
            save(attempt, ["late"], revision)
    assert checked(attempt)[0] == first
    assert first.grade.is_correct


def test_what_is_saved_is_not_checked_by_that(attempt: Attempt) -> None:
    for position, right in right_answers(attempt).items():
        save(attempt, right, 0, position)
    assert checked(attempt) == []
    assert attempt_queries.marks_of(attempt) == [None, None]


def test_no_more_is_kept_than_an_answer_can_be(attempt: Attempt) -> None:
    for values in (["x" * 501], ["x"] * 21):
        with pytest.raises(RuleBroken, match="answer-too-long"):
            save(attempt, values, 0)
    with pytest.raises(RuleBroken, match="question-gone"):
        save(attempt, ["x"], 0, position=99)
