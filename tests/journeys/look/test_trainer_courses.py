"""Every page about courses in a trainer's eyes."""

from collections.abc import Callable

import pytest

from tests.journeys.look.eyes import Eyes, somebody_was_faster
from tests.journeys.look.world import World

pytestmark = pytest.mark.journey

# Where no journey comes by, so that axe has to look here.
AXE = (
    "import-waiting", "import-refused", "settings", "progress", "versions", "delete",
    "reopen", "reports", "bundle",
)  # fmt: skip


def test_what_a_trainer_sees_of_courses(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("trainer", "trainer@demo.example"), world.places["courses"]
    eyes.see("home", "/teach")
    eyes.see("deleted-drafts", "/teach/deleted", axe=True)
    eyes.see("import", "/teach/import", axe=True)
    eyes.press("import-error", "Import and see how it is cut")
    for name, path in places.items():
        eyes.see(name, path, axe=name in AXE or name.startswith("learner"))
    structuring(eyes, places)
    somebody_was_faster(eyes, places, "edit-module", "What learners will be able to do", "Save")
    eyes.page.goto(places["draft"])
    eyes.press("preview", "Preview as a learner")
    eyes.has_seen(
        "trainer/courses", "trainer/imports", "trainer/modules", "trainer/structures",
        "trainer/exchange/bundle.html",
    )  # fmt: skip


def structuring(eyes: Eyes, places: dict[str, str]) -> None:
    """What comes of the forms of a course's text, settings and structure."""
    page = eyes.page
    page.goto(places["edit-module"])
    eyes.press("module-preview", "Preview without saving", axe=True)
    page.goto(places["settings"])
    page.get_by_label("Title", exact=True).fill("")
    eyes.press("settings-error", "Save settings", axe=True)
    page.goto(places["structure"])
    card = page.locator(".module-card").nth(1)
    card.locator("summary", has_text="Rename").click()
    card.get_by_label("New title").fill("")
    eyes.press("rename-error", "Save title", axe=True)
    page.goto(places["structure"])
    part = page.locator("details", has_text="Split here").first
    part.locator("summary").click()
    eyes.look("structure-splitting")
    part.get_by_label("Title of the second part").fill("")
    part.get_by_role("button", name="Split").click()
    eyes.look("split-error", axe=True)
