"""The log of messages on a member's page: what was sent, when, in words."""

from datetime import timedelta

from sqlalchemy import select

from learning import outbox
from learning.database import db, transaction
from learning.outbox import Outgoing, TaskState
from tests.pages import PageClient
from tests.people import NOW, People


@transaction
def leave(
    people: People,
    number: int,
    state: TaskState = TaskState.DONE,
    *,
    name: str = "bob",
    kind: str = "certificate-issued",
    failure: str | None = None,
) -> None:
    member = people.memberships[name]
    at = NOW + timedelta(minutes=number)
    outbox.leave(
        kind, once_key=f"{kind}:{name}:{number}", payload={}, about=member.public_id,
        organization_id=member.organization_id, at=at,
    )  # fmt: skip
    row = db.session.scalars(select(Outgoing).order_by(Outgoing.id.desc()).limit(1)).one()
    row.state, row.failure = state, failure


def page_of(people: People, name: str = "bob") -> str:
    return f"/organization/people/{people.memberships[name].public_id}"


def test_each_message_is_told_with_its_state(people: People, dana: PageClient) -> None:
    assert "None yet." in dana.get(page_of(people)).text
    leave(people, 1)
    leave(people, 2, TaskState.WAITING, kind="certificate-expiring")
    leave(people, 3, TaskState.WAITING, failure="mail-server-away")
    leave(people, 4, TaskState.RETURNED, failure="recipient-refused")
    leave(people, 5, TaskState.DEAD)
    leave(people, 6, TaskState.DROPPED)
    leave(people, 7, kind="members-changed")
    leave(people, 8, name="alice", kind="result-corrected")
    text = dana.get(page_of(people)).text
    for words in (
        "A certificate was issued 23 November 2026, 10:01 UTC Sent",
        "A certificate is about to expire 23 November 2026, 10:02 UTC Waiting",
        "10:03 UTC Delayed", "10:04 UTC Came back", "10:05 UTC Failed",
        "10:06 UTC Not needed any more",
    ):  # fmt: skip
        assert words in text, words
    assert "10:07" not in text, "not every task is a message"
    assert "A result was corrected" not in text, "not somebody else's"


def test_the_page_is_bounded_and_the_rest_has_its_own(people: People, dana: PageClient) -> None:
    for number in range(60):
        leave(people, number)
    page = dana.get(page_of(people))
    assert page.text.count("A certificate was issued") == 20
    first = dana.get(page.link("All messages"))
    assert first.text.count("A certificate was issued") == 50
    second = dana.get(first.link("Next page"))
    assert second.text.count("A certificate was issued") == 10
    assert "10:59" in first.text
    assert "10:59" not in second.text


def test_only_the_organizations_admins_read_it(
    people: People, alice: PageClient, erin: PageClient, stranger: PageClient
) -> None:
    leave(people, 1)
    path = page_of(people) + "/messages"
    assert alice.get(path).status == 403
    assert erin.get(path).status == 404
    assert stranger.get(path).status == 303
    leave(people, 2, name="erin")
    assert "A certificate" in erin.get(page_of(people, "erin")).text
