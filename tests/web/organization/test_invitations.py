"""The admin invites: by name, by a link for many, again, and takes it back."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.database import db
from learning.organizations import group_actions, group_queries, invitation_actions
from learning.organizations.models import Invitation, Membership
from learning.organizations.roles import MembershipState, Role
from learning.outbox import Outgoing
from tests.pages import PageClient
from tests.people import NOW, People

INVITE = "/organization/people/invite"


def sent(people: People) -> list[Outgoing]:
    return list(db.session.scalars(select(Outgoing).where(Outgoing.kind == "invitation")))


def at_address(people: People, address: str) -> Membership:
    return db.session.scalars(
        select(Membership).where(
            Membership.organization_id == people.clinic.id, Membership.contact_address == address
        )
    ).one()


def invited(people: People) -> Membership:
    membership = invitation_actions.enter(
        people.clinic.id, name="Frieda Nurse", address="frieda@example.org", role=Role.LEARNER,
        by="dana", at=clock.now(),
    )  # fmt: skip
    invitation_actions.invite(membership, by="dana", at=clock.now())
    return membership


def test_people_are_entered_put_into_a_group_and_invited(
    app: Flask, people: People, dana: PageClient
) -> None:
    ward = group_actions.create_group(people.clinic.id, name="Ward 3", by="dana", at=NOW)
    page = dana.get(INVITE)
    lines = "Frieda Nurse, frieda@example.org\ngus@example.org"
    done = dana.submit(page, INVITE, people=lines, role="trainer", group=ward.public_id)
    listed = dana.follow(done)
    assert "2 invitations are on their way" in listed.text
    assert "Frieda Nurse" in listed.text
    assert len(sent(people)) == 2
    frieda = at_address(people, "frieda@example.org")
    assert (frieda.role, frieda.state) == (Role.TRAINER, MembershipState.INVITED)
    assert group_queries.members_within(people.clinic.id, [ward.id]) >= {frieda.id}


def test_nothing_is_sent_unless_it_is_wanted(app: Flask, people: People, dana: PageClient) -> None:
    data = {"people": "frieda@example.org", "role": "learner", "group": ""}
    page = dana.follow(dana.post(INVITE, data))
    assert sent(people) == []
    assert "Not sent yet" in page.text


def test_mistakes_are_told_by_their_lines_and_nothing_is_lost(
    app: Flask, people: People, dana: PageClient
) -> None:
    lines = "bob@example.org\nJo Smith\njo@example.org\nJO@example.org"
    page = dana.post(INVITE, {"people": lines, "role": "learner", "group": ""})
    assert page.status == 422
    for told in ("Line 1: bob@example.org is a member", "Line 2: “Jo Smith”", "Line 4: JO@"):
        assert told in page.text
    assert page.form(INVITE)["people"].strip() == lines
    many = "\n".join(f"n{n}@example.org" for n in range(21))
    assert "at most 20" in dana.post(INVITE, {"people": many, "role": "learner"}).text
    assert sent(people) == []


def test_an_admin_invites_no_owner(app: Flask, people: People, dana: PageClient) -> None:
    data = {"people": "frieda@example.org", "role": "owner", "group": ""}
    assert dana.post(INVITE, data).status == 422


def test_the_lists_show_who_is_invited_who_joined_and_what_was_taken_back(
    app: Flask, people: People, dana: PageClient
) -> None:
    here = "/organization/invitations"
    assert "Nobody is waiting" in dana.get(here).text
    for shows, words in (("accepted", "Nobody has joined"), ("revoked", "No invitation was")):
        assert words in dana.get(f"{here}?show={shows}").text
    frieda = invited(people)
    assert "frieda@example.org" in dana.get(here).text
    dana.post(f"/organization/people/{frieda.public_id}/revoke")
    assert "frieda@example.org" not in dana.get(here).text
    assert "frieda@example.org" in dana.get(here + "?show=revoked").text


def test_an_invitation_is_sent_again_taken_back_and_opened_again(
    app: Flask, people: People, dana: PageClient
) -> None:
    frieda = invited(people)
    page = f"/organization/people/{frieda.public_id}"
    assert "hasn’t joined yet" in dana.get(page).text
    assert "on its way" in dana.follow(dana.post(page + "/resend")).text
    dana.post(page + "/resend")
    assert "3 times within a day" in dana.follow(dana.post(page + "/resend")).text
    assert "was taken back" in dana.follow(dana.post(page + "/revoke")).text
    # Said again, since this page was open elsewhere, too.
    assert "isn’t open any more" in dana.follow(dana.post(page + "/revoke")).text
    assert frieda.state == MembershipState.DEACTIVATED
    frieda_again = dana.follow(dana.post(page + "/invite-again"))
    assert "3 times within a day" in frieda_again.text


def test_who_has_joined_has_nothing_to_take_back(
    app: Flask, people: People, dana: PageClient
) -> None:
    bob = f"/organization/people/{people.memberships['bob'].public_id}"
    for act in ("resend", "revoke", "invite-again"):
        assert "isn’t open any more" in dana.follow(dana.post(f"{bob}/{act}")).text
    assert people.memberships["bob"].state == MembershipState.ACTIVE


def test_a_link_for_many_is_made_shown_and_taken_back(
    app: Flask, people: People, dana: PageClient, erin: PageClient
) -> None:
    share = "/organization/invitations/share"
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    made = dana.submit(dana.get(share), share, most_uses="30", until=day)
    page = dana.follow(made)
    assert "0 of 30" in page.text
    assert "/join/" in page.text
    assert "QR code of this link" in page.html
    invitation = db.session.scalars(select(Invitation).filter_by(kind="shared")).one()
    code = f"{invitation.code[:5]}-{invitation.code[5:]}"  # type: ignore[index]
    assert code in page.text
    assert code in dana.get("/organization/invitations").text
    assert erin.get(made.location).status == 404
    assert erin.post(made.location + "/close").status == 404
    assert "was taken back" in dana.follow(dana.post(made.location + "/close")).text
    frieda = invited(people)
    personal = db.session.scalars(select(Invitation).filter_by(membership_id=frieda.id)).one()
    assert dana.get(f"/organization/invitations/{personal.public_id}").status == 404


def test_a_link_for_many_has_limits(app: Flask, people: People, dana: PageClient) -> None:
    share = "/organization/invitations/share"
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    for wrong in (
        {"until": ""}, {"until": "2020-01-01"}, {"until": "9999-12-31"}, {"most_uses": "0"},
        {"most_uses": "many"}, {"group": "nothing"},
    ):  # fmt: skip
        assert dana.post(share, {"group": "", "until": day, **wrong}).status == 422, wrong
