"""A preview as of another day shows what is open and over on that day, and counts for nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from learning.progress import attempt_queries, queries
from learning.progress.states import EnrolmentPurpose
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.teaching import make_published, right_answers, with_settings

MODULE = "why-it-works"


@pytest.fixture(autouse=True)
def at_that_time() -> Iterator[None]:
    """All of this happens at NOW, signing in too, where nothing else is said."""
    with time_machine.travel(NOW, tick=False):
        yield


def fail_the_quiz(alice: PageClient, home: str, people: People) -> Page:
    page = alice.get(f"{home}/{MODULE}")
    page = alice.follow(alice.submit(page, f"{home}/{MODULE}/quiz"))
    found = attempt_queries.attempt_of_person(people.alice.id, page.path.split("/")[2])
    assert found is not None
    for position, right in right_answers(found[0]).items():
        asked = attempt_queries.asked(found[0], position)
        assert asked is not None
        wrong = [o.id for o in asked.question.options if o.id not in right][:1]
        alice.post(f"/attempts/{found[0].public_id}/{position}", {"option": wrong})
    return alice.get(f"{home}/{MODULE}")


def test_a_preview_goes_on_on_another_day(people: People, alice: PageClient) -> None:
    course = with_settings(make_published(people.clinic), wait_minutes=24 * 60)
    teach, home = f"/teach/courses/{course.public_id}", f"/learn/{course.address}~preview"
    assert "As of another day" in alice.get(teach).text
    assert alice.post(f"{teach}/preview").location == home
    assert "As of" not in alice.get(home).text
    assert "You can try again in 1440 minutes" in fail_the_quiz(alice, home, people).text
    day = (NOW + timedelta(days=30)).date().isoformat()
    assert alice.post(f"{teach}/preview", {"on": day}).location == home
    assert "As of 23 December 2026." in alice.get(home).text
    assert "You can try again in 1440 minutes" in fail_the_quiz(alice, home, people).text
    enrolment = queries.enrolment_of_person(
        people.alice.id, course.address, EnrolmentPurpose.PREVIEW
    )
    assert enrolment is not None
    assert enrolment.started_at == NOW + timedelta(days=30)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert "You can try again in" not in alice.get(f"{home}/{MODULE}").text


def test_a_day_that_cannot_be_is_refused(people: People, alice: PageClient) -> None:
    course = make_published(people.clinic)
    teach = f"/teach/courses/{course.public_id}"
    for day in ("2026-11-22", "2126-01-01", "soon"):
        page = alice.follow(alice.post(f"{teach}/preview", {"on": day}))
        assert "Choose a day from today on" in page.text
