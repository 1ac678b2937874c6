"""Every kind of question, answered with the keys alone, without JavaScript, on a narrow screen."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from config import Config
from learning.app import create_app
from learning.courses import publishing, queries
from learning.courses.states import Change, Visibility
from learning.database import db, transaction
from learning.organizations import queries as organizations
from learning.quizzes.kinds.contract import QuestionKind
from tests.images import png
from tests.journeys.site import Site, environment
from tests.journeys.visitor import Visitor
from tests.people import NOW
from tests.teaching import approved, make_draft, make_question

pytestmark = pytest.mark.journey


@transaction
def a_course_of_all_kinds() -> str:
    """The address of an open course with one module that asks a question of each kind."""
    clinic = organizations.organization_with_slug("harbour-clinic")
    assert clinic is not None
    course = make_draft(clinic)
    course.visibility = Visibility.OPEN
    module = next(m for m in queries.modules_of(course) if m.kind != "overview")
    for kind in QuestionKind:
        approved(make_question(course, module, f"A {kind} question?", kind))
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    return course.address


@pytest.fixture
def course(site: Site) -> str:
    app = create_app(Config.from_environment(environment(site.folder, site.database_url)))
    with app.app_context():
        address = a_course_of_all_kinds()
        db.session.remove()
        db.engine.dispose()
    return address


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this is focused."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {target} by keyboard")


def choose_in(page: Page, label: str, words: str) -> None:
    """Choose in a native select, by the arrow keys."""
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    for _ in range(10):
        if field.evaluate("element => element.selectedOptions[0].text") == words:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{words!r} is not among the choices of {label!r}")


def write_in(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def mark(page: Page, words: str) -> None:
    """Mark a radio button or a checkbox."""
    field = page.get_by_label(words, exact=True)
    if field.get_attribute("type") == "checkbox":
        tab_to(page, field)
        page.keyboard.press("Space")
        return
    tab_to(page, page.locator("main input[type=radio]").first)
    page.keyboard.press("Space")
    for _ in range(6):
        if field.is_checked():
            return
        page.keyboard.press("ArrowDown")


def answer(page: Page, stem: str) -> None:
    match stem.removeprefix("A ").partition(" ")[0]:
        case "single" | "multiple":
            mark(page, "This")
        case "true_false":
            mark(page, "True")
        case "matching":
            for label in page.locator(".answer-part label").all_inner_texts():
                choose_in(page, label, f"belongs to {label}")
        case "ordering":
            for place, words in enumerate(("This", "That", "Neither"), 1):
                choose_in(page, f"Place {place}", words)
        case "gap":
            write_in(page, "Gap 1", "Grease")
            write_in(page, "Gap 2", "watr")
        case "short_text":
            write_in(page, "Your answer", "GREASE")
        case "numeric":
            write_in(page, "Your answer", "20,0 s")


def test_each_kind_by_keyboard_without_javascript_at_320_pixels(
    browser: Browser, site: Site, course: str
) -> None:
    with Visitor.on(browser, site, width=320, script=False) as visitor:
        page = visitor.page
        visitor.sign_in("learner@demo.example")
        visitor.go(f"/courses/{course}")
        visitor.click("button", "Start course")
        visitor.go(f"/learn/{course}/why-it-works")
        visitor.click("button", "Start the quiz")
        for _ in QuestionKind:
            for control in page.locator("main :is(select, input.input, label)").all():
                box = control.bounding_box()
                in_part = control.evaluate("element => element.matches('.answer-part label')")
                assert in_part or box is None or box["height"] >= 44, control
            answer(page, visitor.h1())
            tab_to(page, page.get_by_role("button", name="Check answer"))
            visitor.enter()
            expect(page.locator(".verdict h2")).to_have_text("Correct")
            onward = page.get_by_role("link", name="Continue").or_(
                page.get_by_role("link", name="See your result")
            )
            tab_to(page, onward)
            visitor.enter()
        assert visitor.h1() == "You passed"


def test_a_trainer_adds_an_image_and_a_scenario_and_a_learner_sees_them(
    browser: Browser, site: Site, course: str
) -> None:
    image = {"name": "hands.png", "mimeType": "image/png", "buffer": png(1_200, 600)}
    with Visitor.on(browser, site, width=320) as trainer:
        page = trainer.page
        trainer.sign_in("trainer@demo.example")
        trainer.go("/teach")
        trainer.click("link", "Washing hands")
        trainer.click("link", "Questions")
        trainer.click("link", "A single question?")
        page.locator("summary", has_text="Scenario above the question").click()
        page.get_by_label("Scenario").fill("Ada is 70 years old.\n\nShe washes her hands.")
        page.locator("summary", has_text="Image above the question").click()
        page.locator("#image-file").set_input_files(image)  # type: ignore[arg-type]
        trainer.click("button", "Save and approve")
        expect(page.locator(".error-summary")).to_contain_text("Say what the image shows")
        # The image is there already; only its words are missing.
        page.locator("#image-alt").fill("Two clean hands")
        trainer.click("button", "Approve")
        expect(page.get_by_role("img", name="Two clean hands").last).to_be_visible()
        with page.expect_navigation():
            page.locator(".breadcrumbs").get_by_role("link", name="Washing hands").click()
        trainer.click("button", "Publish version 2")
    with Visitor.on(browser, site, width=320, axe=False) as learner:
        page = learner.page
        learner.sign_in("owner@demo.example")
        learner.go(f"/courses/{course}")
        learner.click("button", "Start course")
        learner.go(f"/learn/{course}/why-it-works")
        learner.click("button", "Start the quiz")
        while learner.h1() != "A single question?":
            answer(page, learner.h1())
            learner.click("button", "Check answer")
            learner.click("link", "Continue")
        learner.uses_axe = True
        learner.look()
        scenario = page.get_by_role("group", name="Scenario", exact=True)
        expect(scenario).to_contain_text("She washes her hands.")
        shown = page.get_by_role("img", name="Two clean hands")
        assert shown.evaluate("image => [image.complete, image.naturalWidth]") == [True, 1_200]
        box = shown.bounding_box()
        assert box is not None
        assert abs(box["width"] - 2 * box["height"]) < 1
