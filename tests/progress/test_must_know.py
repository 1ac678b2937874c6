"""Must-know questions have to end up right, however much else is; objectives are all asked."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from learning import canonical
from learning.courses import queries as courses
from learning.courses.structure import objective_key
from learning.database import db, transaction
from learning.organizations.group_queries import Sight
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    queries,
    regrades,
    regrading,
    standings,
)
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.states import AttemptPurpose
from learning.quizzes import actions as question_actions
from learning.quizzes import queries as quizzes
from learning.quizzes import quiz_actions
from learning.quizzes.correcting import Policy
from learning.quizzes.models import QuestionVersion
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"


@pytest.fixture
def enrolled(app: Flask, people: People) -> Any:
    """Bob, on a course whose first module has so many questions, the first of them must-know."""

    def on(must_know: int = 1, *, questions: int = 5, **settings: Any) -> Enrolment:
        course = make_published(people.clinic, questions=questions)
        module = next(m for m in courses.modules_of(course) if m.key == MODULE)
        for _place, question in quizzes.places(course.organization_id, [module.quiz_id])[
            :must_know
        ]:
            quiz_actions.set_place(question, pool="", is_must_know=True)
        with_settings(course, **settings)
        return actions.enrol(course, people.bob.id, at=NOW)

    return on


def take(enrolment: Enrolment, *, wrong: int = 0, must_know_wrong: int = 0) -> Attempt:
    """A try with so many wrong answers, and so many of them at must-know questions."""
    attempt = attempt_actions.start_attempt(enrolment, MODULE, at=NOW)
    left = {True: must_know_wrong, False: wrong}
    for position, right in sorted(right_answers(attempt).items()):
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        given = right
        if left[asked.is_must_know]:
            left[asked.is_must_know] -= 1
            given = [o.id for o in asked.question.options if o.id not in right][:1]
        attempt_actions.answer(attempt, position, given, at=NOW)
    return attempt


def is_passed(enrolment: Enrolment) -> bool:
    row = queries.module_progress(enrolment, MODULE)
    return row is not None and row.passed_at is not None


def test_a_wrong_must_know_question_is_asked_again_alone(enrolled: Any) -> None:
    enrolment = enrolled(2)
    first = take(enrolment, must_know_wrong=1)
    assert (first.correct, first.needed, first.is_passed) == (4, 4, True)
    assert not is_passed(enrolment)
    again = take(enrolment, must_know_wrong=1)
    assert (again.purpose, again.items, again.needed) == (AttemptPurpose.MUST_KNOW, 1, 1)
    assert not is_passed(enrolment)
    assert take(enrolment).items == 1
    assert is_passed(enrolment)
    row = queries.module_progress(enrolment, MODULE)
    assert row is not None
    # What was asked alone is no try, and the passing attempt is the one in which enough was right.
    assert (row.attempts, row.best, row.passing_attempt_id) == (1, 4, first.id)


def test_right_must_know_questions_alone_pass_nothing(enrolled: Any) -> None:
    enrolment = enrolled(2)
    assert not take(enrolment, wrong=2).is_passed
    assert not is_passed(enrolment)
    assert take(enrolment).purpose == AttemptPurpose.MODULE
    assert is_passed(enrolment)


def test_no_limit_of_tries_holds_up_a_must_know_question(enrolled: Any) -> None:
    enrolment = enrolled(1, quiz_tries=1, wait_minutes=60, must_reread=True)
    take(enrolment, must_know_wrong=1)
    take(enrolment)
    assert is_passed(enrolment)


def test_must_know_questions_are_asked_in_every_try_however_few_are(enrolled: Any) -> None:
    enrolment = enrolled(3, questions=6, questions_shown=2)
    for _ in range(5):
        attempt = take(enrolment, must_know_wrong=3)
        assert attempt.items == 3
        asked = [attempt_queries.asked(attempt, n) for n in (1, 2, 3)]
        assert all(each is not None and each.is_must_know for each in asked)


def test_each_try_asks_something_of_every_objective(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=6)
    module = next(m for m in courses.modules_of(course) if m.key == MODULE)
    pools = ["greasy", "greasy", "greasy", "greasy", "watery", ""]
    for (_place, question), pool in zip(
        quizzes.places(course.organization_id, [module.quiz_id]), pools, strict=True
    ):
        quiz_actions.set_place(question, pool=pool, is_must_know=False)
    with_settings(course, questions_shown=2)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    watery = quizzes.places(course.organization_id, [module.quiz_id])[4][1].id
    for _ in range(4):
        attempt = take(enrolment, wrong=2)
        assert watery in question_ids(attempt)


def question_ids(attempt: Attempt) -> set[int]:
    return set(
        db.session.scalars(
            select(QuestionVersion.question_id)
            .join(Answer, Answer.question_version_id == QuestionVersion.id)
            .where(
                Answer.organization_id == attempt.organization_id,
                Answer.attempt_id == attempt.id,
            )
        )
    )


def test_the_completion_names_the_attempts_at_must_know_questions(enrolled: Any) -> None:
    enrolment = enrolled(1)
    take(enrolment, must_know_wrong=1)
    asked_again = take(enrolment)
    for standing in standings.course_standing(enrolment).modules:
        if standing.module.questions and standing.module.key != MODULE:
            attempt = attempt_actions.start_attempt(enrolment, standing.module.key, at=NOW)
            for position, right in right_answers(attempt).items():
                attempt_actions.answer(attempt, position, right, at=NOW)
    completion = queries.completion_of(enrolment)
    assert completion is not None
    [line] = canonical.parse(completion.evidence)["must_know"]
    assert line == {
        "module": MODULE,
        "attempt": asked_again.public_id,
        "transcript_sha256": asked_again.transcript_sha256,
    }


def test_the_pages_say_that_a_must_know_question_is_left(enrolled: Any, bob: PageClient) -> None:
    enrolment = enrolled(1)
    attempt = take(enrolment, must_know_wrong=1)
    result = bob.get(f"/attempts/{attempt.public_id}/result")
    assert result.h1 == "Not passed yet"
    assert "4 of 5 correct (80 %). Needed to pass: 4 of 5." in result.text
    assert "1 must-know question is left" in result.text
    home = f"/learn/{queries.address_of(enrolment)}"
    assert "1 must-know question left" in bob.get(home).text
    assert "Answer the must-know question again" in bob.get(f"{home}/{MODULE}").text
    question = bob.follow(bob.submit(result, f"{home}/{MODULE}/quiz"))
    assert "Question 1 of 1" in question.text
    assert "Must-know: this one has to be right" in question.text


def test_no_try_is_offered_where_only_a_must_know_question_is_left(
    enrolled: Any, alice: PageClient
) -> None:
    enrolment = enrolled(1, quiz_tries=1)
    course = courses.course_with_id(enrolment.organization_id, enrolment.course_id)
    page = f"/teach/courses/{course.public_id}/learners/{enrolment.public_id}"
    take(enrolment, wrong=2)
    assert "Grant another try" in alice.get(page).text
    allowance_actions.grant_try(enrolment, MODULE, known=0, by="tests", at=NOW)
    take(enrolment, must_know_wrong=1)
    assert "2 of 2" in alice.get(page).text
    assert "Grant another try" not in alice.get(page).text


def test_a_trainer_says_what_a_question_stands_for(people: People, alice: PageClient) -> None:
    course = make_published(people.clinic)
    module = next(m for m in courses.modules_of(course) if m.key == MODULE)
    set_objectives(course.id, ["Say what soap does", "Say what water does"])
    [(_, question), *_others] = quizzes.places(course.organization_id, [module.quiz_id])
    page = alice.get(f"/teach/courses/{course.public_id}/questions/{question.public_id}")
    key = objective_key("Say what water does")
    done = alice.submit(page, f"{page.path}/place", pool=key, is_must_know="y")
    assert done.status == 303
    place = quizzes.place_of(question)
    assert (place.pool, place.is_must_know) == (key, True)
    assert "Must-know" in alice.get(f"/teach/courses/{course.public_id}/questions").text
    assert alice.post(f"{page.path}/place", {"pool": "nothing"}).status == 400
    # Worded anew, the objective keeps its question.
    editor = alice.get(f"/teach/courses/{course.public_id}/modules/{MODULE}")
    alice.submit(editor, objectives="Say what soap does\nSay what running water does")
    db.session.expire_all()
    assert quizzes.place_of(question).pool == objective_key("Say what running water does")


@transaction
def set_objectives(course_id: int, objectives: list[str]) -> None:
    from learning.courses.models import Module

    module = db.session.scalars(
        select(Module).where(Module.course_id == course_id, Module.key == MODULE)
    ).one()
    module.objectives = objectives


def test_a_correction_passes_what_only_a_must_know_question_stood_in_the_way_of(
    enrolled: Any,
) -> None:
    enrolment = enrolled(1)
    attempt = take(enrolment, must_know_wrong=1)
    question = next(
        question
        for place, question in quizzes.places(
            enrolment.organization_id, [quiz_with_must_know(enrolment)]
        )
        if place.is_must_know
    )
    [wanted] = regrades.proposed(question, [1], Policy.CREDIT)
    assert regrades.preview([wanted], sight=Sight(enrolment.organization_id)).passing == (
        enrolment.learner,
    )
    regrading.correct_results(
        question, versions=[1], policy=Policy.CREDIT, reason="It was broken", known=0,
        by="tests", at=NOW,
    )  # fmt: skip
    assert is_passed(enrolment)
    row = queries.module_progress(enrolment, MODULE)
    assert row is not None
    assert (row.passing_attempt_id, row.must_know_left, attempt.correct) == (attempt.id, 0, 5)


def test_a_must_know_question_that_is_retired_stands_in_nobodys_way(
    enrolled: Any, bob: PageClient
) -> None:
    enrolment = enrolled(1)
    take(enrolment, must_know_wrong=1)
    for place, question in quizzes.places(
        enrolment.organization_id, [quiz_with_must_know(enrolment)]
    ):
        if place.is_must_know:
            question_actions.retire(question, by="tests", at=NOW)
    home = f"/learn/{queries.address_of(enrolment)}"
    result = bob.follow(bob.post(f"{home}/{MODULE}/quiz"))
    assert result.h1 == "You passed"
    assert is_passed(enrolment)
    assert bob.get(f"{home}/when-to-do-it").status == 200


def quiz_with_must_know(enrolment: Enrolment) -> int:
    course = courses.course_with_id(enrolment.organization_id, enrolment.course_id)
    return next(m.quiz_id for m in courses.modules_of(course) if m.key == MODULE)
