"""A browser, a site, and a visitor who looks at every page they come to."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.site import Site, start
from tests.journeys.visitor import Visitor

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        message = "Chromium not found: browser journeys skipped (on Debian: apt install chromium)"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product on SQLite, with the starter course and the demo people."""
    folder = tmp_path_factory.mktemp("site")
    site = start(folder, f"sqlite:///{folder / 'waymark.db'}")
    yield site
    assert site.stop() == 0


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody with a mouse and a wide window."""
    with Visitor.on(browser, site) as visitor:
        yield visitor


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path
