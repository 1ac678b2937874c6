"""Learning from enrolment to certificate, by actions."""

import pytest
from flask import Flask

from learning.certificates import queries as certificates
from learning.certificates.standing import Standing
from learning.errors import RuleBroken
from learning.progress import actions, attempt_actions, attempt_queries, queries, standings
from learning.progress.models import Attempt, Enrolment
from learning.progress.states import EnrolmentState, ModuleState
from tests.people import NOW, People
from tests.teaching import make_published, right_answers


def pass_module(enrolment: Enrolment, key: str) -> Attempt:
    attempt = attempt_actions.start_attempt(enrolment, key, at=NOW)
    for position, correct in right_answers(attempt).items():
        attempt_actions.answer(attempt, position, correct, at=NOW)
    return attempt


def taught(enrolment: Enrolment) -> list[str]:
    standing = standings.course_standing(enrolment)
    return [m.module.key for m in standing.modules if m.module.is_numbered]


@pytest.fixture
def enrolment(people: People) -> Enrolment:
    return actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)


def test_passing_every_module_earns_a_certificate_that_verifies(
    enrolment: Enrolment, people: People
) -> None:
    for key in taught(enrolment):
        pass_module(enrolment, key)
    certificate = queries.certificate_for(enrolment)
    assert certificate is not None
    verified = certificates.verified_by_code(certificate.code, at=NOW)
    assert verified is not None
    assert verified.standing == Standing.VALID
    assert verified.shown.holder == people.bob.name
    assert verified.shown.organization == people.clinic.name
    assert enrolment.state == EnrolmentState.COMPLETE


def test_modules_open_in_order(enrolment: Enrolment) -> None:
    first, second, _third = taught(enrolment)
    with pytest.raises(RuleBroken, match="module-locked"):
        attempt_actions.start_attempt(enrolment, second, at=NOW)
    pass_module(enrolment, first)
    assert attempt_actions.start_attempt(enrolment, second, at=NOW).module == second


def test_starting_twice_goes_on_with_the_same_attempt(enrolment: Enrolment) -> None:
    key = taught(enrolment)[0]
    first = attempt_actions.start_attempt(enrolment, key, at=NOW)
    assert attempt_actions.start_attempt(enrolment, key, at=NOW).id == first.id


def test_a_checked_answer_is_final(enrolment: Enrolment) -> None:
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    right = right_answers(attempt)[1]
    other = [o.id for o in attempt_queries.asked(attempt, 1).question.options if o.id not in right][
        :1
    ]
    assert attempt_actions.answer(attempt, 1, other, at=NOW) is True
    assert attempt_actions.answer(attempt, 1, right, at=NOW) is False
    assert attempt_queries.checked_answers(attempt, enrolment)[0].given == tuple(other)


def test_a_failed_quiz_can_be_tried_again_until_it_is_passed(enrolment: Enrolment) -> None:
    key = taught(enrolment)[0]
    attempt = attempt_actions.start_attempt(enrolment, key, at=NOW)
    for position, right in right_answers(attempt).items():
        wrong = [
            o.id
            for o in attempt_queries.asked(attempt, position).question.options
            if o.id not in right
        ]
        attempt_actions.answer(attempt, position, wrong[:1], at=NOW)
    standing = standings.course_standing(enrolment).standing_of(key)
    assert standing is not None
    assert standing.state == ModuleState.TRY_AGAIN
    assert pass_module(enrolment, key).number == 2
    assert standings.course_standing(enrolment).standing_of(key).state == ModuleState.PASSED


def test_no_answer_is_refused_and_changes_nothing(enrolment: Enrolment) -> None:
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    for values in ([], ["nonsense"], ["a", "b"]):
        with pytest.raises(RuleBroken, match="answer-missing"):
            attempt_actions.answer(attempt, 1, values, at=NOW)
    assert attempt_queries.first_unchecked(attempt) == 1


def test_learners_keep_the_version_they_started(
    app: Flask, enrolment: Enrolment, people: People
) -> None:
    from learning.courses import publishing, structure_actions
    from learning.courses import queries as courses
    from learning.courses.states import Change

    course = courses.course_with_id(enrolment.organization_id, enrolment.course_id)
    started_on = enrolment.course_version_id
    structure_actions.rename_module(course, taught(enrolment)[0], "A new name", by="t", at=NOW)
    publishing.publish(course, change=Change.NOTIFY, by="t", at=NOW)
    again = actions.enrol(course, people.bob.id, at=NOW)
    assert again.course_version_id == started_on
    assert "A new name" not in [m.module.title for m in standings.course_standing(again).modules]
    assert actions.enrol(course, people.alice.id, at=NOW).course_version_id != started_on
