"""Every page of trainers and admins belongs to one act, whose role guards it and is shown."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask

from learning.organizations.roles import Role
from learning.web.acts import ACTS
from tests.pages import PageClient

HOW = (
    "Name the endpoint in one act of learning/web/acts.py:ACTS: in one that is there, or in a new "
    "one with its words and the least role. The guard looks the role up there, and the page "
    "/organization/roles shows it."
)
# Decided in actions, not by pages.
WITHOUT_PAGES = 3


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Routing is the same on both databases."""
    yield from request.getfixturevalue("sqlite_templates").fresh()


def named() -> Counter[str]:
    return Counter(endpoint for act in ACTS for endpoint in act.endpoints)


def guarded(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("trainer.", "organization."))
    }


def test_every_page_of_staff_belongs_to_an_act(app: Flask) -> None:
    missing = sorted(guarded(app) - set(named()))
    assert not missing, f"{', '.join(missing)} in no act. {HOW}"


def test_no_page_belongs_to_two_acts() -> None:
    twice = [endpoint for endpoint, times in named().items() if times > 1]
    assert not twice, f"{', '.join(twice)} in more than one act. {HOW}"


def test_every_act_names_pages_that_there_are(app: Flask) -> None:
    gone = sorted(set(named()) - guarded(app))
    assert not gone, f"{', '.join(gone)} named in learning/web/acts.py, but there is no such page."


def test_few_acts_are_decided_without_a_page() -> None:
    assert sum(not act.endpoints for act in ACTS) == WITHOUT_PAGES


def test_admins_pages_need_an_admin_and_trainers_pages_a_trainer() -> None:
    for act in ACTS:
        for endpoint in act.endpoints:
            least = Role.ADMIN if endpoint.startswith("organization.") else Role.TRAINER
            assert act.role.includes(least), endpoint


def test_the_table_that_is_shown_is_the_one_that_guards(app: Flask, dana: PageClient) -> None:
    page = dana.get("/organization/roles")
    for act in ACTS:
        assert str(act.words) in page.text
