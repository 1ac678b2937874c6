"""Admins choose when people are reminded, and see beforehand what that means."""

from learning import audit
from learning.assignments import reminder_queries
from learning.organizations import settings_actions
from tests.organizations.people_lists.lists import GOOD, HEAD
from tests.pages import PageClient
from tests.people import NOW, People
from tests.web.organization.test_list_imports import confirm_page

PATH = "/organization/settings/reminders"
CHOSEN = {
    "is_on": "y",
    "before": "14, 3",
    "after": "2",
    "manager_after": "5",
    "admin_after": "",
    "until": "7",
    "since": "18",
    "weekends": "y",
    "zone": "Europe/Berlin",
}


def test_the_usual_ladder_is_shown_with_an_example(dana: PageClient) -> None:
    page = dana.get(PATH)
    assert page.status == 200
    assert "due on 12 December" in page.text
    assert page.text.count("To the person") == 6
    assert "To the manager" in page.text
    assert "What is left: 2 modules, about 8 min." in page.text
    assert "Your course is due on 12 December" in page.text


def test_the_greeting_stands_in_what_is_shown_of_messages(dana: PageClient, people: People) -> None:
    greeting = "Dear colleagues of the ward"
    settings_actions.change_settings(
        people.clinic.id, "mail-changed", by="tests", at=NOW, mail_greeting=greeting
    )
    assert dana.get(PATH).text.count(greeting) == 6
    assert greeting in confirm_page(dana, HEAD + GOOD).text


def test_what_is_chosen_holds_from_then_on(dana: PageClient, people: People) -> None:
    assert dana.post(PATH, CHOSEN).status == 303
    ladder, zone = reminder_queries.ladder_of(people.clinic.id)
    assert (ladder.before, ladder.after) == ((14, 3), (2,))
    assert (ladder.manager_after, ladder.admin_after) == (5, None)
    assert ladder.quiet.weekends
    assert ladder.since is not None
    assert zone.key == "Europe/Berlin"
    assert audit.entries(people.clinic.id)[0].act == "reminders-chosen"
    dana.post(PATH, CHOSEN)
    assert reminder_queries.ladder_of(people.clinic.id)[0] == ladder


def test_reminders_can_be_ended(dana: PageClient) -> None:
    dana.post(PATH, {**CHOSEN, "is_on": ""})
    assert "Nobody is reminded of anything." in dana.get(PATH).text


def test_what_makes_no_sense_is_said_and_kept(dana: PageClient, people: People) -> None:
    for field, value in (
        ("before", "soon"), ("before", "7, 7"), ("before", "0"), ("after", "1,2,3,4,5,6,7"),
        ("after", "9999999999999"), ("manager_after", "-3"), ("admin_after", "x"),
        ("until", "23"), ("zone", "Mars/Olympus"),
    ):  # fmt: skip
        page = dana.post(PATH, {**CHOSEN, field: value})
        assert page.status == 422
        assert "There is a problem" in page.text
        if field in ("before", "after"):
            assert f'value="{value}"' in page.html
    assert reminder_queries.ladder_of(people.clinic.id)[0].before == (7, 1)


def test_only_admins_choose(bob: PageClient, alice: PageClient, stranger: PageClient) -> None:
    assert bob.get(PATH).status == 403
    assert alice.post(PATH, CHOSEN).status == 403
    assert stranger.get(PATH).status == 303


def test_another_organization_keeps_its_own(
    dana: PageClient, erin: PageClient, people: People
) -> None:
    dana.post(PATH, CHOSEN)
    assert reminder_queries.ladder_of(people.school.id)[0].before == (7, 1)
    assert 'value="7, 1"' in erin.get(PATH).html
