"""What an admin keeps about one member: groups, manager, employee id, day of joining, limit."""

import pytest

from learning.organizations import actions, group_actions, group_queries
from learning.organizations.models import Group
from tests.pages import PageClient
from tests.people import NOW, People


@pytest.fixture
def ward(people: People) -> Group:
    return group_actions.create_group(people.clinic.id, name="Ward 3", by="d", at=NOW)


def here(people: People, name: str, act: str = "") -> str:
    return f"/organization/people/{people.memberships[name].public_id}{act}"


def test_a_group_is_joined_and_left(people: People, dana: PageClient, ward: Group) -> None:
    dana.post(here(people, "bob", "/groups"), {"group": ward.public_id})
    assert "Take out of “Ward 3”" in dana.get(here(people, "bob")).text
    dana.post(here(people, "bob", f"/groups/{ward.public_id}/leave"))
    assert "In no group" in dana.get(here(people, "bob")).text
    dana.post(here(people, "bob", "/groups"), {"group": "nothing"})
    assert "Choose a group." in dana.get(here(people, "bob")).text


def test_a_manager_is_chosen_by_name(people: People, dana: PageClient) -> None:
    place = here(people, "bob", "/manager")
    assert "Alice Trainer" in dana.get(f"{place}?q=alice").text
    dana.post(place, {"member": people.memberships["alice"].public_id})
    assert "Alice Trainer" in dana.get(here(people, "bob")).text
    dana.post(place, {"member": ""})
    assert "Alice Trainer" not in dana.get(here(people, "bob")).text


def test_a_manager_that_cannot_be_is_said_to_be(people: People, dana: PageClient) -> None:
    place = here(people, "bob", "/manager")
    bob, erin = (people.memberships[name].public_id for name in ("bob", "erin"))
    own = dana.post(place, {"member": bob})
    assert own.status == 422
    assert "Nobody is their own manager" in own.text
    assert dana.post(place, {"member": erin}).status == 422


def test_the_manager_of_a_group_shows_as_such(
    people: People, dana: PageClient, ward: Group
) -> None:
    group_actions.put_in(ward, [people.memberships["bob"]], by="d", at=NOW)
    group_actions.set_group_manager(ward, people.memberships["alice"], by="d", at=NOW)
    assert "Alice Trainer , as the manager of a group" in dana.get(here(people, "bob")).text


def test_employee_id_and_day_of_joining_are_saved(people: People, dana: PageClient) -> None:
    sent = {"employee_id": "4711", "joined_on": "2020-02-29"}
    assert dana.post(here(people, "bob", "/facts"), sent).status == 303
    page = dana.get(here(people, "bob"))
    assert "4711" in page.text
    assert "29 February 2020" in page.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"employee_id": "", "joined_on": "tomorrow"}, "This is no date"),
        ({"employee_id": "", "joined_on": "2999-01-01"}, "from 1900 to today"),
        ({"employee_id": "x" * 101, "joined_on": "2020-02-29"}, "at most 100"),
        ({"employee_id": "taken", "joined_on": "2020-02-29"}, "Somebody else has"),
    ],
)
def test_facts_that_cannot_be_are_said_to_be(
    people: People, dana: PageClient, sent: dict[str, str], words: str
) -> None:
    dana.post(here(people, "alice", "/facts"), {"employee_id": "taken", "joined_on": "2020-01-01"})
    page = dana.post(here(people, "bob", "/facts"), sent)
    assert page.status == 422
    assert words in page.text
    assert people.memberships["bob"].joined_at == NOW


def test_a_trainer_is_limited_and_let_see_all_again(
    people: People, dana: PageClient, ward: Group
) -> None:
    place = here(people, "alice", "/limit")
    assert "Ward 3" in dana.get(place).text
    dana.post(place, {"groups": [ward.public_id, "nothing"]})
    assert group_queries.limit_of(people.clinic.id, people.memberships["alice"].id) == {ward.id}
    assert "Only those of learners in: Ward 3" in dana.get(here(people, "alice")).text
    group_actions.remove_group(ward, by="d", at=NOW)
    assert "a removed group" in dana.get(here(people, "alice")).text
    group_actions.create_group(people.clinic.id, name="Ward 4", by="d", at=NOW)
    assert "chosen before is removed" in dana.get(place).text
    dana.post(place, {})
    assert group_queries.limit_of(people.clinic.id, people.memberships["alice"].id) == set()


def test_others_are_not_limited(people: People, dana: PageClient, ward: Group) -> None:
    assert "Only trainers can be limited" in dana.get(here(people, "bob", "/limit")).text
    dana.post(here(people, "bob", "/limit"), {"groups": [ward.public_id]})
    assert group_queries.limit_of(people.clinic.id, people.memberships["bob"].id) == set()


def test_a_guest_has_neither_groups_nor_manager(
    people: People, dana: PageClient, ward: Group
) -> None:
    guest = actions.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    page = f"/organization/people/{guest.public_id}"
    assert "Choose a manager" not in dana.get(page).text
    dana.post(f"{page}/groups", {"group": ward.public_id})
    refused = dana.post(f"{page}/manager", {"member": people.memberships["alice"].public_id})
    assert refused.status == 422
    assert group_queries.members_within(people.clinic.id, [ward.id]) == set()


def test_another_organizations_member_is_not_found(
    people: People, dana: PageClient, ward: Group
) -> None:
    for act in ("/manager", "/limit"):
        assert dana.get(here(people, "erin", act)).status == 404
    for act in ("/manager", "/limit", "/facts", "/groups", f"/groups/{ward.public_id}/leave"):
        assert dana.post(here(people, "erin", act)).status == 404
    foreign = group_actions.create_group(people.school.id, name="Year 1", by="e", at=NOW)
    assert dana.post(here(people, "bob", f"/groups/{foreign.public_id}/leave")).status == 404
    dana.post(here(people, "bob", "/groups"), {"group": foreign.public_id})
    assert "Year 1" not in dana.get(here(people, "bob")).text
