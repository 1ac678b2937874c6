"""Rules are saved, previewed, applied, taken back and ended; obligations keep their history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from learning import audit
from learning.assignments import actions, daily, exemption_actions, keeping, queries
from learning.assignments.models import ObligationEvent
from learning.assignments.rules import Because, Condition, Due, Order, Renewal, Who
from learning.assignments.states import ChangeState, EventKind, ObligationState, RuleState
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions as organizations
from learning.organizations import changes, invitation_actions, joining
from learning.organizations.roles import MembershipKind, MembershipState, Role
from learning.reports import people_tables
from learning.retention import erasure_actions
from tests.assignments.stored import (
    change_and_apply,
    complete,
    do_everything,
    make_group,
    make_members,
    make_rule,
    messages,
    obligations,
    put_in,
    rule_about,
    snapshot,
    take_out,
)
from tests.people import NOW, People
from tests.teaching import make_published

OPEN, MET, EXEMPT, WITHDRAWN = ObligationState


def kinds(rule: object) -> list[str]:
    return list(
        db.session.scalars(
            select(ObligationEvent.kind)
            .where(ObligationEvent.organization_id == rule.organization_id)  # type: ignore[attr-defined]
            .order_by(ObligationEvent.id)
        )
    )


def test_a_draft_obliges_nobody(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = actions.create_rule(people.clinic.id, rule_about(course), by="tests", at=NOW)
    do_everything()
    assert rule.state == RuleState.DRAFT
    assert obligations(rule) == []


def test_applying_a_rule_obliges_everybody_and_tells_them_once(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    assert rule.state == RuleState.ACTIVE
    assert {each.state for each in obligations(rule)} == {OPEN}
    assert len(obligations(rule)) == 3  # Alice, Bob and Dana; not Erin of the school
    assert kinds(rule) == [EventKind.CREATED] * 3
    told = messages()
    assert len(told) == 3
    assert set(told[0].payload) == {"rule", "version", "membership"}
    keeping.bring_members_up_to_date(
        people.clinic.id, [each.membership_id for each in obligations(rule)], at=NOW
    )
    assert (len(messages()), len(kinds(rule))) == (3, 3)
    acts = [each.act for each in audit.entries(people.clinic.id)]
    assert acts[:2] == ["rule-applied", "rule-created"]


def test_invited_people_are_obliged_and_not_written_to(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    invited = make_members(people.clinic, 1, state=MembershipState.INVITED)
    rule = make_rule(people.clinic, rule_about(course))
    assert invited[0].id in {each.membership_id for each in obligations(rule)}
    assert invited[0].public_id not in {each.about for each in messages()}


def test_who_has_done_it_already_is_not_written_to(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    bob = people.memberships["bob"]
    completion = complete(course, bob, at=NOW - timedelta(days=3))
    rule = make_rule(people.clinic, rule_about(course))
    theirs = next(each for each in obligations(rule) if each.membership_id == bob.id)
    assert (theirs.state, theirs.completion_id) == (MET, completion.id)
    assert bob.public_id not in {each.about for each in messages()}


def test_a_preview_says_what_applying_does_and_changes_nothing(people: People) -> None:
    course, other = (make_published(people.clinic, questions=1) for _ in range(2))
    rule = make_rule(people.clinic, rule_about(course))
    members = make_members(people.clinic, 4, joined=NOW)
    changed = rule_about(course, other, due=Due(days=40))
    actions.change_rule(rule, changed, by="tests", at=NOW)
    found = keeping.preview(rule, queries.next_version(rule, is_for_present=True, at=NOW), at=NOW)
    assert obligations(rule)[0].due_on == (NOW + timedelta(days=30)).date()
    assert found.plan.counts == {"created": 4 + 7, "due-moved": 3}
    assert (found.people, found.messages, found.due_now) == (7, 7, 0)
    before = len(messages())
    change_and_apply(rule, changed)
    assert len(obligations(rule)) == 14
    assert len(messages()) - before == found.messages
    assert len(members) == 4


def test_the_members_of_groups_inside_are_meant_too(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    house = make_group(people.clinic, "House")
    ward = make_group(people.clinic, "Ward 3", house)
    bob = people.memberships["bob"]
    put_in(ward, bob, at=NOW - timedelta(days=2))
    who = Who((Condition(Because.GROUP, house.public_id),))
    rule = make_rule(people.clinic, rule_about(course, who=who), at=NOW)
    assert [each.membership_id for each in obligations(rule)] == [bob.id]
    take_out(ward, bob)
    tell(bob)
    assert [each.state for each in obligations(rule)] == [WITHDRAWN]
    put_in(ward, bob)
    tell(bob)
    assert [each.state for each in obligations(rule)] == [OPEN]
    assert kinds(rule) == [EventKind.CREATED, EventKind.WITHDRAWN, EventKind.RESTORED]
    # The same course by the same day isn't told again.
    assert len(messages()) == 1


def tell(*members: object, at: object = NOW) -> None:
    from learning.database import transaction

    transaction(changes.tell)(
        members[0].organization_id,
        [each.id for each in members],
        at=at,  # type: ignore[attr-defined, arg-type]
    )
    do_everything(at)  # type: ignore[arg-type]


def test_who_leaves_owes_nothing_and_hears_nothing(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    bob = people.memberships["bob"]
    organizations.deactivate(bob, by="tests", by_role=Role.ADMIN, at=NOW)
    tell(bob)
    assert snapshot(rule).keys().isdisjoint({(bob.id, course.id, 1)})
    before = len(messages())
    change_and_apply(rule, rule_about(course, due=Due(days=50)))
    assert bob.public_id not in {each.about for each in messages()[before:]}


def test_who_is_erased_owes_nothing_and_is_in_no_list(people: People) -> None:
    rule = make_rule(people.clinic, rule_about(make_published(people.clinic, questions=1)))
    bob = people.memberships["bob"]
    organizations.deactivate(bob, by="tests", by_role=Role.ADMIN, at=NOW)
    then = erasure_actions.plan_erasure(bob, by="tests", by_role=Role.ADMIN, at=NOW)
    erasure_actions.erase_member(people.clinic.id, bob.public_id, at=then)
    do_everything(then)
    assert [e.state for e in obligations(rule) if e.membership_id == bob.id] == [WITHDRAWN]
    names = {row[0] for row in people_tables.people_rows(people.clinic.id)}
    assert names == {"Alice Trainer", "Dana Admin"}


def test_who_was_named_when_invited_is_still_meant_as_the_member_they_were_before(
    people: People,
) -> None:
    course = make_published(people.clinic, questions=1)
    organization_id, bob = people.clinic.id, people.memberships["bob"]
    entered = invitation_actions.enter(
        organization_id, name="Bob", address="b@example.org", role=Role.LEARNER, by="tests", at=NOW
    )
    named = Who((Condition(Because.PERSON, entered.public_id),))
    rule = make_rule(people.clinic, rule_about(course, who=named))
    assert {each.membership_id for each in obligations(rule)} == {entered.id}
    invitation = invitation_actions.invite(entered, by="tests", at=NOW)
    joining.accept(invitation, people.bob.id, at=NOW)
    do_everything()
    open_ones = [each for each in obligations(rule) if each.state == OPEN]
    assert [each.membership_id for each in open_ones] == [bob.id]


def test_guests_of_an_open_course_are_not_obliged(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    organizations.join_as_guest(people.clinic.id, people.charlie.id, at=NOW)
    assert len(obligations(make_rule(people.clinic, rule_about(course)))) == 3
    assert MembershipKind.GUEST


def test_a_completion_meets_it_and_opens_the_next_course(people: People) -> None:
    first, second = (make_published(people.clinic, questions=1) for _ in range(2))
    path = rule_about(first, second, order=Order.ONE_BY_ONE)
    rule = make_rule(people.clinic, path)
    bob = people.memberships["bob"]
    completion = complete(first, bob, at=NOW + timedelta(days=1))
    do_everything(NOW + timedelta(days=1))
    theirs = [each for each in obligations(rule) if each.membership_id == bob.id]
    assert [(each.course_id, each.state) for each in theirs] == [
        (first.id, MET), (second.id, OPEN),
    ]  # fmt: skip
    assert theirs[0].completion_id == completion.id
    assert theirs[1].due_on == (NOW + timedelta(days=31)).date()
    assert len([each for each in messages() if each.about == bob.public_id]) == 2


def test_a_new_day_begins_the_next_round_once(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course, renewal=Renewal(months=12, window=30)))
    bob = people.memberships["bob"]
    complete(course, bob, at=NOW)
    do_everything()
    later = NOW + timedelta(days=340)
    for _worker in range(2):
        daily.leave_new_days(at=later)
    assert len(messages(daily.TASK)) == 1
    do_everything(later)
    daily.begin_day(people.clinic.id, at=later)
    rounds = [each for each in obligations(rule) if each.membership_id == bob.id]
    assert [(each.round, each.state) for each in rounds] == [(1, MET), (2, OPEN)]
    assert rounds[1].due_on == date(2027, 11, 23)
    assert kinds(rule)[-1] == EventKind.RENEWED
    # With its next round there, the first one is no day's business any more.
    assert keeping.members_the_day_concerns(rule, at=later + timedelta(days=1)) == []


def test_an_exemption_said_elsewhere_begins_when_its_day_has_come_here(people: People) -> None:
    course, bob = make_published(people.clinic, questions=1), people.memberships["bob"]
    rule = make_rule(people.clinic, rule_about(course))
    evening = NOW.replace(hour=20)  # in Auckland it is tomorrow
    exemption_actions.exempt(
        bob, course=course, reason="Leave", zone="Pacific/Auckland", by="tests", at=evening
    )
    do_everything(evening)
    tomorrow = evening + timedelta(days=1)
    daily.begin_day(people.clinic.id, at=tomorrow)
    assert [e.state for e in obligations(rule) if e.membership_id == bob.id] == [EXEMPT]


def test_an_exemption_goes_along_with_whoever_takes_the_invited_one_in(people: People) -> None:
    course, bob = make_published(people.clinic, questions=1), people.memberships["bob"]
    rule = make_rule(people.clinic, rule_about(course))
    entered = invitation_actions.enter(
        people.clinic.id, name="Bob", address="b@example.org", role=Role.LEARNER, by="tests", at=NOW
    )
    do_everything()
    exemption_actions.exempt(entered, course=course, reason="Leave", zone="UTC", by="tests", at=NOW)
    joining.accept(invitation_actions.invite(entered, by="tests", at=NOW), people.bob.id, at=NOW)
    do_everything()
    assert [e.state for e in obligations(rule) if e.membership_id == bob.id] == [EXEMPT]


def test_undoing_restores_what_was_before(people: People) -> None:
    course, other = (make_published(people.clinic, questions=1) for _ in range(2))
    trainers = Who((Condition(Because.ROLE, "trainer"), Condition(Because.ROLE, "learner")))
    rule = make_rule(people.clinic, rule_about(course, who=trainers))
    complete(course, people.memberships["alice"], at=NOW)
    do_everything()
    before = snapshot(rule)
    sent = len(messages())
    later = NOW + timedelta(days=3)
    change_and_apply(rule, rule_about(other, name="Other", due=Due(days=3)), at=later)
    assert snapshot(rule).keys().isdisjoint(before)
    after = len(messages())
    assert after > sent
    actions.undo(rule, rule.latest_number, by="tests", at=later)
    do_everything(later)
    assert snapshot(rule) == before
    assert len(messages()) > after  # who has to do it again is told
    assert rule.name == "Rule"


def test_undoing_the_first_version_leaves_a_draft(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    actions.undo(rule, 1, by="tests", at=NOW)
    do_everything()
    assert (rule.state, snapshot(rule)) == (RuleState.DRAFT, {})
    # And it can be applied again.
    actions.apply_rule(rule, is_for_present=True, by="tests", at=NOW)
    do_everything()
    assert (rule.state, len(snapshot(rule))) == (RuleState.ACTIVE, 3)


def test_only_the_newest_version_can_be_taken_back(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    change_and_apply(rule, rule_about(course, due=Due(days=3)))
    with pytest.raises(RuleBroken, match="rule-not-newest"):
        actions.undo(rule, 1, by="tests", at=NOW)


def test_ending_a_rule_can_be_undone(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    before = snapshot(rule)
    actions.end_rule(rule, by="tests", at=NOW)
    do_everything()
    assert (rule.state, snapshot(rule)) == (RuleState.ENDED, {})
    with pytest.raises(RuleBroken, match="rule-not-active"):
        actions.end_rule(rule, by="tests", at=NOW)
    actions.undo(rule, rule.latest_number, by="tests", at=NOW)
    do_everything()
    assert (rule.state, snapshot(rule)) == (RuleState.ACTIVE, before)


def test_one_application_at_a_time(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = actions.create_rule(people.clinic.id, rule_about(course), by="tests", at=NOW)
    application = actions.apply_rule(rule, is_for_present=True, by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="rule-being-applied"):
        actions.undo(rule, 1, by="tests", at=NOW)
    do_everything()
    db.session.refresh(application)
    assert application.state == ChangeState.DONE
    assert application.people_done == application.people == 3
    with pytest.raises(RuleBroken, match="rule-unchanged"):
        actions.apply_rule(rule, is_for_present=True, by="tests", at=NOW)


def test_an_exemption_stops_the_clock_until_it_is_ended(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    bob = people.memberships["bob"]
    exemption = exemption_actions.exempt(
        bob, course=course, reason="On leave", zone="UTC", by="tests", at=NOW + timedelta(days=10)
    )

    def theirs() -> object:
        return next(each for each in obligations(rule) if each.membership_id == bob.id)

    assert theirs().state == EXEMPT  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken, match="exempt-already"):
        exemption_actions.exempt(
            bob, course=course, reason="x", zone="UTC", by="tests", at=NOW + timedelta(days=10)
        )
    before = len(messages())
    exemption_actions.end_exemption(exemption, bob, by="tests", at=NOW + timedelta(days=20))
    assert (theirs().state, theirs().due_on) == (  # type: ignore[attr-defined]
        OPEN, (NOW + timedelta(days=40)).date(),
    )  # fmt: skip
    assert len(messages()) == before + 1


def test_an_exemption_ends_by_itself_with_its_last_day(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    bob = people.memberships["bob"]
    until = (NOW + timedelta(days=5)).date()
    exemption_actions.exempt(
        bob, rule=rule, reason="On leave", until=until, zone="UTC", by="tests", at=NOW
    )
    for days, state in ((5, EXEMPT), (6, OPEN)):
        later = NOW + timedelta(days=days)
        daily.leave_new_days(at=later)
        do_everything(later)
        assert snapshot(rule)[bob.id, course.id, 1][0] == state


def test_a_rule_names_only_what_is_of_the_same_organization(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    foreign = make_published(people.school, questions=1)
    erin = Who((Condition(Because.PERSON, people.memberships["erin"].public_id),))
    ward = Who((Condition(Because.GROUP, make_group(people.school, "Ward").public_id),))
    for settings, code in (
        (rule_about(foreign), "rule-course-unknown"),
        (rule_about(course, who=erin), "rule-person-unknown"),
        (rule_about(course, who=ward), "rule-group-unknown"),
        (rule_about(course, name=""), "rule-name"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.create_rule(people.clinic.id, settings, by="tests", at=NOW)


def test_history_can_not_be_changed(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_rule(people.clinic, rule_about(course))
    for table in ("obligation_event", "rule_version"):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {table} SET at = at")


def test_days_move_with_the_zone_of_the_rule(people: People) -> None:
    course = make_published(people.clinic, questions=1)
    rule = make_rule(people.clinic, rule_about(course))
    change_and_apply(rule, replace(rule_about(course), zone="Asia/Tokyo"))
    assert {each.zone for each in obligations(rule)} == {"Asia/Tokyo"}
