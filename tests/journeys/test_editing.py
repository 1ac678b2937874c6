"""Editing: typed text is kept, and never called saved too early; a module is split and mended."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
ARTICLE = """# Keeping bees

Bees live in hives. They make honey of nectar.

## The hive

A hive holds one queen. It also holds many workers.

Workers fly out from spring to autumn. They come back with pollen.

## The year

Winter is quiet. Spring is loud.
"""


@pytest.fixture
def trainer(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.on(browser, site) as visitor:
        visitor.sign_in("trainer@demo.example")
        yield visitor


def imported(trainer: Visitor) -> str:
    """The address of a new course."""
    page = trainer.page
    trainer.go("/teach/import")
    page.get_by_label("Paste the article").fill(ARTICLE)
    page.get_by_label("Markdown").check()
    page.get_by_label("We wrote it").check()
    trainer.click("button", "Import and see how it is cut")
    return page.url.removesuffix("/structure")


def state(page: Page, name: str) -> None:
    expect(page.locator(f".typing-state [data-state={name}]")).to_be_visible(timeout=8_000)


def test_typed_text_survives_a_reload_a_lost_line_and_a_lost_tab(trainer: Visitor) -> None:
    page = trainer.page
    editor = imported(trainer) + "/modules/the-hive"
    trainer.go(editor)
    text = page.get_by_label("Text", exact=True)
    text.fill("A hive holds one queen. Typed, not saved.")
    state(page, "typing")
    state(page, "kept")
    kept = page.locator(".typing-state [data-state=kept]").inner_text()
    assert re.match(r"Saved \d{1,2}:\d\d", kept), kept
    page.reload()
    trainer.look()
    expect(text).to_have_value("A hive holds one queen. Typed, not saved.")
    expect(page.locator("main")).to_contain_text("Typed by you")
    # Without a line nothing is called saved; it is sent as soon as the line is back.
    page.context.set_offline(True)
    text.fill("A hive holds one queen. Typed on a train.")
    state(page, "offline")
    assert "Saved" not in page.locator(".typing-state").inner_text()
    page.context.set_offline(False)
    state(page, "kept")
    # What was typed just before the page goes is sent along with its farewell.
    text.fill("A hive holds one queen. The last words.")
    page.reload()
    expect(text).to_have_value("A hive holds one queen. The last words.")
    tab = trainer.another_tab()
    page.close()
    tab.go(editor)
    text = tab.page.get_by_label("Text", exact=True)
    expect(text).to_have_value("A hive holds one queen. The last words.")
    tab.click("button", "Save")
    expect(tab.page.locator("main")).not_to_contain_text("Typed by you")
    expect(text).to_have_value("A hive holds one queen. The last words.")
    trainer.problems[:] = [p for p in trainer.problems if "ERR_INTERNET_DISCONNECTED" not in p]


def test_a_question_goes_on_in_the_same_tab_after_other_buttons(trainer: Visitor) -> None:
    page = trainer.page
    course = imported(trainer)
    trainer.go(f"{course}/modules/the-hive/questions/new")
    page.get_by_label("Question", exact=True).fill("How many queens?")
    trainer.click("button", "Save as a draft")
    page.get_by_label("Question", exact=True).fill("How many queens are there?")
    state(page, "kept")
    trainer.click("button", "Add an option")
    state(page, "kept")
    page.locator("[name=options-3-text]").fill("Two")
    state(page, "kept")
    page.reload()
    expect(page.locator("[name=options-3-text]")).to_have_value("Two")
    expect(page.get_by_label("Question", exact=True)).to_have_value("How many queens are there?")
    page.get_by_label("Question", exact=True).fill("How many queens in all?")
    state(page, "kept")
    trainer.click("button", "Discard what I typed")
    expect(page.get_by_label("Question", exact=True)).to_have_value("How many queens?")
    page.reload()
    expect(page.get_by_label("Question", exact=True)).to_have_value("How many queens?")


def test_the_second_of_two_is_told_who_is_editing(
    browser: Browser, site: Site, trainer: Visitor
) -> None:
    editor = imported(trainer) + "/modules/the-hive"
    trainer.go(editor)
    with Visitor.on(browser, site, width=360) as second:
        second.sign_in("admin@demo.example")
        second.go(editor)
        trainer.page.get_by_label("Text", exact=True).fill("The first one's words.")
        state(trainer.page, "kept")
        second.page.get_by_label("Text", exact=True).fill("The second one's words.")
        state(second.page, "typed-by-another")
        expect(second.page.locator(".typing-state")).to_contain_text("is editing this since")
        second.go(editor)
        expect(second.page.locator("main")).to_contain_text("is editing this")
        # A refusal is what was to be seen here.
        second.problems[:] = [p for p in second.problems if ": 409 for" not in p]


@pytest.mark.parametrize("script", [True, False])
def test_a_module_is_split_in_two_and_put_together_again(
    browser: Browser, site: Site, script: bool
) -> None:
    with Visitor.on(browser, site, width=360, script=script) as trainer:
        page = trainer.page
        trainer.sign_in("trainer@demo.example")
        imported(trainer)
        outline = page.locator(".module-outline")
        expect(outline.locator("li")).to_have_count(3)
        hive = page.locator("#text-the-hive")
        hive.locator("summary").click()
        hive.get_by_role("button", name="Split").click()
        expect(page.locator(".error-summary")).to_contain_text("Enter a title")
        trainer.look()
        hive.get_by_label("Title of the second part").fill("The workers")
        hive.get_by_role("button", name="Split").click()
        expect(outline.locator("li")).to_have_count(4)
        expect(page.locator("#text-the-workers")).to_contain_text("Workers fly out")
        card = page.locator(".module-card", has_text="The workers")
        card.locator("summary", has_text="Kind").click()
        card.get_by_label("What is it for?").select_option("reference")
        card.get_by_role("button", name="Save kind").click()
        expect(card).to_contain_text("No quiz")
        trainer.click("button", "Undo last change")
        trainer.click("button", "Undo last change")
        expect(outline.locator("li")).to_have_count(3)
