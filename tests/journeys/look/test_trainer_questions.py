"""Every page about questions in a trainer's eyes: written, reviewed, exchanged, corrected."""

from collections.abc import Callable

import pytest

from tests.images import SVG
from tests.journeys.look.eyes import Eyes, somebody_was_faster
from tests.journeys.look.world import World

pytestmark = pytest.mark.journey

QUESTION_FILE = """What does soap loosen from the skin, so that water can take it away? {
=Grease#Yes: it carries most of the germs.
~%50%Some of the grease
~Skin
####Soap loosens grease.}

How long is long enough? {#20:5}

Which of these {=a ~b

Describe how you wash your hands. {}

Soap {=loosens =frees} grease.
"""

# Where no journey comes by, so that axe has to look here.
AXE = (
    "bank-found", "question-typed-by-another", "question-versions", "question-copy",
    "drafted", "review", "coverage", "reviewed", "review-stale", "question-import",
    "question-export",
)  # fmt: skip


def test_what_a_trainer_sees_of_questions(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("trainer", "trainer@demo.example"), world.places["questions"]
    for name, path in places.items():
        eyes.see(name, path, axe=name in AXE or name.startswith("correct"))
    of_courses = world.places["courses"]
    eyes.see("bundle", of_courses["bundle"])
    correcting(eyes, places)
    eyes.page.goto(of_courses["reports"])
    eyes.press("reports-one-handled", "Mark as handled")
    exchanging(eyes, places)
    writing(eyes, places)
    reviewing(eyes, places)
    somebody_was_faster(eyes, places, "question-pictured", "Question", "Save changes")
    eyes.has_seen("trainer/questions", "trainer/review", "trainer/exchange")


def correcting(eyes: Eyes, places: dict[str, str]) -> None:
    """From what is wrong, by whom it affects, to what was made of it."""
    page = eyes.page
    page.goto(places["correct"])
    eyes.press("correct-error", "See whom it affects", axe=True)
    page.get_by_label("Everybody who was asked is right").check()
    page.get_by_label("What was wrong?").fill("Both answers can be read out of the text.")
    eyes.press("correct-preview", "See whom it affects", axe=True)
    eyes.press("correct-change", "Change something")
    eyes.press("correct-preview-again", "See whom it affects")
    eyes.press("corrected", "Correct results", axe=True)


def exchanging(eyes: Eyes, places: dict[str, str]) -> None:
    """Questions as files, in and out: what is asked, what is found, what is wrong."""
    page = eyes.page
    page.goto(places["question-import"])
    eyes.press("question-import-error", "See what is in it", axe=True)
    page.get_by_label("Or paste the questions").fill(QUESTION_FILE)
    eyes.press("question-import-check", "See what is in it", axe=True)
    page.goto(places["question-import"])
    page.get_by_label("Or paste the questions").fill("Tell us all you know. {}")
    eyes.press("question-import-nothing", "See what is in it", axe=True)
    page.goto(places["question-export"])
    page.get_by_label("GIFT").check()
    page.get_by_label("Which questions?").select_option("all")
    eyes.press("question-export-gift", "See what goes into the file", axe=True)
    page.goto(places["question-export"])
    page.get_by_label("Aiken").check()
    page.get_by_label("Which questions?").select_option("drafts")
    eyes.press("question-export-aiken", "See what goes into the file", axe=True)


def writing(eyes: Eyes, places: dict[str, str]) -> None:
    """What comes of the forms: other kinds, what is missing, what can't be."""
    page = eyes.page
    kinds = (
        "Several right", "True or false", "Matching", "Ordering", "Gap text", "Short text",
        "Number",
    )  # fmt: skip
    for kind in kinds:
        page.goto(places["write-question"])
        eyes.press(f"write-{kind.split()[0].lower()}", kind)
    page.goto(places["write-question"])
    eyes.press("question-incomplete", "Save and approve", axe=True)
    page.goto(places["write-question"])
    page.locator("summary", has_text="Image above the question").click()
    page.set_input_files(
        "#image-file", {"name": "hands.svg", "mimeType": "image/svg+xml", "buffer": SVG}
    )
    eyes.press("image-refused", "Save as a draft", axe=True)
    eyes.see("question-pictured", places["question-pictured"], axe=True)


def reviewing(eyes: Eyes, places: dict[str, str]) -> None:
    """One draft after another, and several at once."""
    page = eyes.page
    page.goto(places["review"])
    page.keyboard.press("r")
    eyes.press("review-reject-error", "Reject", axe=True)
    page.goto(places["drafted"])
    eyes.press("selected-reject", "Reject selected", axe=True)
    page.goto(places["drafted"])
    eyes.press("selected-approve", "Approve selected", axe=True)
    page.goto(places["review"])
    eyes.press("review-next", "Approve", axe=True)
    page.goto(places["drafted"])
    with page.expect_navigation():
        page.get_by_role("button", name="Approve selected").click()
    eyes.press("selected-approved", page.locator("h1").inner_text())
    eyes.see("reviewed-all", places["reviewed"], axe=True)
