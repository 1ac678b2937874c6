"""The report on compliance: who had to, who had, as of a day that stays as it was."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from learning import clock
from learning.assignments import exemption_actions
from learning.assignments.models import AssignmentRule, Exemption
from learning.assignments.rules import Due
from learning.courses import actions, publishing
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, Visibility
from learning.database import transaction
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from learning.reports import compliance
from learning.reports.compliance import Question, Result
from tests.assignments.stored import (
    change_and_apply,
    complete,
    do_everything,
    make_group,
    make_members,
    make_rule,
    put_in,
    rule_about,
    take_out,
)
from tests.assignments.test_actions import tell
from tests.pages import PageClient
from tests.people import People
from tests.queries import statements
from tests.teaching import make_published
from tests.web.organization.test_audit import exported

REPORT = "/organization/compliance"
START = clock.now() - timedelta(days=40)
DAYS = [START + timedelta(days=n) for n in range(41)]


def told(people: People, dana: PageClient, day: int, **asked: str) -> dict[str, dict[str, str]]:
    on = "&".join(f"{k}={v}" for k, v in {"on": DAYS[day].date().isoformat(), **asked}.items())
    return {row["name"]: row for row in exported(dana.get(f"{REPORT}.csv?{on}"))}


@dataclass(frozen=True)
class Story:
    course: Course
    rule: AssignmentRule
    exemption: Exemption


@transaction
def joined_at_the_start(people: People) -> None:
    for each in people.memberships.values():
        each.joined_at = START


@pytest.fixture
def story(people: People) -> Story:
    """Due after five days; Bob does it on the second, Alice is exempt from the third on."""
    joined_at_the_start(people)
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course, due=Due(days=5)), at=START)
    complete(course, people.memberships["bob"], at=DAYS[2])
    do_everything(DAYS[2])
    exemption = exemption_actions.exempt(
        people.memberships["alice"], rule=rule, reason="Away", zone="UTC", by="tests", at=DAYS[3]
    )
    return Story(course, rule, exemption)


def test_the_report_says_who_had_to_and_who_had_as_of_each_day(
    people: People, dana: PageClient, story: Story
) -> None:
    assert {row["result"] for row in told(people, dana, 1).values()} == {"open"}
    then = told(people, dana, 6)
    assert {name: row["result"] for name, row in then.items()} == {
        "Alice Trainer": "exempt", "Bob Learner": "done", "Dana Admin": "overdue",
    }  # fmt: skip
    bob, alice = then["Bob Learner"], then["Alice Trainer"]
    assert (bob["completed_on"], bob["course_version"]) == (DAYS[2].date().isoformat(), "1")
    assert alice["exempt_because"] == "Away"
    assert then["Dana Admin"]["due_on"] == (START + timedelta(days=5)).date().isoformat()


def test_the_page_says_the_day_its_zone_and_the_totals(
    people: People, dana: PageClient, story: Story
) -> None:
    page = dana.get(f"{REPORT}?on={DAYS[6].date().isoformat()}")
    assert f"{DAYS[6]:%B %Y}, 24:00 UTC" in page.text
    for words in ("3 assignments", "1 done", "1 overdue", "0 not due yet", "1 exempt"):
        assert words in page.text
    assert "Exempt Away" in page.text
    assert "version 1" in page.text


def test_what_happens_later_changes_no_byte_of_a_report(
    people: People, dana: PageClient, story: Story
) -> None:
    course, rule = story.course, story.rule
    house = make_group(people.clinic, "House")
    put_in(house, people.memberships["dana"], at=DAYS[1])
    paths = [
        f"{REPORT}.csv?on={DAYS[7].date().isoformat()}{more}"
        for more in ("", f"&course={course.public_id}", f"&group={house.public_id}")
    ]
    before = [dana.get(path).response.get_data() for path in paths]
    asked = Question(DAYS[7].date())
    totals = compliance.totals(people.clinic.id, asked)
    assert [len(report.splitlines()) for report in before] == [4, 4, 2]
    # Afterwards all that can be changed is changed.
    actions.change_settings(
        course, title="Something else", summary="", visibility=Visibility.INTERNAL,
        settings=CourseSettings.from_json(course.settings), by="tests", at=DAYS[9],
    )  # fmt: skip
    publishing.publish(course, change=Change.NOTIFY, by="tests", at=DAYS[9])
    change_and_apply(rule, rule_about(course, due=Due(days=90), name="Other"), at=DAYS[9])
    exemption_actions.end_exemption(
        story.exemption, people.memberships["alice"], by="tests", at=DAYS[10]
    )
    complete(course, people.memberships["dana"], at=DAYS[11])
    do_everything(DAYS[11])
    take_out(house, people.memberships["dana"], at=DAYS[12])
    newcomers = make_members(people.clinic, 3, joined=DAYS[12])
    for each in newcomers:
        tell(each, at=DAYS[12])
    organizations.deactivate(people.memberships["bob"], by="tests", by_role=Role.ADMIN, at=DAYS[13])
    tell(people.memberships["bob"], at=DAYS[13])
    assert [dana.get(path).response.get_data() for path in paths] == before
    assert compliance.totals(people.clinic.id, asked) == totals
    now = told(people, dana, 20)
    assert "Bob Learner" not in now
    assert len(now) == 5
    assert now["Dana Admin"]["rule"] == "Other"
    assert "has left since" in dana.get(f"{REPORT}?on={DAYS[7].date().isoformat()}").text


def test_totals_are_those_of_the_lines(people: People, story: Story) -> None:
    for day in DAYS[::4]:
        asked = Question(day.date())
        found = [line.result for line in compliance.all_lines(people.clinic.id, asked)]
        assert compliance.totals(people.clinic.id, asked) == {
            result: found.count(result) for result in Result
        }


def test_lists_go_on_where_they_ended_and_paper_has_them_whole(
    people: People, dana: PageClient, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    from learning.web.organization import compliance as pages

    monkeypatch.setattr(pages, "PAGE", 2)
    page = dana.get(REPORT)
    assert "Dana Admin" not in page.text.split("Because of")[1]
    assert "Dana Admin" in dana.get(page.link("Next page")).text
    assert "Dana Admin" in dana.get(page.link("All on one page")).text.split("Because of")[1]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("tomorrow", "This is no date"),
        ("9999-12-31", "in the future"),
        ("0001-01-01", "Nothing is known"),
    ],
)
def test_a_day_that_is_none_is_said(dana: PageClient, on: str, said: str) -> None:
    page = dana.get(f"{REPORT}?on={on}")
    assert page.status == 422
    assert said in page.text
    assert dana.get(f"{REPORT}.csv?on={on}").status == 303


def test_without_rules_the_report_is_empty(dana: PageClient) -> None:
    assert "Nobody had to do anything" in dana.get(f"{REPORT}?course=nothing&group=nothing").text
    assert exported(dana.get(f"{REPORT}.csv")) == []


def test_looks_and_exports_are_noted(people: People, dana: PageClient) -> None:
    dana.get(REPORT)
    dana.get(f"{REPORT}.csv")
    log = dana.get("/organization/audit").text
    assert "Looked at the report on compliance" in log
    assert "Exported the report on compliance" in log


def test_the_report_is_the_admins(alice: PageClient, bob: PageClient) -> None:
    assert {each.get(REPORT).status for each in (alice, bob)} == {403}


def test_the_report_stays_within_its_query_budget(
    app: Flask, people: People, dana: PageClient, story: Story
) -> None:
    dana.get(REPORT)
    with statements() as said:
        assert dana.get(REPORT).status == 200
    assert len(said) <= 15, "\n".join(said)
