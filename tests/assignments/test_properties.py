"""The same people, rules and clock give the same obligations in any order; undo restores."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from learning.assignments import actions, applying, daily, exemption_actions, keeping
from learning.assignments.models import AssignmentRule
from learning.assignments.rules import (
    Because,
    Condition,
    Due,
    DueKind,
    Fresh,
    Freshness,
    Order,
    Renewal,
    RuleSettings,
    Who,
)
from learning.courses.models import Course
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.organizations import changes
from learning.organizations.models import Group, Membership, Organization
from learning.organizations.roles import MembershipState, Role
from tests.assignments.stored import (
    Snapshot,
    change_and_apply,
    complete,
    do_everything,
    make_group,
    make_members,
    make_rule,
    put_in,
    rule_about,
    snapshot,
    take_out,
)
from tests.people import NOW, People
from tests.teaching import make_published

MEMBERS = 6


@dataclass(frozen=True)
class World:
    """Some members, two of three in groups, and two courses."""

    organization: Organization
    members: list[Membership]
    groups: list[Group]
    courses: list[Course]


def make_world(organization: Organization, courses: list[Course], random: Random) -> World:
    members = [
        make_members(
            organization,
            1,
            joined=NOW - timedelta(days=random.randrange(1, 400)),
            role=random.choice((Role.LEARNER, Role.TRAINER)),
        )[0]
        for _ in range(MEMBERS)
    ]
    top = make_group(organization, f"Top {public_id()}")
    groups = [top, make_group(organization, f"Inner {public_id()}", top)]
    for number, member in enumerate(members[:4]):
        put_in(groups[number % 2], member, at=NOW - timedelta(days=random.randrange(200)))
    return World(organization, members, groups, courses)


def any_rule(world: World, random: Random) -> RuleSettings:
    """Settings that touch all that rules know, of this world's people only."""
    mine = tuple(Condition(Because.PERSON, each.public_id) for each in world.members)
    conditions = [
        *(Condition(Because.GROUP, each.public_id) for each in world.groups),
        *random.sample(mine, 2),
        Condition(Because.ROLE, "trainer"),
        Condition(Because.ROLE, "learner"),
        Condition(Because.EVERYBODY),
        Condition(Because.FIELD, "North", "site"),
    ]
    due = random.choice(
        (
            Due(days=random.randrange(40), grace=random.randrange(5)),
            Due(DueKind.AFTER_JOINING, days=random.randrange(400)),
            Due(DueKind.ON_DATE, date(2026, 12, 24)),
        )
    )
    renewal = random.choice((None, Renewal(months=6, window=20), Renewal(month=2, day=29)))
    fresh = random.choice(
        (Freshness(), Freshness(Fresh.SINCE, date(2026, 6, 1)), Freshness(Fresh.NEWEST),
         Freshness(Fresh.MONTHS, months=3))
    )  # fmt: skip
    return rule_about(
        *random.sample(world.courses, random.randrange(1, 3)),
        who=Who(
            tuple(random.sample(conditions, random.randrange(1, 4))),
            random.choice((None, None, date(2026, 3, 1))),
            frozenset({random.choice(world.members).public_id}),
        ),
        order=random.choice(list(Order)),
        due=due,
        renewal=renewal,
        fresh=fresh,
        zone=random.choice(("UTC", "Europe/Berlin", "Pacific/Auckland")),
    )


Event = Callable[[], object]


def events(world: World, random: Random) -> list[Event]:
    """What happens on one day: each to something else, so that any order ends the same."""
    a, b, c, d, e, f = random.sample(world.members, MEMBERS)
    inner, top = world.groups[1], world.groups[0]
    at = NOW + timedelta(minutes=random.randrange(60))

    def tell(*members: Membership) -> None:
        transaction(changes.tell)(world.organization.id, [member.id for member in members], at=at)

    def give(member: Membership, **values: object) -> None:
        @transaction
        def set_values() -> None:
            db.session.refresh(member)
            for name, value in values.items():
                setattr(member, name, value)
            changes.tell(world.organization.id, [member.id], at=at)

        set_values()

    def into(group: Group, member: Membership) -> None:
        put_in(group, member, at=at)
        tell(member)

    outsiders = world.members[4:]
    return [
        lambda: into(inner, outsiders[0]),
        lambda: into(top, outsiders[1]),
        lambda: (take_out(world.groups[0], world.members[0], at=at), tell(world.members[0])),
        lambda: give(a, role=Role.TRAINER),
        lambda: give(b, attributes={"site": "North"}),
        lambda: give(c, state=MembershipState.DEACTIVATED),
        lambda: complete(world.courses[0], d, at=at),
        lambda: complete(world.courses[1], e, at=at),
        lambda: exemption_actions.exempt(
            f, course=world.courses[0], reason="Away", zone="UTC", by="tests", at=NOW
        ),
    ]


def rounds(short: int, long: int) -> range:
    return range(long if os.environ.get("LONG") else short)


def run_order(app: Flask, people: People, seed: int) -> list[Snapshot]:
    """The same day in several orders, with workers that are prompt, slow, or see it twice."""
    courses = [make_published(people.clinic, questions=1) for _ in range(2)]
    results = []
    for order in range(3):
        random = Random(seed)
        world = make_world(people.clinic, courses, random)
        rules = [make_rule(people.clinic, any_rule(world, random)) for _ in range(3)]
        happening = events(world, random)
        mixed = Random(f"{seed}/{order}")
        mixed.shuffle(happening)
        for event in happening:
            event()
            if order != 1 and mixed.random() < 0.7:
                do_everything(NOW + timedelta(hours=1))
        daily.begin_day(people.clinic.id, at=NOW + timedelta(hours=1))
        do_everything(NOW + timedelta(hours=1))
        results.append(anonymous(world, rules))
        finish(people.clinic, world, rules)
    return results


def anonymous(world: World, rules: list[AssignmentRule]) -> Snapshot:
    """What became of the world's members, by their place in it, without ids of rows."""
    places = {member.id: place for place, member in enumerate(world.members)}
    groups = {group.public_id: str(place) for place, group in enumerate(world.groups)}
    groups |= {member.public_id: f"m{place}" for place, member in enumerate(world.members)}

    def plain(value: object) -> object:
        text = str(value)
        for named, place in groups.items():
            text = text.replace(named, place)
        return text

    return {
        (number * 100 + places[membership], course, round): (
            # Not the completion's id, which is another row each time.
            *(plain(value) for value in (*row[:6], row[7])),
            row[6] is not None,
        )
        for number, rule in enumerate(rules)
        for (membership, course, round), row in snapshot(rule).items()
        if membership in places
    }


def finish(organization: Organization, world: World, rules: list[AssignmentRule]) -> None:
    """End the rules, so that the next world has its own alone."""
    for rule in rules:
        actions.end_rule(rule, by="tests", at=NOW)
    do_everything(NOW + timedelta(hours=1))


@pytest.mark.parametrize("seed", rounds(1, 150))
def test_any_order_of_events_gives_the_same_obligations(
    app: Flask, people: People, seed: int
) -> None:
    first, *others = run_order(app, people, seed)
    assert first
    for other in others:
        assert other == first


@pytest.mark.parametrize("seed", rounds(2, 200))
def test_undo_restores_the_state_before(app: Flask, people: People, seed: int) -> None:
    random = Random(f"undo {seed}")
    courses = [make_published(people.clinic, questions=1) for _ in range(2)]
    world = make_world(people.clinic, courses, random)
    for member in random.sample(world.members, 3):
        complete(random.choice(courses), member, at=NOW - timedelta(days=random.randrange(300)))
    at: datetime = NOW
    rule = make_rule(people.clinic, any_rule(world, random), at=at)
    history = [snapshot(rule)]
    for change in range(3):
        # Undone on the same day or days later: rounds that begin meanwhile are no change of ours.
        change_and_apply(rule, any_rule(world, random), is_for_present=random.random() < 0.8, at=at)
        history.append(snapshot(rule))
        if change < 2 and random.random() < 0.5:
            actions.end_rule(rule, by="tests", at=at)
            do_everything(at)
            actions.undo(rule, rule.latest_number, by="tests", at=at)
            do_everything(at)
            assert snapshot(rule) == history[-1]
    # Undo the newest, and the undoing of it, any number of times.
    for _time in range(random.randrange(1, 4)):
        actions.undo(rule, rule.latest_number, by="tests", at=at)
        do_everything(at)
        assert snapshot(rule) == history[-2]
        actions.undo(rule, rule.latest_number, by="tests", at=at)
        do_everything(at)
        assert snapshot(rule) == history[-1]


@pytest.mark.parametrize("seed", rounds(1, 60))
def test_nothing_is_left_to_do_afterwards(app: Flask, people: People, seed: int) -> None:
    random = Random(f"again {seed}")
    courses = [make_published(people.clinic, questions=1) for _ in range(2)]
    world = make_world(people.clinic, courses, random)
    rule = make_rule(people.clinic, any_rule(world, random))
    for event in events(world, random):
        event()
    do_everything(NOW + timedelta(hours=1))
    for days in (0, 40, 200, 500):
        at = NOW + timedelta(days=days, hours=1)
        daily.begin_day(people.clinic.id, at=at)
        everybody = [member.id for member in world.members]
        again = keeping.bring_up_to_date(rule, everybody, at=at)
        assert again.changes == again.quiet == ()


def test_batches_of_any_size_come_to_the_same(app: Flask, people: People) -> None:
    course = make_published(people.clinic, questions=1)
    make_members(people.clinic, 20)
    results = []
    for at_once in (1, 7, 23, 100):
        rule = actions.create_rule(people.clinic.id, rule_about(course), by="tests", at=NOW)
        application = actions.apply_rule(rule, is_for_present=True, by="tests", at=NOW)
        while applying.go_through_next(
            people.clinic.id, application.public_id, at=NOW, at_once=at_once
        ):
            pass
        do_everything()
        db.session.refresh(application)
        results.append((application.people_done, application.counts, snapshot(rule)))
    assert results[0][0] == 23
    assert all(each == results[0] for each in results)
