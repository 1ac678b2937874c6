"""From a Word file to a published course: cut, reviewed by keyboard, completed from a sentence."""

import io
import time
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.test_review_journey import press
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
ARTICLES = Path(__file__).resolve().parents[1] / "quizzes" / "drafting" / "articles"
ARTICLE = ARTICLES / "honey-bees.md"
DRAFTS = 11


def word_file(markdown: str) -> bytes:
    """The article as somebody types it in a word processor: with its styles."""
    document = docx.Document()
    for paragraph in markdown.split("\n\n"):
        for line in paragraph.strip().splitlines():
            if line.startswith("# "):
                document.add_paragraph(line[2:], style="Title")
            elif line.startswith("## "):
                document.add_heading(line[3:], level=1)
            elif line.startswith("- "):
                document.add_paragraph(line[2:], style="List Bullet")
            else:
                document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_word_file_becomes_a_published_course(site: Site, visitor: Visitor) -> None:
    page, begun = visitor.page, time.monotonic()
    visitor.sign_in("trainer@demo.example")
    course = upload(visitor)
    fix_one_boundary(visitor)
    review_by_keyboard(visitor, course)
    write_from_a_sentence(visitor, course)
    visitor.go(course)
    visitor.click("button", "Publish version 1")
    expect(page.locator("main")).to_contain_text("Published")
    rows = site.query("SELECT decision FROM review_decision")
    assert len(rows) == DRAFTS + 1
    asked = site.query("SELECT 1 FROM quiz_item JOIN quiz_version v ON v.id = quiz_version_id")
    assert len(asked) >= DRAFTS - 1
    print(f"from the file to the published course: {time.monotonic() - begun:.0f} s")


def upload(trainer: Visitor) -> str:
    page = trainer.page
    trainer.go("/teach/import")
    content = word_file(ARTICLE.read_text())
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.set_input_files(
        "[name=file]", {"name": "honey-bees.docx", "mimeType": kind, "buffer": content}
    )
    page.get_by_label("We wrote it").check()
    page.get_by_role("button", name="Import and see how it is cut").click()
    page.wait_for_url("**/structure")
    trainer.look()
    modules = page.locator(".module-outline")
    for title in ("The colony", "Making honey", "Threats"):
        expect(modules).to_contain_text(title)
    return page.url.removesuffix("/structure")


def fix_one_boundary(trainer: Visitor) -> None:
    """Two short modules become one."""
    page = trainer.page
    card = page.locator(".module-card", has_text="Threats")
    card.get_by_role("button", name="Merge up").click()
    expect(page.locator(".module-outline")).not_to_contain_text("Threats")
    trainer.look()


def review_by_keyboard(trainer: Visitor, course: str) -> None:
    """All but one draft are approved as they are; the first one is refused."""
    page = trainer.page
    trainer.go(f"{course}/questions")
    trainer.click("link", "Start reviewing")
    expect(page.locator("main")).to_contain_text(f"Question 1 of {DRAFTS}")
    reject_as_trivial(page)
    for _draft in range(DRAFTS - 1):
        expect(page.locator("mark").first).to_be_visible()
        press(page, "a")
    expect(page.locator("main")).to_contain_text("Nothing waits for review")
    trainer.look()


def reject_as_trivial(page: Page) -> None:
    page.keyboard.press("r")
    expect(page.get_by_label("The key is wrong")).to_be_focused()
    page.get_by_label("Trivial: nobody learns from it").check()
    press(page, "Enter")


def write_from_a_sentence(trainer: Visitor, course: str) -> None:
    page = trainer.page
    trainer.click("link", "Which sentences are tested")
    sentence = "The angle of the dance gives the direction relative to the sun."
    page.locator("details", has_text=sentence).locator("summary").click()
    with page.expect_navigation():
        page.get_by_role("link", name=f"Write a question – {sentence}").click()
    trainer.look()
    expect(page.locator("[name=sentences]:checked")).to_have_count(1)
    page.get_by_label("Question", exact=True).fill("What does the angle of the dance give?")
    for n, words in enumerate(("The direction relative to the sun", "The distance", "The taste")):
        page.locator(f"[name=options-{n}-text]").fill(words)
    page.locator("[name=options-0-correct]").check(force=True)
    for n in (1, 2):
        page.locator(f"[name=options-{n}-feedback]").fill(
            "Something else about the dance tells it."
        )
    page.locator("[name=explanation]").fill(
        "The angle stands for the direction relative to the sun."
    )
    trainer.click("button", "Save and approve")
    expect(page.locator("main")).to_contain_text("Approved")
