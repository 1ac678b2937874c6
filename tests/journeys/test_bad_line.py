"""Over a line that loses three of ten requests, whoever goes on like a person loses nothing."""

import json
import re
from random import Random

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect

from tests.journeys.site import Site
from tests.journeys.test_learner_journey import join, open_next_module, sign_up
from tests.journeys.test_saving import choose
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
LOST = 0.3  # of all requests; half of them after the server has done its work
QUESTIONS = 5
PATIENCE = 300  # things a person does for one quiz before they give up
WAYS = (
    ("link", "Continue"), ("link", "See your result"),
    ("button", "Continue the quiz"), ("button", "Start the quiz"),
)  # fmt: skip
EXPECTED = re.compile(r": 409 for .*/save$|ERR_FAILED")


class BadLine:
    """Loses requests on their way, or their answers on the way back."""

    def __init__(self, page: Page, seed: int) -> None:
        self.chance = Random(seed)
        self.sent = self.lost = self.lost_answers = 0
        self.has_script = False  # whether the page that is shown now got its script
        page.context.route("**/*", self.carry)

    def carry(self, route: Route) -> None:
        self.sent += 1
        luck = self.chance.random()
        request = route.request
        if request.is_navigation_request():
            self.has_script = False
        try:
            if luck < LOST / 2:
                self.lost += 1
                return route.abort()
            if luck < LOST:
                self.lost_answers += 1
                route.fetch(max_redirects=0)
                return route.abort()
            self.has_script = self.has_script or request.resource_type == "script"
            route.continue_()
        except Error:
            pass  # the page has gone on meanwhile


class Person:
    """Knows what they chose last, and reloads, goes back and presses again until it is there."""

    def __init__(self, page: Page, home: str, seed: int) -> None:
        self.page, self.place = page, home
        self.chance = Random(seed)
        self.line = BadLine(page, seed)
        self.wanted: dict[int, list[str]] = {}
        self.is_kept: dict[int, bool] = {}
        self.pressed: set[int] = set()
        # Questions at which something entered was gone, though the page's script was there.
        self.vanished: list[int] = []
        page.set_default_timeout(3_000)

    def take_quiz(self) -> None:
        """From the module's page to the result, whatever is lost on the way."""
        for _ in range(PATIENCE):
            if self.page.url.endswith("/result") and self.page.locator("h1").count():
                return
            try:
                self._go_on()
            except Error:
                self._try_again()
        raise AssertionError(f"{self.page.url}: no result in {PATIENCE} steps")

    def _go_on(self) -> None:
        self.page.wait_for_load_state("load")
        if "/attempts/" in self.page.url:
            self.place = self.page.url
        main = self.page.locator("main")
        if main.locator("form[data-save]").count():
            return self._answer(int(self.page.url.partition("?")[0].rsplit("/", 1)[1]))
        for role, name in WAYS:
            found = main.get_by_role(role, name=name)  # type: ignore[arg-type]
            if found.count():
                return self._press(found.first)
        self.page.goto(self.place)

    def _answer(self, n: int) -> None:
        self._look(n)
        if n not in self.pressed and (n not in self.wanted or self.chance.random() < 0.5):
            for _ in range(self.chance.randrange(1, 4)):
                self._choose(n)
                self.page.wait_for_timeout(self.chance.choice((0, 100, 400, 900)))
        if self.chance.random() < 0.3:
            self.page.reload()
            return
        self._show(self.wanted[n])
        self.pressed.add(n)
        self._press(self.page.get_by_role("button", name="Check answer"))

    def _look(self, n: int) -> None:
        """Is what was chosen last still there?"""
        if n not in self.wanted or not self.is_kept[n] or self._shown() == self.wanted[n]:
            return
        # A page that is older than its last save is loaded again by its script.
        self.page.wait_for_timeout(500)
        self.page.wait_for_load_state("load")
        if self.line.has_script and self._shown() not in (None, self.wanted[n]):
            self.vanished.append(n)

    def _shown(self) -> list[str] | None:
        """What is chosen on the page; None where there is no question to answer."""
        if not self.page.locator("form[data-save]").count():
            return None
        found = self.page.locator("main .option input:checked").all()
        return sorted(field.get_attribute("value") or "" for field in found)

    def _choose(self, n: int) -> None:
        """Any option; again if that leaves none chosen."""
        count = self.page.locator("main .option input").count()
        while True:
            choose(self.page, self.chance.randrange(count))
            self.is_kept[n] = self.line.has_script
            self.wanted[n] = self._shown() or []
            if self.wanted[n]:
                return

    def _show(self, values: list[str]) -> None:
        """Choose these, where a page without its script has forgotten them."""
        for place, field in enumerate(self.page.locator("main .option input").all()):
            should_be = field.get_attribute("value") in values
            if field.is_checked() != should_be and (
                should_be or field.get_attribute("type") == "checkbox"
            ):
                choose(self.page, place)

    def _press(self, found: Locator) -> None:
        with self.page.expect_navigation():
            found.click()

    def _try_again(self) -> None:
        """What people do in front of a page that didn't come."""
        try:
            match self.chance.randrange(3):
                case 0:
                    self.page.reload()
                case 1:
                    self.page.go_back()
                case 2:
                    self.page.goto(self.place)
        except Error:
            pass


@pytest.mark.parametrize(
    "seed", [1, 2, *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 13))]
)
def test_a_quiz_gets_done_over_a_line_that_loses_three_of_ten(
    browser: Browser, site: Site, seed: int
) -> None:
    with Visitor.on(browser, site, axe=False) as visitor:
        page = visitor.page
        sign_up(visitor, f"Lena Lossy {seed}", f"lossy{seed}@example.org")
        join(visitor)
        open_next_module(visitor)
        person = Person(page, page.url, seed)
        person.take_quiz()
        page.context.unroute_all(behavior="ignoreErrors")
        page.reload()
        line = person.line
        lost = f"{line.lost} lost, {line.lost_answers} answers lost"
        print(f"\nseed {seed}: {line.sent} requests, {lost}")
        assert min(line.lost, line.lost_answers) > 0
        assert person.vanished == []
        attempt = page.url.split("/")[-2]
        rows = site.query(
            "SELECT answer.position, answer.given, answer.is_correct, attempt.correct, "
            "attempt.state FROM answer JOIN attempt ON attempt.id = answer.attempt_id "
            f"WHERE attempt.enrolment_id = (SELECT enrolment_id FROM attempt "
            f"WHERE public_id = '{attempt}')"
        )
        stored = {position: sorted(json.loads(given)) for position, given, *_ in rows}
        assert len(rows) == len(stored) == QUESTIONS, "one attempt"
        assert stored == person.wanted
        assert {(correct, state) for *_, correct, state in rows} == {
            (sum(is_correct for _, _, is_correct, *_ in rows), "closed")
        }
        expect(page.locator("main")).to_contain_text(f"{rows[0][3]} of {QUESTIONS}")
        # What was lost and refused on the way is what was to be seen here.
        visitor.problems = [p for p in visitor.problems if not EXPECTED.search(p)]
