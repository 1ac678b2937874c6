"""A trainer's way from an article to a course, and a learner's through it; by web and command."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site
from tests.journeys.test_learner_journey import public_path, verify_as_a_stranger
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
ARTICLE = Path(__file__).resolve().parents[1] / "articles" / "samples" / "run_in_headings.txt"
MODULES = ("What Lives in the Heap", "Balancing Greens and Browns", "Why Turning Pays Off",
           "The Limits of a Home Heap", "Conclusion")  # fmt: skip


def write_question(trainer: Visitor, kind: str, stem: str, sentence: int) -> None:
    """Write, complete and approve one question on the module page that is open."""
    page = trainer.page
    page.locator(f"button[value='kind-{kind}']").click()
    page.get_by_label("Question", exact=True).fill(stem)
    if kind != "true_false":
        for n, words in enumerate(("Yes, it does", "No, it doesn’t", "Only in winter")):
            page.locator(f"[name=options-{n}-text]").fill(words)
    page.locator("[name=options-0-correct]").check(force=True)
    if kind == "multiple":
        page.locator("[name=options-1-correct]").check(force=True)
    for n in (0, 1) if kind == "true_false" else (0, 1, 2):
        page.locator(f"[name=options-{n}-feedback]").fill("The article says otherwise.")
    page.locator("[name=explanation]").fill("The article says so in plain words.")
    page.locator("[name=sentences]").nth(sentence).check(force=True)
    trainer.click("button", "Save and approve")
    expect(page.locator("main")).to_contain_text("Approved")


def test_an_article_becomes_a_course_and_a_learner_passes_it(
    browser: Browser, visitor: Visitor, site: Site
) -> None:
    trainer, page = visitor, visitor.page
    trainer.sign_in("trainer@demo.example")
    trainer.go("/teach")
    trainer.click("link", "Import article")
    page.locator("[name=file]").set_input_files(ARTICLE)
    page.get_by_label("We wrote it").check()
    trainer.click("button", "Import and see how it is cut")
    see_how_it_was_cut(trainer)
    course = page.url.removesuffix("/structure")
    for n, title in enumerate(MODULES):
        trainer.go(course + "/questions")
        section = page.locator("section", has=page.get_by_role("heading", name=title)).last
        section.get_by_role("link", name="Write a question").click()
        kind = ("single", "multiple", "true_false")[n % 3]
        write_question(trainer, kind, f"Does the article speak of {title}?", 0)
    trainer.go(course)
    trainer.click("button", "Preview as a learner")
    expect(page.locator("body")).to_contain_text("Nothing here counts")
    trainer.go(course)
    trainer.click("button", "Publish version 1")
    expect(page.locator("main")).to_contain_text("Published")
    learn_it(browser, site)


def see_how_it_was_cut(trainer: Visitor) -> None:
    page = trainer.page
    for title in MODULES:
        expect(page.locator(".module-outline")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("Looks like site navigation")
    card = page.locator(".module-card", has_text="The Limits of a Home Heap")
    card.get_by_role("button", name="Merge up").click()
    expect(page.locator(".module-outline")).not_to_contain_text("The Limits of a Home Heap")
    trainer.click("button", "Undo last change")
    expect(page.locator(".module-outline")).to_contain_text("The Limits of a Home Heap")
    card.get_by_text("Rename").click()
    card.locator("[name=title]").fill("What a heap can’t do")
    card.get_by_role("button", name="Save title").click()
    expect(page.locator(".module-outline")).to_contain_text("What a heap can’t do")
    trainer.click("button", "Undo last change")
    trainer.look()


def learn_it(browser: Browser, site: Site) -> None:
    with Visitor.on(browser, site) as learner:
        learner.sign_in("learner@demo.example")
        learner.go("/")
        learner.click("link", "Feeding the Soil")
        learner.click("button", "Start course")
        address = learner.page.url
        for _ in MODULES:
            learner.go(address)
            learner.page.locator(".next-step a").click()
            if learner.page.get_by_role("link", name="Go on to module").count():
                learner.click("link", "Go on to module")
            learner.page.get_by_role("button", name="Start the quiz").click()
            learner.choose(*learner.right_answer())
            learner.click("button", "Check answer")
            expect(learner.page.locator(".source-quote mark").first).to_be_visible()
            learner.click("link", "See your result")
            expect(learner.page.locator("h1")).to_have_text("You passed")
        learner.click("link", "See your certificate")
        verify_as_a_stranger(browser, site, public_path(learner), "Lena Okafor")


def test_the_same_article_by_command(site: Site, visitor: Visitor) -> None:
    outline = json.loads(site.command("articles", "outline", str(ARTICLE), "--json"))
    assert tuple(s["title"] for s in outline["sections"] if s["kind"] != "overview") == MODULES
    assert [len(s["items"]) for s in outline["sections"]] == [0, 0, 0, 4, 0, 0]
    assert outline["dropped"][-1]["text"] == "Related News"
    told = json.loads(
        site.command(
            "courses", "import", str(ARTICLE), "--organization", "harbour-clinic", "--json"
        )
    )
    visitor.sign_in("trainer@demo.example")
    visitor.go(f"/teach/courses/{told['id']}")
    for title in MODULES:
        expect(visitor.page.locator("main")).to_contain_text(title)
