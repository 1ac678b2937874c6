"""A list comes in once, in steps that can stop anywhere, and never into another organization."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import outbox
from learning.assignments.rules import Because, Condition, Who
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.jobs import working
from learning.organizations import (
    group_actions,
    group_queries,
    import_actions,
    import_queries,
    list_states,
)
from learning.organizations.list_states import Choices, ListState, numbers_of
from learning.organizations.models import Invitation, Membership, PeopleImport
from learning.organizations.people_lists.columns import Column
from learning.organizations.roles import MembershipState, Role
from learning.outbox import Outgoing
from tests.assignments.stored import do_everything, make_rule, obligations, rule_about
from tests.organizations.people_lists.lists import GOOD, HEAD, MISTAKES
from tests.people import NOW, People
from tests.teaching import make_published

ADMIN = Choices(Role.ADMIN)


def uploaded(people: People, text: str) -> PeopleImport:
    return import_actions.upload(
        people.clinic.id, text.encode(), "staff.csv", by=people.dana.public_id, at=NOW
    )


def confirmed(people: People, text: str, choices: Choices = ADMIN) -> PeopleImport:
    begun = uploaded(people, text)
    import_actions.confirm(begun, choices, by=people.dana.public_id, at=NOW)
    return begun


def brought_in(people: People, text: str, choices: Choices = ADMIN) -> PeopleImport:
    begun = confirmed(people, text, choices)
    import_actions.go_on(people.clinic.id, begun.public_id, at=NOW)
    db.session.refresh(begun)
    return begun


def member(people: People, address: str) -> Membership:
    return db.session.scalars(
        select(Membership).where(
            Membership.organization_id == people.clinic.id, Membership.contact_address == address
        )
    ).one()


def count(model: type, organization_id: int) -> int:
    query = select(func.count()).select_from(model)
    return db.session.scalar(query.where(model.organization_id == organization_id)) or 0


def test_good_rows_come_in_with_group_manager_number_and_day(app: Flask, people: People) -> None:
    done = brought_in(people, HEAD + GOOD)
    assert (done.state, done.added, done.changed, done.refused) == (ListState.DONE, 2, 0, 0)
    amira, ben = member(people, "amira@example.org"), member(people, "ben@example.org")
    assert (amira.name, amira.role, amira.employee_id) == ("Amira Khan", Role.TRAINER, "17")
    assert amira.state == MembershipState.INVITED
    assert amira.joined_at.date() == date(2026, 11, 2)
    assert ben.manager_id == amira.id
    ward = group_queries.group_named(people.clinic.id, "ward 3")
    assert ward is not None
    assert group_queries.members_within(people.clinic.id, [ward.id]) == {amira.id, ben.id}
    assert count(Invitation, people.clinic.id) == 0


def test_other_columns_are_kept_as_fields_for_rules_where_that_is_chosen(
    app: Flask, people: People
) -> None:
    head = HEAD.removesuffix("\n")
    rows = "Ida Berg,ida@example.org,,,,,,North,2\nBob,bob@example.org,,,,,,South,\n"
    begun = uploaded(people, f"{head},Site,Floor\n{rows}")
    import_actions.choose_columns(begun, import_queries.places_of(begun), {"Site": 7})
    import_actions.confirm(begun, ADMIN, by=people.dana.public_id, at=NOW)
    import_actions.go_on(people.clinic.id, begun.public_id, at=NOW)
    assert member(people, "ida@example.org").attributes == {"Site": "North"}
    assert member(people, "bob@example.org").attributes == {"Site": "South"}
    assert import_queries.field_names(people.clinic.id) == ["Site"]
    # The next list with that name says it again; blank says nothing.
    rows = "Ida Berg,ida@example.org,,,,,,West\nBob,bob@example.org,,,,,,\n"
    done = brought_in(people, f"{head},Site\n{rows}")
    assert (done.added, done.changed) == (0, 1)
    assert member(people, "ida@example.org").attributes == {"Site": "West"}
    assert member(people, "bob@example.org").attributes == {"Site": "South"}


def test_a_field_that_is_too_long_is_a_problem_of_its_row(app: Flask, people: People) -> None:
    begun = uploaded(people, f"name,email,Site\nIda,ida@example.org,{'x' * 201}\n")
    import_actions.choose_columns(begun, import_queries.places_of(begun), {"Site": 2})
    [problem] = import_queries.checked_list(begun, by_role=Role.ADMIN, today=NOW.date()).problems
    assert (problem.row, problem.column) == (2, "field")
    assert "longer than 200" in problem.message


def test_a_rule_for_a_field_obliges_whom_a_list_gives_it(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    north = Who((Condition(Because.FIELD, "North", "Site"),))
    rule = make_rule(people.clinic, rule_about(course, who=north))
    assert obligations(rule) == []
    begun = uploaded(people, "name,email,Site\nBob Learner,bob@example.org,North\n")
    import_actions.choose_columns(begun, import_queries.places_of(begun), {"Site": 2})
    import_actions.confirm(begun, ADMIN, by=people.dana.public_id, at=NOW)
    do_everything()
    assert [each.membership_id for each in obligations(rule)] == [people.memberships["bob"].id]


def test_nobody_is_entered_before_the_list_is_confirmed(app: Flask, people: People) -> None:
    before = count(Membership, people.clinic.id)
    begun = uploaded(people, HEAD + GOOD)
    import_actions.go_on(people.clinic.id, begun.public_id, at=NOW)
    assert count(Membership, people.clinic.id) == before


def test_a_list_confirmed_twice_comes_in_once(app: Flask, people: People) -> None:
    begun = confirmed(people, HEAD + GOOD, Choices(Role.ADMIN, is_inviting=True))
    import_actions.confirm(begun, ADMIN, by=people.dana.public_id, at=NOW)
    assert working.do_next(at=NOW)
    import_actions.go_on(people.clinic.id, begun.public_id, at=NOW)
    import_actions.confirm(begun, ADMIN, by=people.dana.public_id, at=NOW)
    assert count(Invitation, people.clinic.id) == 2
    kinds = db.session.scalars(select(Outgoing.kind)).all()
    assert kinds.count("people-import") == 1
    assert kinds.count("import-finished") == 1
    assert kinds.count("invitation") == 2


def test_the_same_list_again_finds_everybody_and_changes_nothing(
    app: Flask, people: People
) -> None:
    brought_in(people, HEAD + GOOD)
    again = brought_in(people, HEAD + GOOD)
    assert (again.added, again.changed, again.refused) == (0, 0, 0)
    assert count(Membership, people.clinic.id) == 5


def test_bad_rows_stay_out_and_say_why(app: Flask, people: People) -> None:
    done = brought_in(people, MISTAKES)
    assert (done.rows, done.added, done.refused) == (15, 3, 12)
    rows = {problem.row for problem in list_states.problems_of(done.problems)}
    assert len(rows) == 12


def test_what_a_list_says_about_members_is_applied_and_blank_says_nothing(
    app: Flask, people: People
) -> None:
    text = HEAD + "Bobby,bob@example.org,Ward 3,admin,dana@example.org,7,2026-01-05\n"
    assert brought_in(people, text).changed == 1
    bob = member(people, "bob@example.org")
    assert (bob.name, bob.role) == ("Bob Learner", Role.LEARNER)
    assert (bob.employee_id, bob.joined_at.date()) == ("7", date(2026, 1, 5))
    assert bob.manager_id == people.memberships["dana"].id
    assert brought_in(people, HEAD + "Bob,bob@example.org,,,,,\n").changed == 0
    assert bob.employee_id == "7"


def test_somebody_who_has_left_stays_as_they_are(app: Flask, people: People) -> None:
    @transaction
    def leave() -> None:
        people.memberships["bob"].state = MembershipState.DEACTIVATED

    leave()
    done = brought_in(people, HEAD + "Bob,bob@example.org,Ward 3,,,7,\n")
    assert (done.added, done.changed, done.refused) == (0, 0, 0)
    assert member(people, "bob@example.org").employee_id is None


def test_everybody_joins_the_chosen_group_too(app: Flask, people: People) -> None:
    staff = group_actions.create_group(people.clinic.id, name="Staff", by="tests", at=NOW)
    brought_in(people, HEAD + GOOD, Choices(Role.ADMIN, group=staff.public_id))
    assert len(group_queries.members_within(people.clinic.id, [staff.id])) == 2


def test_other_numbers_than_promised_are_shown_first(app: Flask, people: People) -> None:
    begun = uploaded(people, HEAD + GOOD)
    seen = numbers_of(import_queries.checked_list(begun, by_role=Role.ADMIN, today=NOW.date()))
    brought_in(people, HEAD + "Amira Khan,amira@example.org,,,,,\n")
    with pytest.raises(RuleBroken) as refusal:
        import_actions.confirm(begun, ADMIN, promised=seen, by="tests", at=NOW)
    assert refusal.value.code == "people-list-changed"


def test_whoever_came_since_the_confirmation_is_not_entered_again(
    app: Flask, people: People
) -> None:
    first = confirmed(people, HEAD + GOOD)
    brought_in(people, HEAD + GOOD)
    import_actions.go_on(people.clinic.id, first.public_id, at=NOW)
    db.session.refresh(first)
    assert (first.state, first.added) == (ListState.DONE, 0)


def test_a_number_that_somebody_got_since_keeps_its_row_out(app: Flask, people: People) -> None:
    first = confirmed(people, HEAD + GOOD)
    brought_in(people, HEAD + "Zed,zed@example.org,,,,18,\n")
    import_actions.go_on(people.clinic.id, first.public_id, at=NOW)
    db.session.refresh(first)
    assert (first.added, first.refused) == (1, 1)
    assert "Zed" in list_states.problems_of(first.problems)[0].message


def test_a_guest_or_a_mere_claim_to_an_address_is_not_taken_for_a_member(
    app: Flask, people: People
) -> None:
    from learning.organizations import actions
    from tests.people import make_person

    actions.join_as_guest(people.clinic.id, make_person("Mallory", "ben@example.org").id, at=NOW)
    assert brought_in(people, HEAD + GOOD).added == 2


def test_columns_said_by_hand_are_used(app: Flask, people: People) -> None:
    begun = uploaded(people, "Who,Where\nAmira,amira@example.org\n")
    with pytest.raises(RuleBroken):
        import_queries.checked_list(begun, by_role=Role.ADMIN, today=NOW.date())
    import_actions.choose_columns(begun, {Column.NAME: 0, Column.EMAIL: 1})
    checked = import_queries.checked_list(begun, by_role=Role.ADMIN, today=NOW.date())
    assert [entry.name for entry in checked.new] == ["Amira"]


def test_a_list_that_was_given_up_can_be_gone_on_with(app: Flask, people: People) -> None:
    begun = confirmed(people, HEAD + GOOD)
    import_actions.give_up(people.clinic.id, begun.public_id, at=NOW)
    db.session.refresh(begun)
    assert begun.state == ListState.FAILED
    import_actions.resume(begun, at=NOW)
    while working.do_next(at=NOW + timedelta(minutes=1)):
        pass
    db.session.refresh(begun)
    assert (begun.state, begun.added) == (ListState.DONE, 2)


def test_invitations_can_be_sent_later_once(app: Flask, people: People) -> None:
    brought_in(people, HEAD + GOOD)
    number, last = import_queries.number_to_invite(people.clinic.id)
    assert number == 2
    brought_in(people, HEAD + "Later,later@example.org,,,,,\n")
    for _ in range(2):
        import_actions.send_invitations(
            people.clinic.id, last=last, once="x", by=people.dana.public_id, at=NOW
        )
    while working.do_next(at=NOW):
        pass
    assert count(Invitation, people.clinic.id) == 2
    assert import_queries.number_to_invite(people.clinic.id)[0] == 1


def test_another_organizations_people_are_neither_known_nor_touched(
    app: Flask, people: People
) -> None:
    text = HEAD + "Erin,erin@example.org,,,,,\nJo,jo@example.org,,,erin@example.org,,\n"
    done = brought_in(people, text)
    assert done.added == 2
    assert count(Membership, people.school.id) == 1
    assert import_queries.people_import(people.school.id, done.public_id) is None


def test_payloads_hold_ids_only(app: Flask, people: People) -> None:
    brought_in(people, HEAD + GOOD, Choices(Role.ADMIN, is_inviting=True))
    for payload in db.session.scalars(select(outbox.Outgoing.payload)):
        assert "@" not in str(payload)
        assert "Amira" not in str(payload)
