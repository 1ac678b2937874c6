"""Somebody in front of a real browser; each new kind of page is checked as they come to it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.journeys.site import DEMO_PASSWORD, Site

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What differs between two pages of one kind: ids, numbers, and the names of courses and modules.
_NAMES = re.compile(r"(?<=/)([0-9a-z]{26}|[0-9A-Z]{2,}(-[0-9A-Z]+)+|\d+)(?=/|$)")
_PARTS = re.compile(r"^(/learn|/courses)/[^/]+(/[^/]+)?(/.*)?$")


class Visitor:
    """A browser window on the site. `problems` gathers what goes wrong behind the page."""

    def __init__(
        self, page: Page, site: Site, *, has_script: bool = True, uses_axe: bool = True
    ) -> None:
        self.page = page
        self.site = site
        self.has_script = has_script
        self.uses_axe = uses_axe and has_script
        self.problems: list[str] = []
        # Addresses of pages whose form was sent.
        self._sent: set[str] = set()
        self._seen: set[str] = set()
        page.on("console", self._hear)
        page.on("request", self._send)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("response", self._receive)

    @classmethod
    @contextmanager
    def on(
        cls,
        browser: Browser,
        site: Site,
        *,
        width: int = 1280,
        script: bool = True,
        axe: bool = True,
        **options: Any,
    ) -> Iterator["Visitor"]:
        """A browser of one's own: nobody else's cookies."""
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script,
            base_url=site.address, reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        visitor = cls(context.new_page(), site, has_script=script, uses_axe=axe)
        try:
            yield visitor
        finally:
            context.close()
        assert visitor.problems == [], "\n".join(visitor.problems)

    def another_tab(self) -> "Visitor":
        """The same person in a second tab; its problems are this one's too."""
        tab = Visitor(self.page.context.new_page(), self.site, uses_axe=self.uses_axe)
        tab.problems, tab._seen = self.problems, self._seen
        return tab

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def click(self, role: str, name: str) -> None:
        """Follow the first link or button with these words, beside header and footer."""
        found = self.page.locator("main, aside").get_by_role(role, name=name).first  # type: ignore[arg-type]
        # All of them lead somewhere; looking at a page that is going away would be a race.
        with self.page.expect_navigation():
            found.click()
        self.look()

    def enter(self) -> None:
        """Press Enter, and wait for the page that comes of it."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def sign_in(self, address: str, password: str = DEMO_PASSWORD) -> None:
        self.go("/account/sign-in")
        self.page.get_by_label("E-mail address").fill(address)
        self.page.get_by_label("Password").fill(password)
        self.click("button", "Sign in")

    def sign_out(self) -> None:
        self.page.locator(".site-account summary").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign out").click()
        self.look()

    def choose(self, *ids: str) -> None:
        """Choose options by their labels, as a finger does."""
        for id in ids:
            field = self.page.locator(f"main input[value='{id}']")
            self.page.locator(f"label[for='{field.get_attribute('id')}']").click()

    def right_answer(self) -> list[str]:
        """The right options of the question that is shown."""
        return self.site.right_answers()[self.h1()]

    def wrong_answer(self) -> list[str]:
        inputs = self.page.locator("main .option input").all()
        values = [field.get_attribute("value") or "" for field in inputs]
        return [value for value in values if value not in self.right_answer()][:1]

    def h1(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    def look(self) -> None:
        """No sideways scrolling on any page; axe silent in light and dark, once per kind."""
        # By a locator, which waits: right after a click there may be no document yet.
        width, window = self.page.locator("html").evaluate(
            "page => [page.scrollWidth, window.innerWidth]"
        )
        assert width <= window, f"{self.page.url} scrolls sideways: {width} > {window}"
        kind = kind_of(self.page)
        if not self.uses_axe or kind in self._seen:
            return
        self._seen.add(kind)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(self.page, options=AXE_OPTIONS)
            assert not found.response["violations"], (
                f"{self.page.url} ({scheme}):\n{found.generate_report()}"
            )
        self.page.emulate_media(color_scheme="light")

    def _hear(self, message: ConsoleMessage) -> None:
        # What failed to load comes with its address through _receive.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"{self.page.url}: {message.text}")

    def _send(self, request: Request) -> None:
        if request.is_navigation_request() and request.method == "POST":
            self._sent.add(self.page.url)

    def _receive(self, response: Response) -> None:
        """A page may refuse (a form with an error is a 422), what it loads may not."""
        # What was kept while its form was sent may arrive after it: nobody is left to be told.
        if response.status == 409 and self.page.url in self._sent:
            return
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{self.page.url}: {response.status} for {response.url}")


def kind_of(page: Page) -> str:
    """Pages of one template in one state are of one kind."""
    path = _NAMES.sub("*", "/" + page.url.split("/", 3)[3].partition("?")[0])
    path = _PARTS.sub(lambda m: f"{m[1]}/*{'/*' if m[2] else ''}{m[3] or ''}", path)
    title = page.title()
    state = re.match(r"(Error|Correct|Not quite|Partly right|You passed|Not passed yet)", title)
    return f"{path} {state[0] if state else ''}"
