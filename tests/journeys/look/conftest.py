"""A world with something in every state, made once per worker, and windows to look at it."""

from collections.abc import Callable, Iterator

import pytest
from flask import template_rendered
from playwright.sync_api import Browser, expect

from learning.app import create_app
from learning.cli import demo
from learning.database import db
from tests.databases import SqliteTemplates, config_for, forget_power_cuts
from tests.journeys.look.eyes import Eyes
from tests.journeys.look.places import everybodys_places
from tests.journeys.look.world import World, served, snapshot
from tests.journeys.site import DEMO_PASSWORD
from tests.people import NOW


@pytest.fixture(scope="session")
def world(
    browser: Browser, sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One for all files that a worker is given: making it takes long."""
    for url in sqlite_templates.fresh():
        config = config_for(tmp_path_factory.mktemp("look"), url, gallery=True)
        app = create_app(config)
        forget_power_cuts(app)
        with app.app_context():
            demo.load_demo(config, at=NOW)
            places = everybodys_places()
            db.session.remove()
            as_made = snapshot()
        with served(app) as address:
            world = World(app, address, places, as_made)
            with template_rendered.connected_to(world.note, app):
                yield world
        as_made.close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def eyes_of(browser: Browser, world: World) -> Iterator[Callable[..., Eyes]]:
    """Open a window as somebody; a stranger has no e-mail address."""
    world.begin_again()
    contexts = []

    def opened(persona: str, email: str = "") -> Eyes:
        context = browser.new_context(base_url=world.address, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto("/account/sign-in")
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password").fill(DEMO_PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.locator("h1")).to_have_text("My learning")
        return Eyes(page, persona, world)

    yield opened
    for context in contexts:
        context.close()
