"""Answers are saved at each change, and the page never says so before it is true."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.site import Site
from tests.journeys.test_learner_journey import join, open_next_module, sign_up
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey


def start_quiz(visitor: Visitor) -> str:
    """The address of the first question with one answer among three or more."""
    open_next_module(visitor)
    visitor.click("button", "Start the quiz")
    while visitor.page.locator("main .option input[type=radio]").count() < 3:
        visitor.choose(*visitor.right_answer())
        visitor.click("button", "Check answer")
        visitor.click("link", "Continue")
    return visitor.page.url


def state(page: Page) -> str:
    return page.locator(".save-state [data-state]:not([hidden])").inner_text()


def chosen(page: Page) -> str | None:
    return page.locator("main .option input:checked").get_attribute("value")


def choose(page: Page, place: int) -> str | None:
    field = page.locator("main .option input").nth(place)
    page.locator(f"label[for='{field.get_attribute('id')}']").click()
    return field.get_attribute("value")


def shows(page: Page, value: str | None) -> None:
    """Waits, since a page that is older than the last save shows it only once loaded again."""
    expect(page.locator("main .option input:checked")).to_have_value(value or "")


def saved(page: Page) -> None:
    expect(page.locator(".save-state [data-state=saved]")).to_be_visible(timeout=5_000)


def test_an_answer_goes_with_its_learner_to_another_device(browser: Browser, site: Site) -> None:
    with Visitor.on(browser, site, axe=False) as visitor:
        sign_up(visitor, "Nina Saves", "nina@example.org")
        join(visitor)
        place = start_quiz(visitor)
        value = choose(visitor.page, 0)
        saved(visitor.page)
        visitor.page.reload()
        assert chosen(visitor.page) == value
        saved(visitor.page)
        with Visitor.on(browser, site, width=360, axe=False) as phone:
            phone.sign_in("nina@example.org", "a long password")
            phone.go(place)
            assert chosen(phone.page) == value
            other = choose(phone.page, 1)
            saved(phone.page)
        # The first window learns of it at its next change, and shows what is stored.
        choose(visitor.page, 2)
        expect(visitor.page.locator(".save-state [data-state=elsewhere]")).to_be_visible()
        assert chosen(visitor.page) == other
        # A refusal is what was to be seen here.
        visitor.problems = [problem for problem in visitor.problems if ": 409 for" not in problem]


def test_without_a_line_the_answer_is_kept_and_never_called_saved(
    browser: Browser, site: Site
) -> None:
    with Visitor.on(browser, site, axe=False) as visitor:
        page = visitor.page
        sign_up(visitor, "Otto Offline", "otto@example.org")
        join(visitor)
        start_quiz(visitor)
        page.context.set_offline(True)
        value = choose(page, 1)
        expect(page.locator(".save-state [data-state=kept]")).to_be_visible()
        assert "Not saved yet" in state(page)
        page.context.set_offline(False)
        saved(page)
        # Closed while the line was down: the copy in this browser is sent when it comes back.
        page.context.set_offline(True)
        other = choose(page, 0)
        expect(page.locator(".save-state [data-state=kept]")).to_be_visible()
        page.context.set_offline(False)
        page.reload()
        assert other != value
        shows(page, other)
        saved(page)
        page.reload()
        shows(page, other)
        visitor.problems = [p for p in visitor.problems if "ERR_INTERNET_DISCONNECTED" not in p]


def test_a_page_written_before_the_last_save_arrived_is_loaded_again(
    browser: Browser, site: Site
) -> None:
    with Visitor.on(browser, site, axe=False) as visitor:
        page = visitor.page
        sign_up(visitor, "Rita Reloads", "rita@example.org")
        join(visitor)
        address = start_quiz(visitor)
        choose(page, 1)
        saved(page)
        old = page.context.request.get(address).text()
        last = choose(page, 0)
        expect(page.locator(".save-state [data-state=saving]")).to_be_visible()
        saved(page)
        page.route(address, lambda way: way.fulfill(body=old, content_type="text/html"), times=1)
        page.reload()
        shows(page, last)
        saved(page)


def test_a_save_whose_answer_was_lost_is_ones_own_and_not_another_windows(
    browser: Browser, site: Site
) -> None:
    with Visitor.on(browser, site, axe=False) as visitor:
        page = visitor.page
        sign_up(visitor, "Lara Lost", "lara@example.org")
        join(visitor)
        start_quiz(visitor)
        is_down = True

        def lose_the_answer(route: Route) -> None:
            if is_down:
                route.fetch()
                route.abort()
            else:
                route.continue_()

        page.route("**/save", lose_the_answer)
        choose(page, 0)
        expect(page.locator(".save-state [data-state=kept]")).to_be_visible()
        last = choose(page, 1)
        is_down = False
        saved(page)
        assert chosen(page) == last
        # The same with a page loaded anew in between, which shows the save of unknown fate.
        is_down = True
        choose(page, 2)
        expect(page.locator(".save-state [data-state=kept]")).to_be_visible()
        last = choose(page, 0)
        page.unroute("**/save")
        page.route("**/save", lambda route: route.abort())
        page.reload()
        expect(page.locator(".save-state [data-state=kept]")).to_be_visible()
        assert chosen(page) == last
        page.unroute("**/save")
        saved(page)
        page.reload()
        shows(page, last)
        visitor.problems = [p for p in visitor.problems if ": 409 for" not in p]
