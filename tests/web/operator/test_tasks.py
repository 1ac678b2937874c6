"""The operator's page of background work: what waits, fails, was given up; trying it again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning import backlog, clock, outbox
from learning.audit import AuditEntry
from learning.backlog import Pile
from learning.database import db, transaction
from learning.outbox import Ended, Outgoing, TaskState
from tests.pages import PageClient
from tests.people import People

KIND = "certificate-issued"


@pytest.fixture
def olga(app: Flask, people: People) -> PageClient:
    """Charlie, who belongs to no organization, runs the site."""
    people.charlie.is_operator = True
    db.session.commit()
    return PageClient(app).sign_in(people.charlie)


@transaction
def leave(people: People, number: int, state: TaskState, **values: object) -> None:
    now = clock.now()
    outbox.leave(
        KIND, once_key=f"{KIND}:{number}", payload={}, organization_id=people.clinic.id,
        about=people.memberships["bob"].public_id, at=now - timedelta(hours=2),
    )  # fmt: skip
    row = db.session.scalars(select(Outgoing).where(Outgoing.once_key == f"{KIND}:{number}")).one()
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)


def one_in_each_pile(people: People) -> None:
    leave(people, 1, TaskState.WAITING)
    leave(people, 2, TaskState.WAITING, due=clock.now() + timedelta(days=300))
    leave(people, 3, TaskState.WAITING, failure="mail-server-away", tries=3)
    leave(people, 4, TaskState.DEAD, failure="mail-server-said-421", tries=80)
    leave(people, 5, TaskState.RETURNED, failure="recipient-refused", tries=1)
    leave(people, 6, TaskState.DONE, tries=1)


def test_it_shows_what_lies_where_and_nobodys_name(
    app: Flask, people: People, olga: PageClient
) -> None:
    assert "Everything is done" in olga.get("/operator").text
    one_in_each_pile(people)
    page = olga.get("/operator")
    for words in ("1 Waiting", "1 For later", "1 Failing", "1 Given up", "1 Came back"):
        assert words in page.text
    assert "waits since" in page.text
    failing = olga.get("/operator/tasks/failing")
    assert "The mail server can’t be reached" in failing.text
    assert "The mail server said 421" in olga.get("/operator/tasks/dead").text
    for path in ("", *(f"/tasks/{pile}" for pile in Pile)):
        shown = olga.get(f"/operator{path}").text
        assert "Bob" not in shown
        assert "bob@" not in shown
    assert people.memberships["bob"].public_id in failing.text


def test_operators_find_it_in_their_menu_and_nobody_else_does(
    people: People, olga: PageClient, dana: PageClient
) -> None:
    assert olga.get("/learn").link("Background work") == "/operator"
    assert "/operator" not in dana.get("/learn").html
    assert dana.get("/operator").status == 403


def test_strangers_sign_in_first(people: People, stranger: PageClient) -> None:
    assert stranger.get("/operator").location.startswith("/account/sign-in")


def test_one_task_is_tried_again(people: People, olga: PageClient) -> None:
    one_in_each_pile(people)
    page = olga.get("/operator/tasks/dead")
    answer = olga.follow(olga.submit(page, "/operator/retry"))
    assert "is tried again now" in answer.text
    assert [row.tries for row in backlog.tasks_in(Pile.DEAD, at=clock.now())] == []
    row = by_number(4)
    assert (row.state, row.tries, row.ended_at) == ("waiting", 0, None)
    # What is left for a later day stays there: done too early, it would find nothing to do.
    olga.post("/operator/retry", {"task": by_number(2).id, "pile": "scheduled"})
    assert by_number(2).due > clock.now() + timedelta(days=299)
    again = olga.follow(olga.post("/operator/retry", {"task": by_number(6).id, "pile": "dead"}))
    assert "is done already" in again.text
    assert by_number(6).state == "done"
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.by != "tests")).all()
    assert acts == ["task-retried"]


def test_all_of_a_kind_that_were_given_up_are_tried_again(people: People, olga: PageClient) -> None:
    one_in_each_pile(people)
    leave(people, 7, TaskState.DEAD, tries=80)
    page = olga.get("/operator")
    assert "2 tasks are tried again" in olga.follow(olga.submit(page, "/operator/retry-all")).text
    assert backlog.tasks_in(Pile.DEAD, at=clock.now()) == []
    assert by_number(5).state == "returned", "what came back would come back again"
    assert "given up any more" in olga.follow(olga.post("/operator/retry-all", {"kind": "x"})).text


@pytest.mark.parametrize("task", ["", "x", "-1", "9" * 30, "²"])
def test_nonsense_is_not_found(people: People, olga: PageClient, task: str) -> None:
    assert olga.post("/operator/retry", {"task": task, "pile": "dead"}).status == 404
    assert olga.get("/operator/tasks/of-my-own").status == 404
    assert olga.post("/operator/retry", {"task": "1", "pile": "of-my-own"}).status == 404


@pytest.mark.parametrize("pile", [Pile.FAILING, Pile.DEAD])
def test_long_lists_come_in_pages(people: People, pile: Pile) -> None:
    state = TaskState.DEAD if pile == Pile.DEAD else TaskState.WAITING
    for number in range(5):
        leave(people, number, state, failure="x")
    at = clock.now()
    seen: list[int] = []
    place = None
    while True:
        rows = backlog.tasks_in(pile, at=at, place=place, limit=2)
        seen += [row.id for row in rows[:2]]
        if len(rows) <= 2:
            break
        place = (rows[1].due, rows[1].id)
    assert len(seen) == len(set(seen)) == 5


def test_a_task_ends_with_its_reason(people: People) -> None:
    leave(people, 1, TaskState.WAITING)
    task = outbox.next_task([KIND], at=clock.now())
    assert task is not None
    outbox.end(task, Ended(TaskState.RETURNED, "recipient-refused"), at=clock.now())
    (row,) = backlog.tasks_in(Pile.RETURNED, at=clock.now())
    assert row.failure == "recipient-refused"


def by_number(number: int) -> Outgoing:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Outgoing).where(Outgoing.once_key == f"{KIND}:{number}")).one()
