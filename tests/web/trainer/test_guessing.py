"""The settings tell how likely guessing passes the course as it stands now."""

from fractions import Fraction

import pytest
from flask import Flask

from learning.courses import queries as courses
from learning.quizzes.kinds.contract import QuestionKind
from learning.web.trainer.guessing import chance_words
from tests.pages import PageClient
from tests.people import People
from tests.teaching import approved, make_draft, make_published, make_question, with_settings


def settings_text(client: PageClient, course: object) -> str:
    return client.get(f"/teach/courses/{course.public_id}/settings").text  # type: ignore[attr-defined]


def test_a_course_with_questions_shows_its_chances(
    app: Flask, people: People, alice: PageClient
) -> None:
    # Three modules with one of three and any of three to be right in both: 1/3 x 1/7 each.
    course = make_published(people.clinic, questions=2)
    text = settings_text(alice, course)
    assert courses.guessing_chances(course) == [Fraction(1, 21)] * 3
    assert "1 try 1 in 9,200" in text  # 21 x 21 x 21 is 9,261
    assert "2 tries 1 in 1,200" in text
    assert "3 tries 1 in 390" in text
    assert "5 tries 1 in 98" in text
    assert "No limit (as set) Sooner or later, with patience" in text
    assert "No question is approved" not in text


def test_the_number_of_tries_that_is_set_is_among_them(
    app: Flask, people: People, alice: PageClient
) -> None:
    course = with_settings(make_published(people.clinic, questions=2), quiz_tries=4)
    text = settings_text(alice, course)
    assert "4 tries (as set) 1 in 170" in text
    assert "No limit" not in text
    assert "3 tries (as set)" in settings_text(alice, with_settings(course, quiz_tries=3))


def test_a_higher_pass_mark_and_fewer_questions_shown_count(
    app: Flask, people: People, alice: PageClient
) -> None:
    course = make_published(people.clinic, questions=2)
    with_settings(course, pass_mark=50)  # one of two is enough
    assert courses.guessing_chances(course) == [1 - Fraction(2, 3) * Fraction(6, 7)] * 3
    with_settings(course, pass_mark=50, questions_shown=1)
    assert courses.guessing_chances(course) == [(Fraction(1, 3) + Fraction(1, 7)) / 2] * 3


def test_a_course_without_approved_questions_shows_no_numbers(
    app: Flask, people: People, alice: PageClient
) -> None:
    course = make_draft(people.clinic)
    module = courses.module(course, "why-it-works")
    assert module is not None
    make_question(course, module)
    text = settings_text(alice, course)
    assert "No question is approved yet, so there is nothing to guess." in text
    assert " tries " not in text.partition("Passing by guessing")[2]


def test_typed_answers_are_never_guessed(app: Flask, people: People, alice: PageClient) -> None:
    course = make_draft(people.clinic)
    module = courses.module(course, "why-it-works")
    assert module is not None
    approved(make_question(course, module, kind=QuestionKind.NUMERIC))
    text = settings_text(alice, course)
    assert "5 tries Never" in text
    assert "No limit (as set) Never" in text


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (Fraction(0), "Never"), (Fraction(1), "Always"), (Fraction(999, 1000), "About 99 in 100"),
        (Fraction(1, 2), "About 50 in 100"), (Fraction(1, 10), "About 10 in 100"),
        (Fraction(1, 11), "1 in 11"), (Fraction(1, 12_999), "1 in 12,000"),
        (Fraction(10, 129), "1 in 12"), (Fraction(1, 10**9), "1 in 1,000,000,000"),
        (Fraction(1, 10**9 + 1), "Less than 1 in 1,000,000,000"),
    ],
)  # fmt: skip
def test_a_chance_is_never_called_rarer_than_it_is(
    app: Flask, chance: Fraction, words: str
) -> None:
    with app.test_request_context():
        assert chance_words(chance) == words
