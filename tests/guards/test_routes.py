"""Every route: who may come in, which methods it takes, and that GET changes nothing."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.pages import PageClient
from tests.people import People
from tests.teaching import make_published

# What a stranger may open. Everything else sends them to sign in.
PUBLIC = {
    "asset", "account.sign_in", "account.sign_up", "public.home", "public.courses",
    "public.course", "public.verify", "public.verify_code", "public.help", "public.help_now",
    "public.accessibility", "public.privacy", "public.live", "public.ready",
    "public.join", "public.invitation", "account.stop_messages",
    # Whoever holds a link from a message is let in by it.
    "account.forgot_password", "account.reset_password", "account.ask_for_link",
    "account.sign_in_by_link", "account.confirm_address", "account.use_address",
    "account.take_address_back",
}  # fmt: skip
# Strangers may press these; they lead to signing in or do nothing for them.
PUBLIC_POSTS = {
    "account.sign_in", "account.sign_up", "account.sign_out", "account.stop_messages",
    "account.forgot_password", "account.reset_password", "account.ask_for_link",
    "account.sign_in_by_link", "account.confirm_address", "account.use_address",
    "account.take_address_back", "public.join", "public.join_as_new",
}  # fmt: skip
# Sent by mail programs, which know no token; the address itself is the proof.
ONE_CLICK = {"account.stop_messages"}


def rules(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()


def address(rule: Rule) -> str:
    """The rule's address with ids that belong to nobody."""
    return re.sub(r"<int:[^>]+>", "1", re.sub(r"<(?!int:)[^>]+>", "nothing-of-yours", rule.rule))


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Routing is the same on both databases."""
    yield from request.getfixturevalue("sqlite_templates").fresh()


def test_strangers_are_sent_to_sign_in_from_all_that_is_not_public(
    app: Flask, stranger: PageClient
) -> None:
    for rule in rules(app):
        if "GET" in rule.methods and rule.endpoint not in PUBLIC:
            page = stranger.get(address(rule))
            assert page.status == 303, rule.endpoint
            assert page.location.startswith("/account/sign-in"), rule.endpoint


def test_strangers_change_nothing(app: Flask, stranger: PageClient) -> None:
    for rule in rules(app):
        if "POST" in rule.methods and rule.endpoint not in PUBLIC_POSTS:
            page = stranger.post(address(rule))
            assert page.status == 303, rule.endpoint
            assert page.location.startswith("/account/sign-in"), rule.endpoint


def test_learners_are_told_that_a_page_is_for_staff(app: Flask, bob: PageClient) -> None:
    for rule in rules(app):
        if rule.endpoint.startswith(("trainer.", "organization.")):
            method = "GET" if "GET" in rule.methods else "POST"
            page = getattr(bob, method.lower())(address(rule))
            assert page.status == 403, rule.endpoint
            assert "Riverside Clinic" in page.text


def test_only_operators_see_background_work(app: Flask, dana: PageClient) -> None:
    for rule in rules(app):
        if rule.endpoint.startswith("operator."):
            method = "GET" if "GET" in rule.methods else "POST"
            page = getattr(dana, method.lower())(address(rule))
            assert page.status == 403, rule.endpoint
            assert "whoever runs this site" in page.text


def test_trainers_are_told_that_a_page_is_for_admins(app: Flask, alice: PageClient) -> None:
    for rule in rules(app):
        if rule.endpoint.startswith("organization."):
            method = "GET" if "GET" in rule.methods else "POST"
            assert getattr(alice, method.lower())(address(rule)).status == 403, rule.endpoint


@pytest.mark.parametrize("persona", ["trainer.", "organization.", "learner."])
def test_what_does_not_exist_is_not_found(app: Flask, dana: PageClient, persona: str) -> None:
    for rule in rules(app):
        if rule.endpoint.startswith(persona) and rule.arguments:
            method = "GET" if "GET" in rule.methods else "POST"
            assert getattr(dana, method.lower())(address(rule)).status == 404, rule.endpoint


def test_another_organizations_course_looks_like_a_missing_one(
    app: Flask, people: People, erin: PageClient
) -> None:
    course = make_published(people.clinic)
    for rule in rules(app):
        arguments = rule.arguments
        if "course" not in arguments and "address" not in arguments:
            continue
        foreign = course.public_id if rule.endpoint.startswith("trainer.") else course.address
        path = address(type("R", (), {"rule": re.sub(r"<(course|address)>", foreign, rule.rule)}))
        method = "get" if "GET" in rule.methods else "post"
        there, missing = getattr(erin, method)(path), getattr(erin, method)(address(rule))
        assert there.status == missing.status == 404, rule.endpoint
        assert course.title not in there.html


def test_forms_without_our_token_are_refused(app: Flask, dana: PageClient) -> None:
    for rule in rules(app):
        if "POST" in rule.methods and rule.endpoint not in ONE_CLICK:
            page = dana.post(address(rule), {"csrf_token": ""})
            assert page.status == 400, rule.endpoint


def test_every_url_parameter_is_used_by_a_loader_not_trusted(app: Flask) -> None:
    # A number in an address would be a sequential id: only positions and codes are allowed.
    numbered = {
        rule.endpoint for rule in rules(app) if any("int:" in part for part in rule.rule.split("/"))
    }
    assert numbered == {
        "learner.question", "learner.check_answer", "learner.save_answer",
        "learner.report_question",
        "learner.question_image",
    }  # fmt: skip
