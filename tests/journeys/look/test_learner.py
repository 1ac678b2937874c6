"""Every page in a learner's eyes, and what anybody sees of their account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.look.eyes import Eyes
from tests.journeys.look.learner_places import WRONG
from tests.journeys.look.world import World
from tests.journeys.site import DEMO_PASSWORD

pytestmark = pytest.mark.journey


def test_what_a_learner_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("learner", "learner@demo.example"), world.places["learner"]
    eyes.see("my-learning", "/learn")
    eyes.see("catalogue", "/")
    eyes.see("course-page", "/courses/antidepressants")
    eyes.see("certificates", "/certificates", axe=True)
    for name, path in places.items():
        is_new_kind = name.startswith((*WRONG, "pictured"))
        eyes.see(name, path, 403 if name.startswith("locked") else 200, axe=is_new_kind)
    eyes.see("question", places["question"])
    eyes.press("question-error", "Check answer")
    eyes.see("name", places["name"])
    eyes.page.get_by_label("Name on the certificate").fill(" ")
    eyes.press("name-error", "Save the name", axe=True)
    eyes.see("report", places["report"], axe=True)
    eyes.press("report-error", "Send report", axe=True)
    eyes.page.get_by_label("There is a typo").check()
    eyes.press("reported", "Send report", axe=True)
    eyes.see("erase-name", places["erase-name"], axe=True)
    eyes.see("account", "/account", axe=True)
    eyes.see("messages", "/account/messages", axe=True)
    eyes.press("messages-saved", "Save")
    eyes.see("account", "/account")
    eyes.press("account-error", "Change password", axe=True)
    eyes.see("organizations", "/account/organizations", axe=True)
    eyes.see("new-organization", "/account/organizations/new")
    eyes.press("new-organization-error", "Make the organization", axe=True)
    eyes.see("invitation", world.places["joining"]["waiting"], axe=True)
    eyes.see("not-for-this-role", "/teach", 403, axe=True)
    eyes.see("question", places["question"])
    eyes.page.locator("main .option label").first.click()
    eyes.world.end_all_sign_ins()
    eyes.press("sign-in-again", "Check answer", axe=True)
    eyes.page.get_by_label("E-mail address").fill("learner@demo.example")
    eyes.page.get_by_label("Password").fill(DEMO_PASSWORD)
    eyes.press("send-again", "Sign in", axe=True)
    eyes.press("sent-again", "Send it now")
    expect(eyes.page.locator(".verdict")).to_be_visible()
    eyes.has_seen(
        "learner", "account/sign_ins", "account/people/settings.html", "account/organizations",
        "account/messages/messages.html",
    )  # fmt: skip


def test_what_somebody_sees_of_their_account(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("account")
    page = eyes.page
    for name, path in (("forgot", "/account/forgot"), ("ask-for-link", "/account/link")):
        eyes.see(name, path, axe=True)
        eyes.press(f"{name}-error", "Send me a link", axe=True)
        page.get_by_label("E-mail address").fill("learner@demo.example")
        eyes.press(f"{name}-asked", "Send me a link", axe=True)
    eyes.see("link-ended", "/account/reset/nothing", 404, axe=True)
    eyes.see("reset", world.link("password-reset"), axe=True)
    eyes.press("reset-error", "Set the password", axe=True)
    eyes.see("sign-in-by-link", world.link("sign-in-link"))
    page.goto("/account/sign-up")
    page.get_by_label("Your name").fill("Noor Haddad")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    eyes.press("signed-up", "Create account")
    eyes.see("unconfirmed", "/account", axe=True)
    eyes.see("confirm", world.link("confirm-address"), axe=True)
    eyes.press("confirmed", "Confirm this address", axe=True)
    eyes.see("change-address", "/account/address", axe=True)
    eyes.press("change-address-error", "Send a link to the new address", axe=True)
    eyes.see("data", "/account/data", axe=True)
    eyes.press("data-waiting", "Put a copy together", axe=True)
    world.work()
    eyes.see("data-ready", "/account/data", axe=True)
    eyes.see("erase", "/account/erase", axe=True)
    eyes.press("erase-error", "Erase my account in 14 days", axe=True)
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    eyes.press("erasing", "Erase my account in 14 days", axe=True)
    eyes.see("account-erasing", "/account", axe=True)
    eyes.has_seen("account/links", "account/passwords", "account/addresses", "account/data")
