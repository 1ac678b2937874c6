"""Every page in an admin's eyes, but for those on which people are brought in."""

from collections.abc import Callable

import pytest

from tests.journeys.look.eyes import Eyes
from tests.journeys.look.joining_places import BRINGING_IN
from tests.journeys.look.world import World

pytestmark = pytest.mark.journey


def test_what_an_admin_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    """No journey comes here, so axe looks at every page."""
    eyes, places = eyes_of("admin", "admin@demo.example"), world.places["admin"]
    for name in ("people", "certificates", "audit", "compliance", "roles", "settings"):
        eyes.see(name, f"/organization{'' if name == 'people' else '/' + name}", axe=True)
    eyes.see("reminders", "/organization/settings/reminders", axe=True)
    eyes.page.get_by_label("Days before the due date").fill("soon")
    eyes.press("reminders-error", "Save reminders", axe=True)
    eyes.see("people-nobody-found", "/organization?q=zzzz")
    for name, path in places.items():
        eyes.see(name, path, axe=name not in ("owner", "certificate-replaced"))
    eyes.see("audit-unclear", "/organization/audit?about=a&from=never", 422, axe=True)
    eyes.see("audit-several", "/organization/audit?about=a", 422, axe=True)
    eyes.see("compliance-no-day", "/organization/compliance?on=2999-01-01", 422, axe=True)
    eyes.see("withdraw", places["withdraw"])
    eyes.press("withdraw-error", "Withdraw certificate", axe=True)
    eyes.see("learner", places["learner"])
    eyes.page.get_by_label("Name").last.fill("")
    eyes.press("name-error", "Change name", axe=True)
    eyes.see("erase", places["erase"])
    eyes.press("erase-error", "Erase in 14 days", axe=True)
    eyes.see("retention", places["retention"])
    eyes.page.get_by_label("Erase people so many months after they left").fill("ever")
    eyes.press("retention-error", "Save", axe=True)
    world.work()
    for name in ("rule-running", "rule-late", "rule-ended"):
        eyes.see(f"{name}-done", places[name])
    eyes.see("compliance-done", "/organization/compliance")
    for table in ("people", "groups", "audit", "compliance"):
        # From a real server, which sends a file after the page's own work is over.
        response = eyes.page.request.get(f"/organization/{table}.csv")
        assert response.ok
        assert len(response.text().splitlines()) > 3, table
    eyes.has_seen("organization", "team", but=BRINGING_IN)
