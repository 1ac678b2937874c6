"""A learner's way from signing up to a certificate that a stranger verifies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import PostgresqlTemplates
from tests.journeys.site import Site, start
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
COURSE = "/learn/antidepressants"
MODULES = 6


def sign_up(visitor: Visitor, name: str, address: str) -> None:
    visitor.go("/account/sign-up")
    visitor.page.get_by_label("Your name").fill(name)
    visitor.page.get_by_label("E-mail address").fill(address)
    visitor.page.get_by_label("Password").fill("a long password")
    visitor.click("button", "Create account")


def test_whoever_presses_a_button_twice_sends_its_form_once(visitor: Visitor) -> None:
    visitor.go("/account/sign-up")
    visitor.page.get_by_label("Your name").fill("Twice Pressed")
    visitor.page.get_by_label("E-mail address").fill("twice@example.org")
    visitor.page.get_by_label("Password").fill("a long password")
    sent: list[str] = []
    visitor.page.on(
        "request", lambda each: sent.append(each.url) if each.method == "POST" else None
    )
    button = visitor.page.get_by_role("button", name="Create account")
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 10); }")
    expect(visitor.page.locator("h1")).to_have_text("My learning")
    assert len(sent) == 1


def join(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.click("link", "Antidepressants: what they can do")
    visitor.click("button", "Start course")
    expect(visitor.page.locator("h1")).to_contain_text("Antidepressants")


def open_next_module(visitor: Visitor) -> None:
    """Follow the one next action of the course home until there is a quiz to start."""
    visitor.go(COURSE)
    visitor.page.locator(".next-step a").click()
    visitor.look()
    if visitor.page.get_by_role("link", name="Go on to module").count():
        visitor.click("link", "Go on to module")


def take_quiz(visitor: Visitor, wrong: int = 0) -> None:
    """Answer five questions, the first `wrong` of them wrongly, up to the result."""
    visitor.page.get_by_role("button", name="Start the quiz").or_(
        visitor.page.get_by_role("button", name="Try again")
    ).click()
    for n in range(1, 6):
        expect(visitor.page.locator(".quiz-marks")).to_contain_text(f"Question {n} of 5")
        visitor.look()
        visitor.choose(*(visitor.wrong_answer() if n <= wrong else visitor.right_answer()))
        visitor.click("button", "Check answer")
        verdict = visitor.page.locator(".verdict h2")
        expect(verdict).not_to_have_text("Correct") if n <= wrong else expect(verdict).to_have_text(
            "Correct"
        )
        visitor.click("link", "Continue" if n < 5 else "See your result")


def finish(visitor: Visitor) -> None:
    for _ in range(MODULES):
        open_next_module(visitor)
        take_quiz(visitor)
        expect(visitor.page.locator("h1")).to_have_text("You passed")


def verify_as_a_stranger(browser: Browser, site: Site, path: str, name: str) -> None:
    with Visitor.on(browser, site) as stranger:
        stranger.go(path)
        expect(stranger.page.locator("h1")).to_have_text("Valid certificate")
        expect(stranger.page.locator(".certificate-name")).to_have_text(name)
        stranger.go("/verify")
        stranger.page.get_by_label("Code of the certificate").fill(
            path.split("/")[-1].lower().replace("-", " ")
        )
        stranger.click("button", "Check")
        expect(stranger.page.locator("h1")).to_have_text("Valid certificate")


def public_path(visitor: Visitor) -> str:
    href = visitor.page.get_by_role("link", name="Open the public page").get_attribute("href")
    assert href is not None
    return "/" + href.split("/", 3)[3]


def test_with_a_mouse_from_sign_up_to_a_verified_certificate(
    browser: Browser, visitor: Visitor, site: Site, downloads: Path
) -> None:
    sign_up(visitor, "Amara Okafor", "amara@example.org")
    join(visitor)
    open_next_module(visitor)
    take_quiz(visitor, wrong=2)
    expect(visitor.page.locator("h1")).to_have_text("Not passed yet")
    expect(visitor.page.locator("main")).to_contain_text("3 of 5 correct (60 %)")
    take_quiz(visitor, wrong=1)
    expect(visitor.page.locator("main")).to_contain_text("4 of 5 correct (80 %)")
    for _ in range(MODULES - 2):
        open_next_module(visitor)
        take_quiz(visitor)
    visitor.go(COURSE)
    expect(visitor.page.locator("aside")).to_contain_text("One module is left")
    visitor.page.get_by_role("link", name="Change the name").click()
    visitor.page.get_by_label("Name on the certificate").fill("Amara N. Okafor")
    visitor.click("button", "Save the name")
    open_next_module(visitor)
    take_quiz(visitor)
    visitor.click("link", "See your certificate")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download the PDF").click()
    download.value.save_as(downloads / "c.pdf")
    assert (downloads / "c.pdf").read_bytes().startswith(b"%PDF")
    verify_as_a_stranger(browser, site, public_path(visitor), "Amara N. Okafor")


def test_without_javascript(browser: Browser, site: Site) -> None:
    with Visitor.on(browser, site, script=False) as visitor:
        sign_up(visitor, "Noor Scriptless", "noor@example.org")
        join(visitor)
        finish(visitor)
        visitor.click("link", "See your certificate")
        verify_as_a_stranger(browser, site, public_path(visitor), "Noor Scriptless")


def focused(visitor: Visitor) -> str:
    """What has the focus, in words; and it can be seen."""
    words, outline = visitor.page.evaluate(
        "() => { const e = document.activeElement; const o = e.closest('.option') || e;"
        " return [(e.labels?.[0] || e).innerText || e.value || '',"
        " getComputedStyle(o).outlineStyle + getComputedStyle(e).outlineStyle] }"
    )
    assert "solid" in outline or "auto" in outline, f"nobody sees the focus on {words!r}"
    return str(words).strip()


def tab_to(visitor: Visitor, words: str) -> None:
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if words in focused(visitor):
            return
    raise AssertionError(f"no way to {words!r} by keyboard on {visitor.page.url}")


def enter(visitor: Visitor) -> None:
    """Press Enter, and wait for the page that comes of it."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def test_by_keyboard_only(browser: Browser, visitor: Visitor, site: Site) -> None:
    keyboard = visitor.page.keyboard
    visitor.go("/account/sign-in")
    keyboard.press("Tab")
    assert focused(visitor) == "Skip to the main content"
    keyboard.press("Enter")
    tab_to(visitor, "E-mail address")
    keyboard.type("learner@demo.example")
    tab_to(visitor, "Password")
    keyboard.type("harbour-demo-1")
    enter(visitor)
    visitor.page.wait_for_url("**/learn")
    visitor.go("/courses/antidepressants")
    tab_to(visitor, "Start course")
    enter(visitor)
    visitor.page.wait_for_url("**/learn/antidepressants")
    for module in range(MODULES):
        visitor.go(COURSE)
        tab_to(visitor, "Continue" if module else "Start")
        enter(visitor)
        visitor.page.wait_for_url("**/learn/antidepressants/*")
        if module == 0:
            tab_to(visitor, "Go on to module 1")
            enter(visitor)
        tab_to(visitor, "Start the quiz")
        enter(visitor)
        answer_by_keyboard(visitor, with_an_error=module == 0)
    tab_to(visitor, "See your certificate")
    enter(visitor)
    expect(visitor.page.locator(".certificate-name")).to_have_text("Lena Okafor")


def answer_by_keyboard(visitor: Visitor, *, with_an_error: bool) -> None:
    keyboard = visitor.page.keyboard
    for n in range(1, 6):
        expect(visitor.page.locator(".quiz-marks")).to_contain_text(f"Question {n} of 5")
        if with_an_error and n == 1:
            tab_to(visitor, "Check answer")
            enter(visitor)
            expect(visitor.page.locator(".error-summary")).to_be_focused()
        right = visitor.right_answer()
        fields = visitor.page.locator("main .option input").all()
        for letter, field in zip("ABCDEF", fields, strict=False):
            if field.get_attribute("value") in right:
                keyboard.press(letter)
        if len(right) > 1:
            tab_to(visitor, "Check answer")
        enter(visitor)
        expect(visitor.page.locator(".verdict h2")).to_be_focused()
        expect(visitor.page.locator(".verdict h2")).to_have_text("Correct")
        tab_to(visitor, "Continue" if n < 5 else "See your result")
        enter(visitor)
    expect(visitor.page.locator("h1")).to_have_text("You passed")


def test_at_320_pixels_nothing_scrolls_sideways_and_nothing_is_lost(
    browser: Browser, site: Site
) -> None:
    with Visitor.on(browser, site, width=320) as phone:
        sign_up(phone, "Pia Phone", "pia@example.org")
        join(phone)
        open_next_module(phone)
        phone.page.get_by_role("button", name="Start the quiz").click()
        for control in phone.page.locator("main .option, main .button").all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 44, control.inner_text()
        quiz = phone.page.url
        phone.choose(*phone.right_answer())
        phone.click("button", "Check answer")
        stem = phone.h1()
        phone.page.reload()
        expect(phone.page.locator(".verdict h2")).to_have_text("Correct")
        phone.click("link", "Continue")
        phone.page.go_back()
        phone.page.goto(quiz)
        assert phone.h1() == stem
        expect(phone.page.locator(".verdict h2")).to_have_text("Correct")
    with Visitor.on(browser, site) as desk:
        desk.sign_in("pia@example.org", "a long password")
        desk.go(COURSE)
        desk.click("button", "Continue the quiz")
        expect(desk.page.locator(".quiz-marks")).to_contain_text("Question 2 of 5")


@pytest.fixture
def postgresql_site(postgresql_templates: PostgresqlTemplates, tmp_path: Path) -> Iterator[Site]:
    for url in postgresql_templates.fresh():
        site = start(tmp_path, url)
        yield site
        assert site.stop() == 0


def test_the_same_on_postgresql(browser: Browser, postgresql_site: Site) -> None:
    with Visitor.on(browser, postgresql_site) as visitor:
        sign_up(visitor, "Petra Gres", "petra@example.org")
        join(visitor)
        finish(visitor)
        visitor.click("link", "See your certificate")
        verify_as_a_stranger(browser, postgresql_site, public_path(visitor), "Petra Gres")
