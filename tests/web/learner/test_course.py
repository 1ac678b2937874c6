"""A learner's pages, from the catalogue to the certificate."""

import pytest
from flask import Flask

from learning.courses.states import Visibility
from learning.progress import attempt_queries, queries
from learning.progress.states import EnrolmentPurpose
from tests.pages import Page, PageClient
from tests.people import People
from tests.queries import statements
from tests.teaching import make_published, right_answers


def start(browser: PageClient, address: str) -> Page:
    page = browser.get(f"/courses/{address}")
    return browser.follow(browser.post(f"/courses/{address}/start", page.form()))


def attempt_of(people: People, page: Page) -> object:
    public_id = page.path.split("/")[2]
    found = attempt_queries.attempt_of_person(people.bob.id, public_id)
    assert found is not None
    return found[0]


def answer_all(browser: PageClient, people: People, quiz: Page, *, right: bool = True) -> Page:
    """Answer every question of a quiz; returns the result page."""
    page = quiz
    while "/result" not in page.path:
        attempt = attempt_of(people, page)
        n = int(page.path.split("/")[3].split("?")[0])
        correct = right_answers(attempt)[n]
        wrong = [i.get("value") for i in page.all("input", name="option")
                 if i.get("value") not in correct][:1]  # fmt: skip
        feedback = browser.follow(browser.post(page.path, {"option": correct if right else wrong}))
        assert ("Correct" if right else "Not quite") in feedback.title
        onward = feedback.link("Continue" if "Continue" in feedback.text else "See your result")
        page = browser.get(onward)
    return page


def test_from_the_catalogue_to_a_certificate_that_a_stranger_checks(
    app: Flask, people: People, bob: PageClient, stranger: PageClient
) -> None:
    course = make_published(people.clinic, questions=3)
    home = start(bob, course.address)
    assert "0 of 3 modules passed" in home.text
    for _ in range(3):
        home = bob.get(f"/learn/{course.address}")
        module = bob.get(home.link("Start") if "Start here" in home.text else home.link("Continue"))
        if "Go on" in module.text:
            module = bob.get(module.link("Go on"))
        quiz = bob.follow(bob.submit(module, module.path.split("#")[0] + "/quiz"))
        result = answer_all(bob, people, quiz)
        assert "3 of 3 correct (100 %)" in result.text
    certificate = bob.get(result.link("See your certificate"))
    assert people.bob.name in certificate.text
    public = certificate.link("Open the public page")
    seen = stranger.get(public.split("8000")[1])
    assert seen.h1 == "Valid certificate"
    assert people.bob.name in seen.text


def test_failing_says_so_kindly_and_offers_another_try(
    app: Flask, people: People, bob: PageClient
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    quiz = bob.follow(bob.post(f"/learn/{course.address}/why-it-works/quiz"))
    result = answer_all(bob, people, quiz, right=False)
    assert result.h1 == "Not passed yet"
    assert "0 of 2 correct (0 %). Needed to pass: 2 of 2." in result.text
    again = bob.follow(bob.submit(result, f"/learn/{course.address}/why-it-works/quiz"))
    assert "Question 1 of 2" in again.text


def test_feedback_shows_key_reason_and_source(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    quiz = bob.follow(bob.post(f"/learn/{course.address}/why-it-works/quiz"))
    right = right_answers(attempt_of(people, quiz))[1]
    feedback = bob.follow(bob.post(quiz.path, {"option": right}))
    assert "because the article says so" in feedback.text
    assert "Soap loosens grease from the skin." in "".join(feedback.all("mark")[0].itertext())
    reread = bob.get(feedback.link("Reread in the module"))
    assert reread.all("mark")[0].get("id") == "source"
    assert bob.get(reread.link("Back to the quiz")).h1 == feedback.h1


def test_sending_nothing_keeps_the_question_and_says_what_to_do(
    app: Flask, people: People, bob: PageClient
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    quiz = bob.follow(bob.post(f"/learn/{course.address}/why-it-works/quiz"))
    again = bob.post(quiz.path, {})
    assert again.status == 422
    assert again.title.startswith("Error: ")
    assert "Choose an answer" in again.text


def test_a_checked_question_shows_its_feedback_when_one_comes_back(
    app: Flask, people: People, bob: PageClient
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    quiz = bob.follow(bob.post(f"/learn/{course.address}/why-it-works/quiz"))
    right = right_answers(attempt_of(people, quiz))[1]
    bob.post(quiz.path, {"option": right})
    assert bob.get(quiz.path).title.startswith("Correct")
    # Sent again with another answer, from a stale tab: the first one stays.
    bob.post(quiz.path, {"option": ["nonsense"]})
    assert bob.get(quiz.path).title.startswith("Correct")


def test_a_locked_module_names_what_opens_it(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    page = bob.get(f"/learn/{course.address}/when-to-do-it")
    assert page.status == 403
    assert "when you have passed module 1" in page.text


def test_the_name_can_be_changed_before_the_last_quiz(
    app: Flask, people: People, bob: PageClient
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    page = bob.get(f"/learn/{course.address}/name")
    home = bob.follow(bob.submit(page, name="Robert Learner"))
    assert "Robert Learner" in home.text
    assert bob.submit(page, name="  ").status == 422


def test_an_open_course_makes_a_stranger_a_guest(
    app: Flask, people: People, charlie: PageClient
) -> None:
    course = make_published(people.clinic, visibility=Visibility.OPEN)
    page = charlie.get(f"/courses/{course.address}")
    assert "Trainers and admins of Riverside Clinic see how far you are" in page.text
    assert "Your way" in start(charlie, course.address).text
    assert charlie.get("/teach").status == 403


def test_an_internal_course_is_not_there_for_others(
    app: Flask, people: People, charlie: PageClient, stranger: PageClient
) -> None:
    course = make_published(people.clinic)
    for browser in (charlie, stranger):
        assert browser.get(f"/courses/{course.address}").status == 404
        assert course.title not in browser.get("/").text


def test_starting_a_course_as_a_stranger_leads_through_signing_in_and_back(
    app: Flask, people: People, stranger: PageClient
) -> None:
    course = make_published(people.clinic, visibility=Visibility.OPEN)
    page = stranger.post(f"/courses/{course.address}/start")
    assert page.location == f"/account/sign-in?next=/courses/{course.address}"


def test_a_deactivated_learner_sees_nothing_from_the_next_request_on(
    app: Flask, people: People, bob: PageClient
) -> None:
    from learning.organizations import actions as organizations
    from learning.organizations.roles import Role
    from tests.people import NOW

    course = make_published(people.clinic)
    start(bob, course.address)
    organizations.deactivate(people.memberships["bob"], by="dana", by_role=Role.ADMIN, at=NOW)
    assert bob.get(f"/learn/{course.address}").status == 404


def test_somebody_elses_attempt_is_not_found(
    app: Flask, people: People, bob: PageClient, alice: PageClient
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    quiz = bob.follow(bob.post(f"/learn/{course.address}/why-it-works/quiz"))
    start(alice, course.address)
    assert alice.get(quiz.path).status == 404
    assert alice.post(quiz.path, {"option": ["x"]}).status == 404


def test_the_place_one_has_read_to_is_kept(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    page = f"/learn/{course.address}/why-it-works"
    bob.get(page)
    assert bob.post(page + "/place", {"place": "grease"}).status == 204
    assert "why-it-works#grease" in bob.get(f"/learn/{course.address}").html


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/", 4),
        ("/courses/{a}", 9),
        ("/learn", 6),
        ("/learn/{a}", 8),
        ("/learn/{a}/why-it-works", 8),
        ("/certificates", 4),
    ],
)
def test_pages_stay_within_their_query_budgets(
    app: Flask, people: People, bob: PageClient, path: str, budget: int
) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    bob.get(path.format(a=course.address))
    with statements() as said:
        bob.get(path.format(a=course.address))
    assert len(said) <= budget, "\n".join(said)


def test_purpose_of_a_learners_enrolment(app: Flask, people: People, bob: PageClient) -> None:
    course = make_published(people.clinic)
    start(bob, course.address)
    found = queries.enrolment_of_person(people.bob.id, course.address, EnrolmentPurpose.LEARN)
    assert found is not None
    assert found.learner == people.bob.name
