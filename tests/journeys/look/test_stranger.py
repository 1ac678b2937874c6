"""Every page in the eyes of somebody who isn't signed in, and the messages that people get."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from learning.mail.message import Action, Message
from learning.mail.rendering import html_of
from tests.journeys.look.eyes import SCHEMES, Eyes
from tests.journeys.look.world import World
from tests.journeys.visitor import AXE_OPTIONS

pytestmark = pytest.mark.journey


def test_what_a_stranger_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("stranger")
    eyes.see("catalogue", "/")
    eyes.see("catalogue-nothing-found", "/?q=zzzz")
    eyes.see("course", "/courses/antidepressants")
    for name, path in world.places["stranger"].items():
        eyes.see(name, path)
    eyes.see("verify", "/verify", axe=True)
    eyes.see("certificate-unknown", "/verify/ABCD", 404, axe=True)
    for name in ("help", "help-now", "privacy", "accessibility"):
        eyes.see(name, f"/{name}", axe=True)
    eyes.see("not-found", "/nothing-here", 404, axe=True)
    eyes.see("gallery", "/gallery", has_many_actions=True)
    eyes.see("stop-messages", world.places["operator"]["stop-messages"], axe=True)
    eyes.press("messages-stopped", "Stop these messages", axe=True)
    eyes.press("messages-again", "Get them again")
    joining = world.places["joining"]
    eyes.see("join", "/join")
    eyes.press("join-error", "Go on", axe=True)
    for name in ("revoked", "expired", "closed"):
        eyes.see(f"invitation-{name}", joining[name], 410, axe=name == "expired")
    eyes.see("invitation-shared", joining["shared"], axe=True)
    eyes.see("invitation", joining["waiting"])
    eyes.press("invitation-error", "Create account and join", axe=True)
    eyes.see("sign-up", "/account/sign-up")
    eyes.press("sign-up-error", "Create account", axe=True)
    eyes.see("sign-in", "/account/sign-in")
    eyes.press("sign-in-error", "Sign in", axe=True)
    eyes.has_seen(
        "public", "account/sign_ins/sign_in.html", "account/people/sign_up.html", "errors",
        "account/messages/stop.html",
    )  # fmt: skip


def test_what_a_message_looks_like(eyes_of: Callable[..., Eyes]) -> None:
    """As a mail program shows it, which has nothing of our stylesheet."""
    eyes = eyes_of("mail")
    message = Message(
        to="lena@example.org",
        subject="Your certificate for your course",
        preheader="It is ready to read, print and show.",
        greeting="Dear colleagues,\nthis comes from the learning team at Harbour Clinic.",
        paragraphs=(
            "Hello Lena,",
            "You have passed all of the course “How antidepressants work”.",
            "Whoever you show it to can check it with the code on it, without an account.",
        ),
        action=Action(
            "See your certificate",
            "https://learn.harbour-clinic.example/certificates/2b7f0c5d9a1e4f6385d2c0ab17",
        ),
        small_print=("You get this because you took this course at Harbour Clinic.",),
        unsubscribe="https://learn.harbour-clinic.example/account/messages/stop/certificates/2b7f",
    )
    eyes.page.set_content(html_of(message))
    expect(eyes.page.get_by_text("It is ready to read")).to_be_hidden()
    eyes.look("message")
    for scheme in SCHEMES:
        eyes.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(eyes.page, options=AXE_OPTIONS).response["violations"]
        # Its subject, which mail programs show above it, is its heading.
        assert {each["id"] for each in found} <= {"page-has-heading-one"}, scheme
