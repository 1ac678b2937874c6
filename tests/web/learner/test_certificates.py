"""A holder's certificates: shown, printed, kept after leaving, and without the name."""

import pytest
from flask import Flask

from learning.certificates.models import Certificate
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from learning.progress import actions, queries
from tests.pages import PageClient
from tests.people import NOW, People
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published


@pytest.fixture
def certificate(app: Flask, people: People) -> Certificate:
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    found = queries.certificate_for(enrolment)
    assert found is not None
    return found


def test_the_pdf_is_downloaded(certificate: Certificate, bob: PageClient) -> None:
    page = bob.get(f"/certificates/{certificate.public_id}/pdf")
    assert page.response.mimetype == "application/pdf"
    assert page.response.data.startswith(b"%PDF")


def test_a_name_the_fonts_cannot_draw_is_told_by_character_and_offered_for_printing(
    app: Flask, people: People, bob: PageClient
) -> None:
    actions.rename_learner(people.memberships["bob"], "李小龙 Bob", by="b", at=NOW)
    enrolment = actions.enrol(make_published(people.clinic), people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    found = queries.certificate_for(enrolment)
    assert found is not None
    page = bob.get(f"/certificates/{found.public_id}")
    assert "李 小 龙" in page.text
    assert "Print this page instead" in page.text
    assert bob.get(f"/certificates/{found.public_id}/pdf").status == 303


def test_who_has_left_still_has_their_certificates(
    certificate: Certificate, people: People, bob: PageClient
) -> None:
    organizations.deactivate(people.memberships["bob"], by="dana", by_role=Role.ADMIN, at=NOW)
    assert "Washing hands" in bob.get("/certificates").text
    assert bob.get(f"/certificates/{certificate.public_id}").status == 200


def test_taking_the_name_off_leaves_a_certificate_that_verifies(
    certificate: Certificate, people: People, bob: PageClient, stranger: PageClient
) -> None:
    page = bob.get(f"/certificates/{certificate.public_id}/erase-name")
    bob.submit(page)
    seen = stranger.get(f"/verify/{certificate.code}")
    assert seen.h1 == "Valid certificate"
    assert people.bob.name not in seen.html
    assert "Name removed by the holder" in seen.text


def test_somebody_elses_certificate_is_not_found(
    certificate: Certificate, alice: PageClient, erin: PageClient
) -> None:
    for browser in (alice, erin):
        for path in ("", "/pdf", "/erase-name"):
            assert browser.get(f"/certificates/{certificate.public_id}{path}").status == 404
