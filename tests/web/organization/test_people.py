"""The admin's pages: people, roles, certificates, and the log of it all."""

from flask import Flask

from learning.organizations import member_actions
from learning.organizations.roles import MembershipState, Role
from tests.pages import PageClient
from tests.people import NOW, People


def here(people: People, name: str) -> str:
    return f"/organization/people/{people.memberships[name].public_id}"


def test_the_list_shows_everybody_of_this_organization_only(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = dana.get("/organization")
    for name in ("Alice Trainer", "Bob Learner", "Dana Admin"):
        assert name in page.text
    assert "Erin" not in page.text


def test_the_search_finds_by_name_and_says_when_nobody_fits(
    app: Flask, people: People, dana: PageClient
) -> None:
    assert "Bob Learner" in dana.get("/organization?q=bob").text
    assert "Alice Trainer" not in dana.get("/organization?q=bob").text
    assert "zzz" in dana.get("/organization?q=zzz").text


def test_a_role_is_changed_and_stands_in_the_log(
    app: Flask, people: People, dana: PageClient
) -> None:
    dana.post(here(people, "bob") + "/role", {"role": "trainer"})
    assert people.memberships["bob"].role == Role.TRAINER
    assert "Dana Admin" in dana.get("/organization/audit").text


def test_an_admin_cannot_make_an_owner(app: Flask, people: People, dana: PageClient) -> None:
    page = dana.post(here(people, "bob") + "/role", {"role": "owner"})
    assert page.status == 422
    assert people.memberships["bob"].role == Role.LEARNER


def test_deactivating_asks_first_and_can_be_taken_back(
    app: Flask, people: People, dana: PageClient
) -> None:
    assert dana.get(here(people, "bob") + "/deactivate").status == 200
    dana.post(here(people, "bob") + "/deactivate")
    assert people.memberships["bob"].state == MembershipState.DEACTIVATED
    dana.post(here(people, "bob") + "/reactivate")
    assert people.memberships["bob"].state == MembershipState.ACTIVE


def test_another_organizations_member_is_not_found(
    app: Flask, people: People, dana: PageClient
) -> None:
    assert dana.get(here(people, "erin")).status == 404
    assert dana.post(here(people, "erin") + "/role", {"role": "learner"}).status == 404


def test_withdrawing_a_certificate_needs_a_reason_that_verifiers_read(
    app: Flask, people: People, dana: PageClient, stranger: PageClient
) -> None:
    from learning.progress import actions, queries
    from tests.progress.test_actions import pass_module, taught
    from tests.teaching import make_published

    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    certificate = queries.certificate_for(enrolment)
    assert certificate is not None
    page = f"/organization/certificates/{certificate.public_id}/withdraw"
    assert dana.post(page, {"reason": " "}).status == 422
    dana.post(page, {"reason": "Issued to the wrong person"})
    seen = stranger.get(f"/verify/{certificate.code}")
    assert seen.h1.startswith("Withdrawn on")
    assert "Issued to the wrong person" in seen.text


def test_whoever_leaves_hands_over_whom_they_manage(
    app: Flask, people: People, dana: PageClient
) -> None:
    alice, bob = people.memberships["alice"], people.memberships["bob"]
    member_actions.set_manager(bob, alice, by="dana", at=NOW)
    page = here(people, "alice") + "/deactivate"
    assert "Alice Trainer manages 1 people and 0 groups" in dana.get(page).text
    for nobody in ("zzz", "example.org", "alice@example.org"):
        assert dana.post(page, {"heir": nobody}).status == 422
    assert alice.state == MembershipState.ACTIVE
    dana.post(page, {"heir": "dana@example.org"})
    assert bob.manager_id == people.memberships["dana"].id
    assert alice.state == MembershipState.DEACTIVATED
