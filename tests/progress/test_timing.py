"""A try with a time limit ends when the server says so, with what was saved."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts import queries as accounts
from learning.accounts.access_profile import TIME_FACTORS, UNTIMED
from learning.audit import entries
from learning.courses.states import Visibility
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    standings,
    timing,
)
from learning.progress.models import Attempt, Enrolment
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"
LIMIT = timedelta(minutes=10)
END = NOW + LIMIT + timing.GRACE
SECOND = timedelta(seconds=1)


@pytest.fixture
def enrolment(app: Flask, people: People) -> Enrolment:
    """On a course with ten minutes for each try at two questions."""
    course = with_settings(make_published(people.clinic, questions=2), quiz_minutes=10)
    return actions.enrol(course, people.bob.id, at=NOW)


def started(enrolment: Enrolment) -> Attempt:
    return attempt_actions.start_attempt(enrolment, MODULE, at=NOW)


def give_time(enrolment: Enrolment, factor: int, at: datetime = NOW) -> None:
    member = organizations.membership_with_id(enrolment.organization_id, enrolment.membership_id)
    allowance_actions.set_time_factor(member, factor, by="tests", at=at)


@given(st.integers(1, 600), st.sampled_from(TIME_FACTORS))
def test_more_time_is_never_less(minutes: int, factor: int) -> None:
    common = timing.deadline(NOW, minutes * 60, 100)
    own = timing.deadline(NOW, minutes * 60, factor)
    assert common == NOW + timedelta(minutes=minutes)
    assert own is None if factor == UNTIMED else own is not None and own >= common


def test_what_comes_within_the_grace_is_taken_and_no_second_later(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    right = right_answers(attempt)
    assert attempt.deadline == NOW + LIMIT
    assert attempt_actions.save_answer(attempt, 1, right[1], revision=0, at=END) == 1
    with pytest.raises(RuleBroken, match="time-over"):
        attempt_actions.save_answer(attempt, 1, ["other"], revision=1, at=END + SECOND)
    with pytest.raises(RuleBroken, match="time-over"):
        attempt_actions.answer(attempt, 1, right[1], at=END + SECOND)
    assert attempt_actions.answer(attempt, 1, right[1], at=END)


def test_what_was_saved_is_handed_in_and_the_rest_is_not_answered(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    right = right_answers(attempt)
    attempt_actions.save_answer(attempt, 2, right[2], revision=0, at=NOW)
    attempt_actions.hand_in_if_over(attempt, at=END)
    assert attempt.state == "open"
    attempt_actions.hand_in_if_over(attempt, at=END + SECOND)
    assert (attempt.state, attempt.closed_by, attempt.correct) == ("closed", "time", 1)
    assert attempt.closed_at == NOW + LIMIT
    assert attempt_queries.marks_of(attempt) == [False, True]
    first, second = attempt_queries.checked_answers(attempt, enrolment)
    assert (first.given, first.grade.earned) == ((), 0)
    assert second.grade.is_correct
    assert attempt.transcript_sha256


def test_all_right_and_saved_is_passed_when_the_time_is_over(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    for position, right in right_answers(attempt).items():
        attempt_actions.save_answer(attempt, position, right, revision=0, at=NOW)
    assert attempt_actions.hand_in_overdue(at=END + SECOND) == 1
    assert attempt_actions.hand_in_overdue(at=END + SECOND) == 0
    db.session.refresh(attempt)
    assert attempt.is_passed
    passed = standings.course_standing(enrolment).standing_of(MODULE)
    assert passed is not None
    assert passed.passed_at == NOW + LIMIT


def test_starting_again_after_the_end_hands_in_and_gives_no_new_time(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    same = attempt_actions.start_attempt(enrolment, MODULE, at=END + SECOND)
    assert same.id == attempt.id
    assert same.state == "closed"
    assert attempt_actions.start_attempt(enrolment, MODULE, at=END + SECOND).number == 2


def test_a_time_factor_holds_in_a_running_try_and_never_shortens_it(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    give_time(enrolment, 150)
    db.session.refresh(attempt)
    assert attempt.deadline == NOW + 1.5 * LIMIT
    give_time(enrolment, 100)
    db.session.refresh(attempt)
    assert attempt.deadline == NOW + 1.5 * LIMIT
    give_time(enrolment, UNTIMED)
    db.session.refresh(attempt)
    assert attempt.deadline is None
    attempt_actions.hand_in_if_over(attempt, at=NOW + timedelta(days=365))
    assert attempt.state == "open"


def test_a_time_factor_wakes_nothing_that_is_over(enrolment: Enrolment) -> None:
    attempt = started(enrolment)
    give_time(enrolment, 300, at=END + SECOND)
    db.session.refresh(attempt)
    assert attempt.deadline == NOW + LIMIT


def test_a_time_factor_holds_in_the_next_try_too_and_in_every_organization(
    enrolment: Enrolment, people: People
) -> None:
    give_time(enrolment, 200)
    assert started(enrolment).deadline == NOW + 2 * LIMIT
    elsewhere = with_settings(
        make_published(people.school, visibility=Visibility.OPEN), quiz_minutes=10
    )
    other = actions.enrol(elsewhere, people.bob.id, at=NOW)
    assert started(other).deadline == NOW + 2 * LIMIT


def test_the_log_tells_that_it_was_changed(enrolment: Enrolment) -> None:
    give_time(enrolment, 150)
    give_time(enrolment, 150)
    found = [e for e in entries(enrolment.organization_id) if e.act == "time-factor-set"]
    assert [(e.old, e.new) for e in found] == [("100", "150")]
    member = organizations.membership_with_id(enrolment.organization_id, enrolment.membership_id)
    assert accounts.access_profile_of(member.person_id).time_factor == 150
