"""A trainer reviews twelve drafts with the keyboard alone."""

from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, expect

from learning.app import create_app
from learning.courses import queries as courses
from learning.database import db
from learning.organizations import queries as organizations
from tests.databases import config_for
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.teaching import make_draft, make_drafted

pytestmark = pytest.mark.journey
DRAFTS = 12


@pytest.fixture
def queue(site: Site) -> str:
    """A course with twelve drafts, six in each of two modules."""
    app = create_app(config_for(site.folder, site.database_url))
    with app.app_context():
        clinic = organizations.organization_with_slug("harbour-clinic")
        assert clinic is not None
        course = make_draft(clinic)
        modules = [m for m in courses.modules_of(course) if m.kind == "teach"]
        for n in range(DRAFTS):
            make_drafted(course, modules[n * 2 // DRAFTS], f"Draft number {n + 1}?")
        address = f"/teach/courses/{course.public_id}/review"
        db.session.remove()
        db.engine.dispose()
    return address


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def stem(page: Page, number: int) -> None:
    expect(page.locator("#stem")).to_have_text(f"Draft number {number}?")


def test_twelve_drafts_by_keyboard(site: Site, visitor: Visitor, queue: str) -> None:
    page = visitor.page
    visitor.sign_in("trainer@demo.example")
    visitor.go(queue)
    expect(page.locator("main")).to_contain_text("Question 1 of 12")
    press(page, "a")
    stem(page, 2)
    expect(page.locator("mark").first).to_have_text("Soap loosens grease from the skin.")
    press(page, "u")  # taken back, so the first one waits again
    stem(page, 1)
    press(page, "a")
    press(page, "n")  # on to the third, back, and on again
    stem(page, 3)
    press(page, "k")
    stem(page, 2)
    press(page, "j")
    stem(page, 3)
    reject_by_keyboard(page)
    stem(page, 4)
    edit_by_keyboard(page)
    for number in range(5, DRAFTS + 1):
        stem(page, number)
        press(page, "A")
    expect(page.locator("main")).to_contain_text("11 reviewed: 9 approved, 1 edited, 1 rejected")
    expect(page.locator("main")).to_contain_text("1 question still waits")
    visitor.look()
    visitor.click("link", "Continue reviewing")
    stem(page, 2)
    press(page, "a")
    expect(page.locator("main")).to_contain_text("12 reviewed: 10 approved, 1 edited, 1 rejected")
    expect(page.locator("main")).to_contain_text("Nothing waits for review")
    rows = site.query("SELECT decision FROM review_decision")
    assert Counter(decision for (decision,) in rows) == {
        "approved": 11, "taken-back": 1, "edited": 1, "rejected": 1,
    }  # fmt: skip


def reject_by_keyboard(page: Page) -> None:
    """R opens the reasons; letters do nothing in there; Enter sends."""
    page.keyboard.press("r")
    expect(page.get_by_label("The key is wrong")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("The key is wrong")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("The article doesn’t say that")).to_be_checked()
    stem(page, 3)
    press(page, "Enter")


def edit_by_keyboard(page: Page) -> None:
    """E leads to the editor, saving leads back to the queue."""
    press(page, "e")
    page.get_by_label("Why the right answer is right").fill("Because it says so there.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save changes", exact=True).last.press("Enter")
    stem(page, 4)
    expect(page.locator("main")).to_contain_text("Because it says so there.")
    press(page, "a")


def test_letters_can_be_switched_off(browser: Browser, site: Site, queue: str) -> None:
    with Visitor.on(browser, site, axe=False) as trainer:
        page = trainer.page
        trainer.sign_in("admin@demo.example")
        trainer.go("/account")
        page.locator("#shortcuts-1").check()
        with page.expect_navigation():
            page.locator("form", has=page.locator("#shortcuts-1")).get_by_role("button").click()
        trainer.go(queue)
        expect(page.locator("kbd")).to_have_count(0)
        for key in "aerjnku":
            page.keyboard.press(key)
        stem(page, 1)
        expect(page.get_by_label("The key is wrong")).to_be_hidden()


def test_the_queue_works_without_a_script(browser: Browser, site: Site, queue: str) -> None:
    with Visitor.on(browser, site, script=False, width=320) as trainer:
        trainer.sign_in("owner@demo.example")
        trainer.go(queue)
        trainer.click("button", "Approve")
        stem(trainer.page, 2)
        trainer.page.locator("summary", has_text="Reject this question").click()
        trainer.page.get_by_label("Unclear").check()
        trainer.click("button", "Reject")
        stem(trainer.page, 3)
        trainer.click("button", "Take it back")
        stem(trainer.page, 2)
