"""Whatever a browser sends, omits or repeats: nobody gets a second more than the server gave."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.app import create_app
from learning.courses.models import Course
from learning.database import db
from learning.progress import actions, attempt_actions, attempt_queries, timing
from learning.progress.models import Answer, Attempt
from learning.web.visitor import TOKEN
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"
LIMIT = timedelta(minutes=10)
LATE = NOW + LIMIT + timing.GRACE + timedelta(seconds=1)

Do = Callable[[PageClient, str, list[str]], object]
FORGED = {
    "deadline": "2099-01-01T00:00:00Z", "started_at": "2099-01-01T00:00:00Z",
    "time_factor": "300", "base_time": "999999", "minutes": "600", "quiz_minutes": "0",
    "seconds": "99999", "elapsed": "0", "time": "0", "begin": "0", "at": "2020-01-01T00:00:00Z",
    "now": "1577836800", "checked_at": "", "state": "open", "closed_by": "learner",
    "grace": "99999", "preview": "1", "purpose": "preview", "attempt": "0", "number": "1",
}  # fmt: skip
REVISIONS: dict[str, list[str]] = {
    "omitted": [], "empty": [""], "null": ["null"], "negative": ["-1"], "huge": ["9" * 30],
    "fraction": ["0.5"], "repeated": ["0", "0"], "array": ["[0]"],
}  # fmt: skip
HEADERS = {
    "Date": "Wed, 01 Jan 2020 00:00:00 GMT", "X-Forwarded-For": "127.0.0.1",
    "If-Unmodified-Since": "Wed, 01 Jan 2020 00:00:00 GMT", "X-HTTP-Method-Override": "PUT",
    "X-Request-Start": "t=1577836800",
}  # fmt: skip


def saving(**more: Any) -> Do:
    return lambda client, place, values: client.post(
        f"{place}/save", {"option": values, "revision": "0", **more}
    )


def checking(**more: Any) -> Do:
    return lambda client, place, values: client.post(place, {"option": values, **more})


def with_header(name: str, value: str) -> Do:
    return lambda client, place, values: client.post(
        place, {"option": values}, headers={name: value}
    )


def in_the_address(client: PageClient, place: str, values: list[str]) -> None:
    client.post(f"{place}?deadline=2099-01-01&time_factor=0", {"option": values})


def from_a_page_kept_open(client: PageClient, place: str, values: list[str]) -> None:
    """The page was loaded in time; only the sending is late."""
    with time_machine.travel(NOW, tick=False):
        page = client.get(place)
    client.submit(page, option=values)


def start_again(client: PageClient) -> None:
    address = db.session.scalars(select(Course.address)).one()
    assert client.post(f"/learn/{address}/{MODULE}/quiz", {"begin": "1"}).status == 303


def after_starting_again(client: PageClient, place: str, values: list[str]) -> None:
    start_again(client)
    client.post(place, {"option": values})


def by_another_session(client: PageClient, place: str, values: list[str]) -> None:
    client.post(place, {"option": values})
    client.get(place)
    client.post(place, {"option": values})


def from_another_device(client: PageClient, place: str, values: list[str]) -> None:
    """Signed in a second time, and the quiz gone on with there."""
    with client.client.session_transaction() as session:
        person_id = accounts.holder_of(session[TOKEN])
    other = PageClient(client.app).sign_in(db.session.get_one(Person, person_id))
    start_again(other)
    other.post(place, {"option": values})
    other.post(f"{place}/save", {"option": values, "revision": "0"})
    client.post(place, {"option": values})


def by_the_back_button(client: PageClient, place: str, values: list[str]) -> None:
    """Loaded in time; at the end the result is seen, and left again for the page before it."""
    with time_machine.travel(NOW, tick=False):
        page = client.get(place)
    client.get(place.rsplit("/", 1)[0] + "/result")
    client.submit(page, option=values)
    client.get(place)
    client.submit(page, option=values)


def after_a_restart(client: PageClient, place: str, values: list[str]) -> None:
    client.app = create_app(client.app.extensions["waymark-config"])
    client.app.config["RATELIMIT_ENABLED"] = False
    cookie = client.client.get_cookie("waymark")
    assert cookie is not None
    with client.app.app_context():
        client.client = client.app.test_client()
        client.client.set_cookie("waymark", cookie.value)
        client.post(place, {"option": values})
        db.session.remove()
        db.engine.dispose()


def with_a_factor_of_ones_own(client: PageClient, place: str, values: list[str]) -> None:
    client.post("/account/time", {"time_factor": "300"})
    client.post(place, {"option": values})


def as_json(client: PageClient, place: str, values: list[str]) -> None:
    client.client.post(place, json={"option": values})


def with_other_methods(client: PageClient, place: str, values: list[str]) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        client.client.open(place, method=method, data={"option": values})


MANIPULATIONS: dict[str, Do] = {
    "save": saving(),
    "check": checking(),
    "address": in_the_address,
    "page kept open": from_a_page_kept_open,
    "start again": after_starting_again,
    "twice": by_another_session,
    "another device": from_another_device,
    "back button": by_the_back_button,
    "restart": after_a_restart,
    "own factor": with_a_factor_of_ones_own,
    "json": as_json,
    "methods": with_other_methods,
    **{f"save, forged {name}": saving(**{name: value}) for name, value in FORGED.items()},
    **{f"check, forged {name}": checking(**{name: value}) for name, value in FORGED.items()},
    **{f"revision {name}": saving(revision=values) for name, values in REVISIONS.items()},
    **{f"header {name}": with_header(name, value) for name, value in HEADERS.items()},
}


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The clock is the server's on both databases."""
    yield from request.getfixturevalue("sqlite_templates").fresh()


@pytest.fixture(autouse=True)
def signed_in_then() -> Iterator[None]:
    """All of this happens at NOW, signing in too, where nothing else is said."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def attempt(app: Flask, people: People) -> Attempt:
    course = with_settings(make_published(people.clinic, questions=2), quiz_minutes=10)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    return attempt_actions.start_attempt(enrolment, MODULE, at=NOW)


def test_there_are_enough_of_them() -> None:
    assert len(MANIPULATIONS) >= 40


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_nothing_is_taken_after_the_end(attempt: Attempt, bob: PageClient, name: str) -> None:
    right = right_answers(attempt)[1]
    place = f"/attempts/{attempt.public_id}/1"
    with time_machine.travel(LATE, tick=False):
        MANIPULATIONS[name](bob, place, right)
        bob.get(place)
    db.session.rollback()
    stored = db.session.get_one(Attempt, attempt.id)
    assert (stored.state, stored.correct, stored.deadline) == ("closed", 0, NOW + LIMIT)
    assert all(not answer.is_correct and answer.given is None for answer in answers(stored))


def answers(attempt: Attempt) -> list[Answer]:
    return db.session.query(Answer).filter_by(attempt_id=attempt.id).all()


@pytest.mark.parametrize("name", ["save", "check"])
def test_within_the_grace_it_is_taken(attempt: Attempt, bob: PageClient, name: str) -> None:
    right = right_answers(attempt)[1]
    with time_machine.travel(NOW + LIMIT + timing.GRACE, tick=False):
        MANIPULATIONS[name](bob, f"/attempts/{attempt.public_id}/1", right)
    db.session.rollback()
    assert answers(attempt)[0].given is not None


def test_the_page_says_how_long_and_what_came_of_it(attempt: Attempt, bob: PageClient) -> None:
    place = f"/attempts/{attempt.public_id}/1"
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        page = bob.get(place)
    assert "Time: 10 min" in page.text
    assert 'data-seconds="420"' in page.html
    with time_machine.travel(LATE, tick=False):
        result = bob.follow(bob.get(place))
    assert result.h1 == "Not passed yet"
    assert "The time was over" in result.text


def test_own_time_where_the_organization_lets_one(
    attempt: Attempt, bob: PageClient, dana: PageClient
) -> None:
    assert bob.post("/account/time", {"time_factor": "150"}).status == 403
    dana.post("/organization/settings", {"own_time_factor": "y"})
    with time_machine.travel(NOW, tick=False):
        assert bob.post("/account/time", {"time_factor": "150"}).status == 303
        page = bob.get(f"/attempts/{attempt.public_id}/1")
    assert "Time: 15 min (10 + 5)" in page.text
    assert attempt_queries.first_unchecked(attempt) == 1


def test_an_organization_of_ones_own_gives_no_time_elsewhere(
    bob: PageClient, people: People
) -> None:
    bob.post("/account/organizations/new", {"name": "Bob’s own"})
    bob.post("/organization/settings", {"own_time_factor": "y"})
    assert bob.post("/account/time", {"time_factor": "200"}).status == 403
    own = bob.get("/organization").link("Bob Learner")
    assert bob.post(f"{own}/time", {"time_factor": "200"}).status == 422
    assert accounts.access_profile_of(people.bob.id).time_factor == 100


def test_an_admin_gives_time_and_the_log_keeps_no_reason(
    attempt: Attempt, bob: PageClient, dana: PageClient, people: People
) -> None:
    member = people.memberships["bob"].public_id
    with time_machine.travel(NOW, tick=False):
        done = dana.post(f"/organization/people/{member}/time", {"time_factor": "200"})
        assert done.status == 303
        page = bob.get(f"/attempts/{attempt.public_id}/1")
    assert "Time: 20 min (10 + 10)" in page.text
    assert "from 100 % to 200 %" in dana.get("/organization/audit").text


@pytest.mark.parametrize("sent", [{}, {"begin": ""}, {"begin": "0"}, {"begin": ["1", "0"]}, FORGED])
def test_the_time_runs_from_the_start_whatever_the_start_was_sent_with(
    app: Flask, people: People, bob: PageClient, sent: dict[str, Any]
) -> None:
    """CVE-2025-62401: a start without its parameter began a try whose time never ran."""
    course = with_settings(make_published(people.clinic, questions=2), quiz_minutes=10)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    start = f"/learn/{course.address}/{MODULE}/quiz"
    bob.post(start, dict(sent))
    begun = attempt_queries.open_attempt(enrolment, MODULE)
    assert begun is not None
    assert (begun.started_at, begun.deadline) == (NOW, NOW + LIMIT)
    with time_machine.travel(NOW + LIMIT / 2, tick=False):
        bob.post(start, dict(sent))
    db.session.rollback()
    assert db.session.get_one(Attempt, begun.id).deadline == NOW + LIMIT
    assert db.session.query(Attempt).count() == 1


@pytest.mark.parametrize("given", ["nothing", "nonsense", "right"])
def test_questions_come_one_after_the_other_by_whichever_way(
    attempt: Attempt, bob: PageClient, given: str
) -> None:
    """CVE-2022-40208: another interface let people leave the order that the pages keep."""
    place = f"/attempts/{attempt.public_id}"
    right = right_answers(attempt)
    values = {"nothing": [], "nonsense": ["nonsense"], "right": right[2]}[given]
    asked = attempt_queries.asked(attempt, 2)
    assert asked is not None
    ahead = [
        bob.get(f"{place}/2"),
        bob.post(f"{place}/2", {"option": values}),
        bob.post(f"{place}/2/save", {"option": values, "revision": "5"}),
    ]
    assert [page.location for page in ahead[:2]] == [f"{place}/1"] * 2
    assert not [page for page in ahead if asked.question.stem in page.html]
    assert attempt_queries.marks_of(attempt) == [None, None]
    bob.post(f"{place}/1", {"option": right[1]})
    # And nobody goes back to what is checked.
    bob.post(f"{place}/1", {"option": right[2]})
    assert bob.post(f"{place}/1/save", {"option": right[2], "revision": "1"}).status == 410
    db.session.rollback()
    assert attempt_queries.marks_of(attempt) == [True, None]
