"""People and groups as tables: what they hold, for whom, and that taking them is noted."""

import pytest

from learning.database import db, transaction
from learning.organizations import actions
from learning.organizations.models import Group, GroupMembership
from learning.organizations.roles import Role
from learning.reports import people_tables
from tests.pages import Page, PageClient
from tests.people import NOW, People, make_person
from tests.web.organization.test_audit import exported

PEOPLE = "/organization/people.csv"


@transaction
def in_groups(people: People, name: str, *groups: str) -> None:
    for n, each in enumerate(groups):
        group = Group(
            public_id=f"group-{name}-{n}", organization_id=people.clinic.id, name=each,
            folded_name=each.casefold(), created_at=NOW,
        )  # fmt: skip
        db.session.add(group)
        db.session.flush()
        db.session.add(
            GroupMembership(
                organization_id=people.clinic.id,
                group_id=group.id,
                membership_id=people.memberships[name].id,
                since=NOW,
            )
        )


@transaction
def managed(people: People, name: str, by: str) -> None:
    people.memberships[name].manager_id = people.memberships[by].id
    people.memberships[name].employee_id = "-7"


def test_the_list_has_the_columns_of_the_import_and_who_is_there(
    people: People, dana: PageClient
) -> None:
    in_groups(people, "bob", "Ward 3", "Nurses")
    managed(people, "bob", "alice")
    gone = actions.add_member(
        people.clinic.id, make_person("Gina Gone"), role=Role.LEARNER, by="tests", at=NOW
    )
    actions.deactivate(gone, by="tests", by_role=Role.OWNER, at=NOW)
    actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    rows = exported(dana.get(PEOPLE))
    assert [row["name"] for row in rows] == ["Alice Trainer", "Bob Learner", "Dana Admin"]
    assert rows[1] == {
        "name": "Bob Learner", "email": "bob@example.org", "group": "Nurses", "role": "learner",
        "manager": "alice@example.org", "employee_id": "'-7", "joined_on": "2026-11-23",
    }  # fmt: skip
    assert [row["name"] for row in exported(dana.get(f"{PEOPLE}?q=bob"))] == ["Bob Learner"]


def test_a_list_longer_than_what_is_read_at_once_is_whole(
    people: People, dana: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_tables, "_AT_ONCE", 2)
    assert len(exported(dana.get(PEOPLE))) == 3


def test_groups_are_told_with_where_they_lie(people: People, dana: PageClient) -> None:
    in_groups(people, "bob", "Ward 3")
    assert exported(dana.get("/organization/groups.csv")) == [
        {"group": "Ward 3", "inside": "", "manager": "", "members": "1"}
    ]


def test_taking_tables_along_is_noted(people: People, dana: PageClient) -> None:
    dana.get(PEOPLE)
    dana.get("/organization/groups.csv")
    log = dana.get("/organization/audit").text
    assert "Exported the list of people" in log
    assert "Exported the list of groups" in log


def test_the_people_page_leads_to_what_it_shows(people: People, dana: PageClient) -> None:
    page: Page = dana.get("/organization?q=bob")
    assert page.link("Download these members as CSV") == f"{PEOPLE}?q=bob"
