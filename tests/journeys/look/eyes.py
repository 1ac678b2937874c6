"""Looking at a page, narrow and wide, light and dark, and knowing which pages were seen."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.look.world import World
from tests.journeys.site import ROOT
from tests.journeys.visitor import AXE_OPTIONS

TEMPLATES = ROOT / "templates"
SCREENSHOTS = ROOT / "build" / "screenshots"
SIZES = ((360, 780), (1280, 800))
SCHEMES = ("light", "dark")

# What is wrong with the page as it is shown now, in words.
PROBLEMS = """hasManyActions => {
  const wrong = [];
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) wrong.push(`${wide} px wider than the window`);
  for (const e of document.querySelectorAll('img, svg')) {
    const hidden = e.closest('[aria-hidden=true], [hidden]') !== null;
    const words = e.getAttribute('alt') ?? e.getAttribute('aria-label')
      ?? e.querySelector(':scope > title')?.textContent
      ?? e.closest('[role=img]')?.getAttribute('aria-label');
    const isEmpty = e.localName === 'img' ? words === undefined || words === null : !words;
    if (!hidden && isEmpty) wrong.push(`without words: ${e.outerHTML.slice(0, 120)}`);
  }
  const actions = [...document.querySelectorAll('.button[data-kind=primary]')].filter(shown);
  if (actions.length > 1 && !hasManyActions) {
    wrong.push(`${actions.length} primary buttons: ${actions.map((e) => e.innerText).join(', ')}`);
  }
  return wrong;
}"""


@dataclass
class Eyes:
    """A browser window that looks at each page in both sizes and both schemes."""

    page: Page
    persona: str
    world: World

    def see(self, name: str, path: str, status: int = 200, **how: Any) -> None:
        """Go to this address, and look at what is there."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.look(name, **how)

    def press(self, name: str, button: str, **how: Any) -> None:
        """Send the form with this button, and look at what comes of it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        self.look(name, **how)

    def look(self, name: str, *, axe: bool = False, has_many_actions: bool = False) -> None:
        """Nothing is wrong with the page, in both sizes and both schemes."""
        wrong: list[str] = []
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width, height in SIZES:
                self.page.set_viewport_size({"width": width, "height": height})
                found = self.page.evaluate(PROBLEMS, has_many_actions)
                wrong += [f"{width} px, {scheme}: {problem}" for problem in found]
                self._keep(f"{self.persona}-{name}-{width}-{scheme}.png")
            if axe:
                seen = Axe().run(self.page, options=AXE_OPTIONS)
                wrong += [f"{scheme}: {v['id']}: {v['help']}" for v in seen.response["violations"]]
        assert not wrong, f"{name} ({self.page.url}):\n" + "\n".join(wrong)

    def _keep(self, name: str) -> None:
        if os.environ.get("SCREENSHOTS") == "1":
            self.page.screenshot(path=SCREENSHOTS / name, full_page=True)

    def has_seen(self, *folders: str, but: Sequence[str] = ()) -> None:
        """Every template below these paths, but for some, that is a page was rendered."""
        pages = {page for folder in folders for page in pages_in(folder)}
        others = {page for folder in but for page in pages_in(folder)}
        missing = pages - others - self.world.rendered
        assert not missing, f"nobody has looked at {sorted(missing)}"


def pages_in(path: str) -> set[str]:
    """Templates that fill a layout's main block, below or at this path."""
    root = TEMPLATES / path
    files = [root] if root.is_file() else root.rglob("*.html")
    texts = {file: file.read_text() for file in files}
    return {
        file.relative_to(TEMPLATES).as_posix()
        for file, text in texts.items()
        if "{% extends" in text and "{% block main %}" in text
    }


def somebody_was_faster(
    eyes: Eyes, places: dict[str, str], name: str, label: str, button: str
) -> None:
    """Two windows on the same thing: the second save meets the first."""
    slow = eyes.page.context.new_page()
    slow.goto(places[name])
    eyes.page.goto(places[name])
    for page, words in ((eyes.page, "What the first one says"), (slow, "And the second one")):
        page.get_by_label(label, exact=True).fill(words)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).last.click()
    expect(slow.locator("h1")).to_contain_text("Somebody else has saved")
    Eyes(slow, eyes.persona, eyes.world).look(f"{name}-conflict", axe=True)
    slow.close()
