"""Every page in an operator's eyes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from learning.backlog import Pile
from learning.web import paging
from tests.journeys.look.eyes import Eyes
from tests.journeys.look.world import World
from tests.people import NOW

pytestmark = pytest.mark.journey


def test_what_an_operator_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("operator", "operator@demo.example")
    eyes.see("overview", "/operator", axe=True)
    for pile in Pile:
        eyes.see(pile, world.places["operator"][pile], axe=True)
    eyes.see("no-more", f"/operator/tasks/dead?after={paging.pack(NOW - timedelta(days=999), 1)}")
    eyes.see("dead", world.places["operator"]["dead"])
    eyes.press("retried", "Try now")
    world.work()
    eyes.see("nothing-waits", world.places["operator"][Pile.WAITING])
    eyes.has_seen("operator")
