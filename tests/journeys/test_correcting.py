"""A learner reports a wrong key; a trainer mends it and corrects the results it has spoiled."""

import pytest
from playwright.sync_api import Browser, expect

from config import Config
from learning.app import create_app
from learning.courses import publishing, queries
from learning.courses.states import Change, Visibility
from learning.database import db, transaction
from learning.organizations import queries as organizations
from tests.journeys.site import Site, environment
from tests.journeys.visitor import Visitor
from tests.people import NOW
from tests.progress.test_regrading import ONE_MODULE
from tests.teaching import approved, make_draft, make_question

pytestmark = pytest.mark.journey
STEM = "What takes grease away?"


@transaction
def a_course_with_a_wrong_key() -> tuple[str, str]:
    """The addresses of an open course with one question, for learners and for trainers."""
    clinic = organizations.organization_with_slug("harbour-clinic")
    assert clinic is not None
    course = make_draft(clinic, ONE_MODULE)
    course.visibility = Visibility.OPEN
    module = next(m for m in queries.modules_of(course) if m.kind != "overview")
    approved(make_question(course, module, STEM))
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    return f"/learn/{course.address}", f"/teach/courses/{course.public_id}"


@pytest.fixture
def course(site: Site) -> tuple[str, str]:
    config = Config.from_environment(environment(site.folder, site.database_url))
    app = create_app(config)
    with app.app_context():
        addresses = a_course_with_a_wrong_key()
        db.session.remove()
        db.engine.dispose()
    return addresses


def test_from_a_report_to_the_certificate(
    browser: Browser, site: Site, visitor: Visitor, course: tuple[str, str]
) -> None:
    learn, teach = course
    with Visitor.on(browser, site, width=360) as learner:
        learner.sign_in("learner@demo.example")
        answer_and_report(learner, learn)
        trainer = visitor
        trainer.sign_in("trainer@demo.example")
        mend(trainer, teach)
        learner.go(learn)
        main = learner.page.locator("main")
        expect(main).to_contain_text("A result of yours was corrected")
        expect(main).to_contain_text("Water takes it away, not soap alone.")
        expect(main).to_contain_text("Your result is now 1 of 1. With that you passed.")
        learner.click("link", "See the certificate")
        expect(learner.page.locator("main")).to_contain_text("Lena Okafor")


def answer_and_report(learner: Visitor, learn: str) -> None:
    learner.go(learn.replace("/learn/", "/courses/"))
    learner.click("button", "Start course")
    learner.page.goto(f"{learn}/why-it-works")
    learner.click("button", "Start the quiz")
    learner.page.get_by_label("That", exact=True).check(force=True)
    learner.click("button", "Check answer")
    expect(learner.page.locator(".verdict")).to_contain_text("Not quite")
    learner.click("link", "Report a problem with this question")
    learner.page.get_by_label("The answer that counts as right seems wrong").check()
    learner.page.get_by_label("What should the trainers know?").fill("Water does, says the text.")
    learner.click("button", "Send report")
    expect(learner.page.locator("body")).to_contain_text("Thank you")
    learner.click("link", "See your result")
    expect(learner.page.locator("h1")).to_have_text("Not passed yet")


def mend(trainer: Visitor, teach: str) -> None:
    page = trainer.page
    trainer.go(teach)
    trainer.click("link", "1 report from learners")
    expect(page.locator("main")).to_contain_text("Water does, says the text.")
    trainer.click("link", STEM)
    for n in range(3):
        is_right = page.locator(f"[name=options-{n}-text]").input_value() == "That"
        page.locator(f"[name=options-{n}-correct]").set_checked(is_right, force=True)
    trainer.click("button", "Save and approve")
    trainer.click("link", "Correct results")
    page.get_by_label("What the newest approved version accepts counts, too").check()
    page.get_by_label("What was wrong?").fill("Water takes it away, not soap alone.")
    trainer.click("button", "See whom it affects")
    expect(page.locator("main")).to_contain_text("1 person earns the certificate")
    expect(page.locator("main")).to_contain_text("Lena Okafor")
    trainer.click("button", "Correct results")
    expect(page.locator("body")).to_contain_text("1 result changed")
    trainer.go(f"{teach}/reports")
    trainer.click("button", "Mark as handled")
    expect(page.locator("main")).to_contain_text("No open reports")
