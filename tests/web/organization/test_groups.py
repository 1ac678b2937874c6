"""The admin's pages of groups: the tree, one group, its people and its manager."""

import pytest
from flask import Flask

from learning.organizations import group_actions, group_queries
from learning.organizations.models import Group
from learning.organizations.roles import MembershipState
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.queries import reading, statements

MISSING = "/organization/groups/nothing"


@pytest.fixture
def ward(people: People) -> Group:
    return group_actions.create_group(people.clinic.id, name="Ward 3", by="d", at=NOW)


def here(group: Group, act: str = "") -> str:
    return f"/organization/groups/{group.public_id}{act}"


def in_table(page: Page) -> str:
    """The first names of those whom the page's table lists."""
    heads = [" ".join("".join(head.itertext()).split()) for head in page.all("th", scope="row")]
    return " ".join(head.split()[0] for head in heads)


def named(people: People, name: str) -> Group:
    found = group_queries.group_named(people.clinic.id, name)
    assert found is not None
    return found


def test_without_groups_the_page_says_what_one_is(dana: PageClient) -> None:
    page = dana.get("/organization/groups")
    assert "There are no groups yet" in page.text


def test_a_group_is_made_inside_another(people: People, dana: PageClient, ward: Group) -> None:
    made = dana.post("/organization/groups", {"name": "Night shift", "parent": ward.public_id})
    assert made.location == here(named(people, "Night shift"))
    assert dana.get(made.location).h1 == "Night shift"
    page = dana.get("/organization/groups")
    assert page.text.index("Ward 3") < page.text.index("Night shift")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": " "}, "Enter a name"),
        ({"name": "WARD 3"}, "There is a group “Ward 3” already"),
        ({"name": "New", "parent": "nothing"}, "has been removed"),
        ({"name": "x" * 201}, "at most 200"),
    ],
)
def test_a_group_that_cannot_be_is_said_to_be(
    dana: PageClient, ward: Group, sent: dict[str, str], words: str
) -> None:
    page = dana.post("/organization/groups", sent)
    assert page.status == 422
    assert words in page.text


def test_a_group_is_renamed_and_moved(people: People, dana: PageClient, ward: Group) -> None:
    dana.post("/organization/groups", {"name": "Nursing"})
    nursing = named(people, "Nursing")
    assert dana.post(here(ward, "/name"), {"name": "Ward 4"}).status == 303
    assert dana.post(here(ward, "/name"), {"name": "nursing"}).status == 422
    assert dana.post(here(ward, "/place"), {"parent": nursing.public_id}).status == 303
    refused = dana.post(here(nursing, "/place"), {"parent": ward.public_id})
    assert refused.status == 422
    assert "into itself" in refused.text
    found = dana.get(here(ward))
    assert found.h1 == "Ward 4"
    assert "Nursing" in found.text


def test_removing_asks_first_and_can_be_taken_back(
    people: People, dana: PageClient, ward: Group
) -> None:
    group_actions.put_in(ward, [people.memberships["bob"]], by="d", at=NOW)
    assert "1 person is in it" in dana.get(here(ward, "/remove")).text
    dana.post(here(ward, "/remove"))
    assert "Removed on" in dana.get(here(ward)).text
    assert "1 removed group" in dana.get("/organization/groups").text
    dana.post(here(ward, "/restore"))
    assert "Bob Learner" in dana.get(here(ward)).text


def test_a_group_that_holds_groups_is_not_removed(
    people: People, dana: PageClient, ward: Group
) -> None:
    group_actions.create_group(people.clinic.id, name="Night shift", parent=ward, by="d", at=NOW)
    assert "Move or remove them first" in dana.get(here(ward, "/remove")).text
    dana.post(here(ward, "/remove"))
    assert ward.removed_at is None


def test_people_are_found_by_name_put_in_and_taken_out(
    people: People, dana: PageClient, ward: Group
) -> None:
    bob = people.memberships["bob"].public_id
    assert "Bob Learner" in dana.get(here(ward, "/add?q=bob")).text
    assert "Nobody matches" in dana.get(here(ward, "/add?q=zzz")).text
    dana.post(here(ward, "/add"), {"member": bob})
    assert "Bob Learner" in dana.get(here(ward)).text
    assert "is in it" in dana.get(here(ward, "/add?q=bob")).text
    dana.post(here(ward, f"/people/{bob}/take-out"))
    assert "Nobody is in it yet" in dana.get(here(ward)).text


def test_whoever_belongs_elsewhere_is_not_put_in(
    people: People, dana: PageClient, ward: Group
) -> None:
    erin = people.memberships["erin"].public_id
    for act in ("/add", "/manager"):
        page = dana.post(here(ward, act), {"member": erin})
        assert page.status == 422
        assert "Erin" not in page.text
    assert dana.post(here(ward, f"/people/{erin}/take-out")).status == 404


def test_a_manager_is_chosen_and_taken_off(people: People, dana: PageClient, ward: Group) -> None:
    dana.post(here(ward, "/manager"), {"member": people.memberships["alice"].public_id})
    assert "Alice Trainer" in dana.get(here(ward)).text
    assert "No manager of its own" in dana.get(here(ward, "/manager")).text
    dana.post(here(ward, "/manager"), {"member": ""})
    assert "Alice Trainer" not in dana.get(here(ward)).text


def test_members_come_page_by_page(
    people: People, dana: PageClient, ward: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.web.organization.groups.PAGE", 2)
    group_actions.put_in(
        ward, [people.memberships[name] for name in ("alice", "bob", "dana")], by="d", at=NOW
    )
    first = dana.get(here(ward))
    assert in_table(first) == "Alice Bob"
    assert in_table(dana.get(first.link("Next page"))) == "Dana"


def test_another_organizations_group_is_not_found(
    people: People, erin: PageClient, ward: Group
) -> None:
    for act in ("", "/remove", "/add", "/manager"):
        assert erin.get(here(ward, act)).status == erin.get(MISSING + act).status == 404
    for act in ("/name", "/place", "/restore", "/remove", "/add", "/manager"):
        assert erin.post(here(ward, act), {"name": "Mine"}).status == 404
    assert ward.name == "Ward 3"
    elsewhere = erin.post("/organization/groups", {"name": "New", "parent": ward.public_id})
    assert elsewhere.status == 422


def test_people_are_filtered_by_group_role_and_state(
    app: Flask, people: People, dana: PageClient, ward: Group
) -> None:
    inner = group_actions.create_group(people.clinic.id, name="Inner", parent=ward, by="d", at=NOW)
    group_actions.put_in(inner, [people.memberships["bob"]], by="d", at=NOW)

    def shown(query: str) -> str:
        page = dana.get(f"/organization?{query}")
        assert page.status == 200
        return in_table(page)

    assert shown("") == shown("role=nonsense&state=&group=nothing") == "Alice Bob Dana"
    assert shown(f"group={ward.public_id}") == "Bob"
    assert shown("role=trainer") == "Alice"
    assert shown(f"state={MembershipState.DEACTIVATED}") == ""
    assert shown(f"group={ward.public_id}&role=trainer") == ""


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/organization?group={group}&role=learner", 8),
        ("/organization/groups", 7),
        ("/organization/groups/{group}", 8),
        ("/organization/people/{person}", 17),
    ],
)
def test_pages_stay_within_their_query_budgets(
    people: People, dana: PageClient, ward: Group, path: str, budget: int
) -> None:
    bob, alice = people.memberships["bob"], people.memberships["alice"]
    group_actions.put_in(ward, [bob], by="d", at=NOW)
    group_actions.set_group_manager(ward, alice, by="d", at=NOW)
    here = path.format(group=ward.public_id, person=bob.public_id)
    dana.get(here)
    with statements() as said:
        dana.get(here)
    assert len(reading(said)) <= budget, "\n".join(said)
