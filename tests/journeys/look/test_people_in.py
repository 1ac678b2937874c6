"""Every page in the eyes of an admin who brings people in: lists, invitations, setting up."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.look.eyes import Eyes
from tests.journeys.look.joining_places import BRINGING_IN
from tests.journeys.look.world import World

pytestmark = pytest.mark.journey

LIST = """Full name,E-mail address,Department,Role,Manager,Staff number,Start date
Amira Khan,amira.khan@example.org,Ward 3,trainer,,17,2026-11-02
Ben Osei,ben.osei@example.org,Ward 3,,amira.khan@example.org,18,2026-11-09
Jo Exampel,jo@exampel,Ward 3,,,19,
,nameless@example.org,Pharmacy,,,20,
Amira Again,Amira.Khan@example.org,,,,21,
Dee Day,dee.day@example.org,,chief physician,nobody@example.org,22,02/11/2026
"""


def test_what_an_admin_sees_who_brings_people_in(
    eyes_of: Callable[..., Eyes], world: World
) -> None:
    eyes = eyes_of("admin", "admin@demo.example")
    see_a_list_come_in(eyes, world)
    look_at_inviting_and_setting_up(eyes)
    eyes.has_seen(*BRINGING_IN)


def see_a_list_come_in(eyes: Eyes, world: World) -> None:
    """From the empty form to the result, and the invitations that are sent later."""
    eyes.see("list-import", "/organization/people/import", axe=True)
    eyes.press("list-import-error", "Look at the columns", axe=True)
    eyes.page.get_by_label("Or paste the rows").fill(LIST)
    eyes.press("list-columns", "Look at the columns", axe=True)
    eyes.page.get_by_label("Full name").select_option("")
    eyes.press("list-columns-error", "Check the list")
    eyes.page.get_by_label("Full name").select_option("name")
    eyes.press("list-check", "Check the list", axe=True)
    eyes.see("list-confirm", eyes.page.url.replace("/check", "/confirm"), axe=True)
    later = eyes.page.get_by_role("button", name="send nothing yet")
    with eyes.page.expect_navigation():
        later.click()
    eyes.look("list-progress", axe=True)
    path = eyes.page.url
    eyes.page.goto("about:blank")  # it loads itself again, and not while we go elsewhere
    world.work()
    eyes.see("list-done", path, axe=True)
    eyes.see("list-again", "/organization/people/import")
    eyes.see("list-send", "/organization/people/invitations/send", axe=True)
    send = eyes.page.get_by_role("button", name=re.compile(r"^Send \d+ invitations$"))
    eyes.press("list-sent", send.inner_text())
    world.work()
    eyes.see("list-send-nobody", "/organization/people/invitations/send")


def look_at_inviting_and_setting_up(eyes: Eyes) -> None:
    """Invitations, to one person and shared, and what is set up once."""
    places = eyes.world.places["joining"]
    here = "/organization/invitations"
    eyes.see("invitations", here, axe=True)
    for shows in ("accepted", "revoked"):
        eyes.see(f"invitations-{shows}", f"{here}?show={shows}")
    for name, path in places.items():
        if name.startswith(("person-", "page-")):
            eyes.see(name, path, axe=name in ("person-waiting", "page-shared"))
    eyes.see("invite", "/organization/people/invite")
    eyes.page.get_by_label("Whom do you invite?").fill("admin@demo.example\nJo Smith")
    eyes.press("invite-error", "Invite", axe=True)
    eyes.see("share", f"{here}/share")
    eyes.page.get_by_label("Open until").fill("")
    eyes.press("share-error", "Make the link", axe=True)
    eyes.see("setup", "/organization/setup", axe=True)
    for name in ("name", "sign-in", "mail", "signatory"):
        eyes.see(f"settings-{name}", f"/organization/settings/{name}", axe=True)
    eyes.page.get_by_label("Name", exact=False).first.fill("x" * 201)
    eyes.press("settings-error", "Save", axe=True)
