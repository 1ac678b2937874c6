"""Somebody who reads nothing and learns nothing guesses through the product, and gets nowhere."""

from fractions import Fraction
from math import sqrt
from random import Random

from flask import Flask

from learning.certificates.models import Certificate
from learning.courses import actions as courses
from learning.courses import publishing
from learning.courses import queries as course_queries
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, Visibility
from learning.database import db
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.progress import actions, attempt_actions, attempt_queries, standings
from learning.progress.models import Enrolment
from learning.quizzes.guessing import whole_course, within
from learning.quizzes.kinds.contract import QuestionKind
from tests.people import NOW, make_person
from tests.teaching import approved, make_draft, make_question

SEED = 20261124
MODULES, TRIES, PEOPLE = 6, 3, 40
ARTICLE = "# Soap\n" + "".join(
    f"\n## Part {n}\n\nSoap takes grease away, says part {n}. Water takes the rest.\n"
    for n in range(1, MODULES + 1)
)
KINDS = (*[QuestionKind.SINGLE] * 4, QuestionKind.TRUE_FALSE)


def six_modules(clinic: Organization) -> Course:
    """Six modules of five questions: four with three options, one true or false."""
    course = make_draft(clinic, ARTICLE)
    for module in course_queries.modules_of(course):
        for n, kind in enumerate(KINDS):
            approved(make_question(course, module, f"{module.title}, question {n}?", kind))
    courses.change_settings(
        course, title=course.title, summary="Soap", visibility=Visibility.OPEN,
        settings=CourseSettings(quiz_tries=TRIES), by="tests", at=NOW,
    )  # fmt: skip
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    return course


def guess_once(enrolment: Enrolment, module: str, seed: str) -> bool:
    """Take the quiz as far as chance leads: the same seed guesses the same."""
    attempt = attempt_actions.start_attempt(enrolment, module, at=NOW)
    for position in range(1, attempt.items + 1):
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        options = sorted(option.id for option in asked.question.options)
        guess = Random(f"{seed}.{asked.question.stem}").choice(options)
        attempt_actions.answer(attempt, position, [guess], at=NOW)
    return attempt.is_passed


def guess_on(enrolment: Enrolment, seed: str) -> list[bool]:
    """Whether each quiz is passed within the tries, up to the first that isn't."""
    passed: list[bool] = []
    for each in standings.course_standing(enrolment).modules:
        if not each.module.is_numbered:
            continue
        tries = (guess_once(enrolment, each.module.key, f"{seed}.{n}") for n in range(TRIES))
        passed.append(any(tries))
        if not passed[-1]:
            break
    return passed


def test_guessing_passes_a_quiz_as_rarely_as_computed_and_earns_no_certificate(app: Flask) -> None:
    clinic = organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)
    course = six_modules(clinic)
    chances = course_queries.guessing_chances(course)
    assert len(chances) == MODULES
    outcomes: list[bool] = []
    for n in range(PEOPLE):
        person = make_person(f"Guesser {n}", f"guesser{n}@example.org")
        outcomes += guess_on(actions.enrol(course, person.id, at=NOW), f"{SEED}.{n}")
    expected = float(within(chances[0], TRIES))
    bound = 4 * sqrt(expected * (1 - expected) / len(outcomes))
    assert abs(sum(outcomes) / len(outcomes) - expected) <= bound
    assert db.session.query(Certificate).count() == 0
    assert whole_course(chances, TRIES) < Fraction(1, 10_000)
    print(
        f"\n{PEOPLE} people, seed {SEED}: passed {sum(outcomes)} of {len(outcomes)} quizzes, "
        f"{expected:.1%} computed; the course {float(whole_course(chances, TRIES)):.1e}"
    )
