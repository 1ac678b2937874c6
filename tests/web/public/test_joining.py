"""Joining by a link or a code: what the page says, the two ways, and links that have ended."""

from datetime import timedelta

from flask import Flask

from learning import clock
from learning.accounts import queries as accounts
from learning.database import db
from learning.organizations import (
    actions,
    invitation_actions,
    invitation_links,
    queries,
    shared_invitations,
)
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import MembershipState, Role
from tests.pages import PageClient
from tests.people import PASSWORD, People, make_person


def address_of(app: Flask, invitation: Invitation) -> str:
    key = app.extensions["waymark-config"].secret_key
    return "/join/" + invitation_links.token_for(invitation.public_id, key=key)


def invited(
    app: Flask, people: People, address: str = "frieda@example.org"
) -> tuple[Membership, str]:
    at = clock.now()
    by = people.dana.public_id
    membership = invitation_actions.enter(
        people.clinic.id, name="Frieda Nurse", address=address, role=Role.LEARNER, by=by, at=at
    )
    return membership, address_of(app, invitation_actions.invite(membership, by=by, at=at))


def shared(people: People, **given: object) -> Invitation:
    values = {
        "group": None, "most_uses": None, "by": people.dana.public_id, "at": clock.now(),
        "expires_at": clock.now() + timedelta(days=3), **given,
    }  # fmt: skip
    return shared_invitations.open_shared(people.clinic.id, **values)


def test_the_page_says_who_invites_whom_to_what_and_what_will_be_seen(
    app: Flask, people: People, stranger: PageClient
) -> None:
    _membership, link = invited(app, people)
    page = stranger.get(link)
    assert page.h1 == "Join Riverside Clinic"
    for told in ("Dana Admin invites you", "frieda@example.org", "Learner", "will see about you"):
        assert told in page.text
    assert page.form(link + "/new")["name"] == "Frieda Nurse"
    assert "Bob Learner" not in page.text


def test_somebody_new_creates_an_account_and_is_in(
    app: Flask, people: People, stranger: PageClient
) -> None:
    membership, link = invited(app, people)
    sent = {"name": "Frieda N.", "email": "sly@example.org", "password": PASSWORD}
    done = stranger.submit(stranger.get(link), link + "/new", **sent)
    assert "Welcome to Riverside Clinic" in stranger.follow(done).text
    assert membership.state == MembershipState.ACTIVE
    assert accounts.person_with_address("sly@example.org") is None
    # The same link again leads to where they learn now.
    assert stranger.get(link).location == "/learn"


def test_a_form_with_mistakes_comes_back_with_what_was_typed(
    app: Flask, people: People, stranger: PageClient
) -> None:
    _membership, link = invited(app, people)
    page = stranger.post(link + "/new", {"name": "Frieda N.", "password": "short"})
    assert page.status == 422
    assert "at least 10 characters" in page.text
    assert page.form(link + "/new")["name"] == "Frieda N."
    assert page.form(link + "/new")["email"] == "frieda@example.org"
    assert stranger.post(link + "/new", {"name": " ", "password": PASSWORD}).status == 422


def test_an_address_that_has_an_account_is_told_to_sign_in(
    app: Flask, people: People, stranger: PageClient
) -> None:
    make_person("Frieda")
    membership, link = invited(app, people)
    page = stranger.post(link + "/new", {"name": "Frieda", "password": PASSWORD})
    assert page.status == 422
    assert "sign in" in page.text
    assert membership.state == MembershipState.INVITED


def test_somebody_with_an_account_signs_in_comes_back_and_joins(
    app: Flask, people: People, stranger: PageClient
) -> None:
    membership, link = invited(app, people)
    sign_in = stranger.get(stranger.get(link).link("Sign in"))
    back = stranger.submit(
        stranger.get(f"/account/sign-in?next={link}"),
        "/account/sign-in",
        email="charlie@example.org",
        password=PASSWORD,
    )
    assert (sign_in.status, back.location) == (200, link)
    page = stranger.follow(back)
    assert "Join as Charlie" in page.html
    assert stranger.submit(page, link).location == "/learn"
    assert membership.person_id == people.charlie.id


def test_another_account_can_be_used_instead(app: Flask, people: People, bob: PageClient) -> None:
    _membership, link = invited(app, people)
    page = bob.get(link)
    assert "use another account" in page.text
    gone = bob.post("/account/sign-out", {"next": link})
    assert gone.location == link
    assert "I am new here" in bob.follow(gone).text
    assert bob.post("/account/sign-out", {"next": "//evil.example"}).location == "/"


def test_what_has_ended_gets_a_calm_page_without_ways_in(
    app: Flask, people: People, stranger: PageClient, charlie: PageClient
) -> None:
    membership, link = invited(app, people)
    invitation_actions.revoke(
        membership, by=people.dana.public_id, by_role=Role.ADMIN, at=clock.now()
    )
    for page in (
        stranger.get(link),
        charlie.post(link),
        stranger.post(link + "/new", {"name": "F", "password": PASSWORD}),
    ):
        assert page.status == 410
        assert page.h1 == "This invitation was taken back"
        assert "frieda" not in page.html
    used, link = invited(app, people, "gus@example.org")
    charlie.post(link)
    assert stranger.get(link).h1 == "This invitation was accepted already"
    assert used.person_id == people.charlie.id


def test_an_expired_link_works_again_when_it_is_sent_again(
    app: Flask, people: People, stranger: PageClient
) -> None:
    membership, link = invited(app, people)
    invitation = db.session.query(Invitation).filter_by(organization_id=people.clinic.id).one()
    invitation.expires_at = clock.now() - timedelta(days=1)
    db.session.commit()
    assert stranger.get(link).h1 == "This invitation has expired"
    invitation_actions.invite(membership, by="dana", at=clock.now())
    assert stranger.get(link).status == 200


def test_a_wrong_or_changed_link_is_not_found(
    app: Flask, people: People, stranger: PageClient, bob: PageClient
) -> None:
    membership, link = invited(app, people)
    for wrong in ("/join/nothing", link[:-1] + ("a" if link[-1] != "a" else "b"),
                  f"/join/{membership.public_id}", "/join/é-ü"):  # fmt: skip
        assert stranger.get(wrong).status == 404
        assert bob.post(wrong).status == 404
        assert bob.post(wrong + "/new").status == 404


def test_strangers_are_sent_to_sign_in_before_they_join(
    app: Flask, people: People, stranger: PageClient
) -> None:
    _membership, link = invited(app, people)
    assert stranger.post(link).location.startswith("/account/sign-in?next=")


def test_a_code_leads_to_its_invitation_and_others_get_one_answer(
    app: Flask, people: People, stranger: PageClient
) -> None:
    invitation, closed = shared(people), shared(people)
    shared_invitations.close_shared(closed, by="dana", at=clock.now())
    typed = invitation_links.shown_code(invitation.code or "").lower()
    page = stranger.get("/join")
    assert stranger.submit(page, "/join", code=f" {typed} ").location == address_of(app, invitation)
    answers = {stranger.post("/join", {"code": code}).text for code in ("no", "2345678923", "é")}
    answers.add(stranger.post("/join", {"code": closed.code}).text)
    assert len(answers) == 1
    assert "No open invitation has this code" in answers.pop()


def test_whoever_has_the_shared_link_signs_up_or_in_and_joins(
    app: Flask, people: People, stranger: PageClient, charlie: PageClient
) -> None:
    link = address_of(app, shared(people))
    page = stranger.get(link)
    assert page.link("create an account") == f"/account/sign-up?next={link}"
    assert page.link("sign in") == f"/account/sign-in?next={link}"
    joined = charlie.submit(charlie.get(link), link)
    assert "Welcome to Riverside Clinic" in charlie.follow(joined).text
    assert [s.organization for s in queries.standings_of(people.charlie.id)] == ["Riverside Clinic"]


def test_somebody_who_was_let_go_is_told_so(app: Flask, people: People, bob: PageClient) -> None:
    actions.deactivate(people.memberships["bob"], by="dana", by_role=Role.ADMIN, at=clock.now())
    link = address_of(app, shared(people))
    assert "has been ended" in bob.follow(bob.post(link)).text
