"""The final assessment: questions of every module, after all modules, before the certificate."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.courses import versions as course_versions
from learning.courses.models import Course, CourseVersion
from learning.database import db
from learning.errors import RuleBroken
from learning.progress import actions, attempt_actions, attempt_queries, queries, standings
from learning.progress.models import Answer, Attempt, Enrolment
from learning.quizzes.models import QuizItem
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

FINAL = "final-assessment"


@pytest.fixture
def course(app: Flask, people: People) -> Course:
    return with_settings(make_published(people.clinic, questions=3), final_questions=4)


@pytest.fixture
def enrolment(course: Course, people: People) -> Enrolment:
    return actions.enrol(course, people.bob.id, at=NOW)


def take(enrolment: Enrolment, key: str, *, wrong: int = 0) -> Attempt:
    attempt = attempt_actions.start_attempt(enrolment, key, at=NOW)
    for position, right in sorted(right_answers(attempt).items()):
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        others = [o.id for o in asked.question.options if o.id not in right][:1]
        attempt_actions.answer(attempt, position, others if position <= wrong else right, at=NOW)
    return attempt


def pass_modules(enrolment: Enrolment) -> None:
    for each in standings.course_standing(enrolment).modules:
        if each.module.is_numbered:
            take(enrolment, each.module.key)


def test_it_opens_after_the_modules_and_the_certificate_comes_after_it(
    enrolment: Enrolment,
) -> None:
    with pytest.raises(RuleBroken, match="module-locked"):
        attempt_actions.start_attempt(enrolment, FINAL, at=NOW)
    pass_modules(enrolment)
    assert queries.certificate_for(enrolment) is None
    assert not take(enrolment, FINAL, wrong=2).is_passed
    assert take(enrolment, FINAL).is_passed
    certificate = queries.certificate_for(enrolment)
    assert certificate is not None
    assert "Final assessment" in (certificate.statement or "")


def test_it_asks_about_every_module(enrolment: Enrolment) -> None:
    pass_modules(enrolment)
    attempt = attempt_actions.start_attempt(enrolment, FINAL, at=NOW)
    pools = db.session.scalars(
        select(QuizItem.pool)
        .join(Answer, Answer.question_version_id == QuizItem.question_version_id)
        .where(
            QuizItem.organization_id == attempt.organization_id,
            QuizItem.quiz_version_id == attempt.quiz_version_id,
            Answer.attempt_id == attempt.id,
        )
    ).all()
    assert len(pools) == 4
    assert set(pools) == {"why-it-works", "when-to-do-it", "conclusion"}


def test_its_tries_are_counted_apart(enrolment: Enrolment) -> None:
    pass_modules(enrolment)
    for _ in range(3):
        take(enrolment, FINAL, wrong=2)
    with pytest.raises(RuleBroken, match="tries-used-up"):
        attempt_actions.start_attempt(enrolment, FINAL, at=NOW)


def test_the_same_questions_make_the_same_assessment_in_the_next_version(course: Course) -> None:
    with_settings(course, notice="Only words have changed")
    versions = db.session.scalars(
        select(CourseVersion.id).where(
            CourseVersion.organization_id == course.organization_id,
            CourseVersion.course_id == course.id,
        )
    ).all()
    finals = [course_versions.published(course.organization_id, id).final for id in versions]
    quizzes = {final.quiz_version_id for final in finals if final is not None}
    assert len(quizzes) == 1


def test_a_section_of_that_name_keeps_its_address(app: Flask, people: People) -> None:
    text = "# Hands\n\nAll about hands.\n\n## Final assessment\n\nSoap loosens grease.\n"
    course = make_published(people.clinic, questions=1, text=text)
    with_settings(course, final_questions=1)
    version = course_versions.latest_version_id(course)
    assert version is not None
    keys = [m.key for m in course_versions.published(course.organization_id, version).modules]
    assert keys == ["overview", "final-assessment", "final-assessment-2"]


def test_a_learner_walks_it(course: Course, enrolment: Enrolment, bob: PageClient) -> None:
    home = f"/learn/{course.address}"
    assert bob.get(f"/courses/{course.address}").text.count("Final assessment") == 1
    assert "opens when you have passed all modules" in bob.get(f"{home}/{FINAL}").text
    pass_modules(enrolment)
    page = bob.get(home)
    assert "4 questions from the whole course" in page.text
    assert "3 of 4 passed" in page.text
    module = bob.get(f"{home}/{FINAL}")
    assert "It asks about every module" in module.text
    assert "You see why at the end of the try." in module.text
    assert "You have 3 tries." in module.text
    attempt = take(enrolment, FINAL)
    feedback = bob.get(f"/attempts/{attempt.public_id}/1")
    assert "From “" in feedback.text
    reread = feedback.link("Reread in the module")
    assert f"/{FINAL}?" not in reread
    assert "Back to the quiz" in bob.get(reread).text
    assert bob.get(f"/attempts/{attempt.public_id}/result").h1 == "You passed"
    assert "See the certificate" in bob.get(home).text


def test_trainers_switch_it_on_and_see_it_in_the_progress(
    course: Course, enrolment: Enrolment, alice: PageClient
) -> None:
    pass_modules(enrolment)
    take(enrolment, FINAL, wrong=2)
    teach = f"/teach/courses/{course.public_id}"
    page = alice.get(f"{teach}/settings")
    assert alice.submit(page, final_questions="6", final_tries="").status == 303
    db.session.expire_all()
    assert (course.settings["final_questions"], course.settings["final_tries"]) == (6, 0)
    progress = alice.get(f"{teach}/progress").text
    assert "Final" in progress
    assert "2nd try" in progress
    assert "1 of 3" in alice.get(f"{teach}/learners/{enrolment.public_id}").text
