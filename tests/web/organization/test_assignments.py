"""The admin's pages of assignment rules: write, preview, apply, undo, exempt."""

import re

import pytest
from flask import Flask

from learning import clock
from learning.assignments import queries
from learning.assignments.models import AssignmentRule
from learning.database import db
from tests.assignments.stored import (
    complete,
    do_everything,
    make_group,
    make_members,
    make_rule,
    obligations,
    put_in,
    rule_about,
)
from tests.pages import PageClient
from tests.people import NOW, People
from tests.queries import reading, statements
from tests.teaching import make_published

HERE = "/organization/assignments"


def sent(course: object, **changes: object) -> dict[str, object]:
    """What the form sends for: everybody, one course, 30 days."""
    return {
        "name": "New people", "everybody": "y", "courses-0": course.public_id,  # type: ignore[attr-defined]
        "order": "together", "due": "after-assignment", "days": "30", "renewal": "none",
        "fresh": "any", "zone": "Europe/Berlin", **changes,
    }  # fmt: skip


def test_from_nothing_to_an_applied_rule_and_back(
    app: Flask, people: People, dana: PageClient, alice: PageClient
) -> None:
    assert "nothing to assign yet" in dana.get(HERE).text
    course = make_published(people.clinic, questions=1)
    assert "Write the first rule" in dana.get(HERE).text
    page = dana.post(f"{HERE}/new", sent(course))
    assert (page.status, page.location.endswith("/apply")) == (303, True)
    preview = dana.get(page.location)
    assert "3 new assignments" in preview.text
    assert "Bob Learner" in preview.text
    assert "3 people get a message" in preview.text
    rule = page.location.split("/")[-2]
    progress = dana.post(page.location, preview.form())
    assert "0 of 3 people" in dana.get(progress.location).text
    do_everything(clock.now())
    done = dana.get(progress.location).text
    assert "3 new assignments" in done
    assert "Undo" in done
    shown = dana.get(f"{HERE}/{rule}").text
    assert "Rule “New people”, for everybody, since joining on 23 November 2026." in shown
    assert "New people" in dana.get(HERE).text
    assert "3 are withdrawn" in dana.get(f"{HERE}/{rule}/undo").text
    dana.post(f"{HERE}/{rule}/undo", {"number": "1"})
    do_everything(clock.now())
    assert "Draft" in dana.get(f"{HERE}/{rule}").text
    assert "Took version 1 back." in dana.get(f"{HERE}/{rule}/history").text


def test_a_change_shows_what_differs_and_for_whom_it_holds(
    app: Flask, people: People, dana: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    ward = make_group(people.clinic, "Ward 3")
    put_in(ward, people.memberships["bob"])
    rule = make_rule(people.clinic, rule_about(course))
    here = f"{HERE}/{rule.public_id}"
    assert dana.get(f"{here}/edit").status == 200
    changes = {"groups": ward.public_id, "days": "10", "name": "Ward", "people": "bob@example.org"}
    page = dana.post(f"{here}/edit", {**sent(course, **changes), "everybody": ""})
    preview = dana.get(page.location).text
    assert "Ward 3; 1 person by name" in preview
    assert "1 due date moves" in preview
    assert "2 are withdrawn" in preview
    assert "Nothing changes" not in dana.get(f"{page.location}?present=no").text
    assert "not applied yet" in dana.get(here).text
    dana.post(page.location, dana.get(page.location).form())
    do_everything(clock.now())
    assert "Ward 3" in dana.get(f"{here}?only=open").text
    assert "bob@example.org" in dana.get(f"{here}/edit").text


def test_only_what_was_shown_is_applied(app: Flask, people: People, dana: PageClient) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    here = f"{HERE}/{rule.public_id}"
    preview = dana.get(dana.post(f"{here}/edit", sent(course, days="10")).location)
    assert "3 due dates move" in preview.text
    # For others than it was counted for: counted again first.
    again = dana.follow(dana.post(f"{here}/apply", {**preview.form(), "present": "no"}))
    assert "isn’t what you saw before" in again.text
    assert "due dates move" not in again.text
    counted = dana.post(f"{here}/apply", {**preview.form(), "present": "no", "count": "yes"})
    assert counted.location.endswith("/apply?present=no")
    # And not what somebody else has saved meanwhile.
    dana.post(f"{here}/edit", sent(course, days="20"))
    stale = dana.follow(dana.post(f"{here}/apply", preview.form()))
    assert "isn’t what you saw before" in stale.text
    assert "not applied yet" in dana.get(here).text
    do_everything(clock.now())
    assert rule.latest_number == 1
    applied = dana.post(f"{here}/apply", stale.form())
    assert applied.location.endswith("/progress")


def test_a_date_that_has_passed_is_said_to_have(
    app: Flask, people: People, dana: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    page = dana.post(f"{HERE}/new", sent(course, due="on-date", on="1926-12-01"))
    assert (
        "The date of this rule has passed. 3 due dates are today." in dana.get(page.location).text
    )
    page = dana.post(f"{HERE}/new", sent(course, due="on-date", on=clock.now().date().isoformat()))
    assert "has passed" not in dana.get(page.location).text


def test_mistakes_get_a_sentence_and_lose_nothing(
    app: Flask, people: People, dana: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    for changes, sentence in (
        ({"name": " "}, "Enter a name"),
        ({"everybody": ""}, "Choose for whom it is"),
        ({"courses-0": ""}, "Choose a course."),
        ({"courses-0": "nothing"}, "published"),
        ({"courses-1": course.public_id}, "only once"),
        ({"due": "on-date"}, "Enter the due date"),
        ({"days": "many"}, "Not a valid"),
        ({"renewal": "months"}, "renewed like this"),
        ({"fresh": "since"}, "from which completions count"),
        ({"people": "who@nowhere.example"}, "who@nowhere.example"),
        ({"groups": "nothing"}, "not a valid"),
    ):
        page = dana.post(f"{HERE}/new", sent(course, **changes))
        assert (page.status, sentence in page.text) == (422, True), changes
        assert "Europe/Berlin" in page.text
    assert db.session.query(AssignmentRule).filter_by(organization_id=people.clinic.id).count() == 0


def test_somebody_is_exempt_until_that_is_ended(
    app: Flask, people: People, dana: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    here = f"{HERE}/{rule.public_id}"
    bob = people.memberships["bob"]
    one = next(each for each in obligations(rule) if each.membership_id == bob.id)
    form = f"{here}/{one.public_id}/exempt"
    assert "Exempt Bob Learner" in dana.get(form).text
    assert dana.post(form, {"reason": "", "extent": "here"}).status == 422
    late = dana.post(form, {"reason": "Away", "until": "2020-01-01", "extent": "here"})
    assert "The last day has passed" in late.text
    assert dana.post(form, {"reason": "Away", "extent": "everywhere"}).status == 303
    shown = dana.get(f"{here}?only=exempt").html
    assert "Exempt: Away" in shown
    end = re.search(r'action="([^"]+/exemptions/[^"]+)"', shown)
    assert end
    assert dana.post(end[1]).status == 303
    assert "Nobody here" in dana.get(f"{here}?only=exempt").text


def test_lists_go_on_and_ending_asks_first(app: Flask, people: People, dana: PageClient) -> None:
    course = make_published(people.clinic, questions=1)
    members = make_members(people.clinic, 60)
    complete(course, members[0])
    rule = make_rule(people.clinic, rule_about(course))
    here = f"{HERE}/{rule.public_id}"
    first = dana.get(here).html
    after = re.search(r"after=([^\"&]+)", first)
    assert after
    assert "Member 00059" in dana.get(f"{here}?after={after[1]}").text
    assert dana.get(f"{here}?after=nonsense&only=nonsense").status == 200
    assert "Member 00000" in dana.get(f"{here}?only=met").text
    assert "63 are withdrawn" in dana.get(f"{here}/end").text
    dana.post(f"{here}/end")
    do_everything(clock.now())
    assert queries.rule(people.clinic.id, rule.public_id).state == "ended"  # type: ignore[union-attr]
    assert dana.get(f"{here}/edit").status == 303


@pytest.mark.parametrize(
    ("path", "budget"),
    [("", 7), ("/{rule}", 8), ("/{rule}?only=overdue", 9), ("/{rule}/history", 8)],
)
def test_pages_stay_within_their_query_budgets(
    people: People, dana: PageClient, path: str, budget: int
) -> None:
    course = make_published(people.clinic, questions=1)
    make_members(people.clinic, 20)
    rule = make_rule(people.clinic, rule_about(course))
    make_rule(people.clinic, rule_about(course))
    here = HERE + path.format(rule=rule.public_id)
    dana.get(here)
    with statements() as said:
        dana.get(here)
    assert len(reading(said)) <= budget, "\n".join(said)


def test_a_draft_can_be_thrown_away_and_an_applied_rule_not(
    app: Flask, people: People, dana: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    place = dana.post(f"{HERE}/new", sent(course)).location.removesuffix("/apply")
    assert dana.post(f"{place}/discard").status == 303
    assert dana.get(place).status == 404
    rule = make_rule(people.clinic, rule_about(course))
    dana.post(f"{HERE}/{rule.public_id}/discard")
    assert dana.get(f"{HERE}/{rule.public_id}").status == 200


def test_others_see_none_of_it(
    app: Flask, people: People, alice: PageClient, erin: PageClient, stranger: PageClient
) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    one = obligations(rule)[0].public_id
    here = f"{HERE}/{rule.public_id}"
    for path in ("", "/edit", "/apply", "/undo", "/end", "/progress", "/history", f"/{one}/exempt"):
        assert alice.get(here + path).status == 403
        assert erin.get(here + path).status == 404
        assert stranger.get(here + path).status == 303
    assert erin.post(f"{here}/apply", {"present": "yes"}).status == 404
    assert erin.post(f"{here}/exemptions/nothing/end").status == 404
    assert NOW
