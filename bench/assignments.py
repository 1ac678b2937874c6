"""A large organization: what a change of a rule takes, and what its admin's pages do.

python -m bench.assignments [--people 10000] [--url postgresql+psycopg://...]
"""

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench import staff_pages, world
from config import Config
from learning import clock
from learning.accounts.models import Person
from learning.app import create_app
from learning.assignments import actions, applying, keeping, queries
from learning.assignments.models import AssignmentRule, Obligation
from learning.assignments.rules import Because, Condition, Due, RuleSettings, Version, Who
from learning.cli.schema import upgrade
from learning.courses.models import Course
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.organizations import actions as organizations
from learning.organizations.models import Group, GroupMembership, Membership, Organization
from learning.outbox import Outgoing

PEOPLE, GROUPS, RULES = 10_000, 200, 50
_FOR_EVERYBODY = 5  # of the rules; the others are for two groups each
NOW = clock.now()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.assignments", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--url", help="of an empty database; else SQLite in a temporary folder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        url = chosen.url or f"sqlite:///{Path(folder) / 'waymark.db'}"
        app = create_app(Config(data_folder=Path(folder), database_url=url, secret_key="bench"))
        with app.app_context():
            upgrade()
            staff_pages.measure(app, measure(chosen.people), at=NOW)
            db.session.remove()
            db.engine.dispose()


def measure(people: int) -> Organization:
    """Make the organization, change one rule for everybody, and print the seconds."""
    organization, courses = _organization()
    _make_people(organization, people)
    rules = _make_rules(organization, courses)
    held = db.session.scalar(
        select(func.count())
        .select_from(Obligation)
        .where(Obligation.organization_id == organization.id)
    )
    rule = rules[0]
    changed = replace(
        queries.settings_of(rule),
        courses=(courses[0].public_id, courses[1].public_id),
        due=Due(days=45),
    )
    began = time.monotonic()
    version = Version(rule.latest_number + 1, changed, True, NOW)
    found = keeping.preview(rule, version, at=NOW)
    previewed = time.monotonic() - began
    print(f"{people} people, {GROUPS} groups, {RULES} rules, {held} obligations")
    print(f"preview   {previewed:6.2f} s  {dict(found.plan.counts)}, {found.messages} messages")
    began = time.monotonic()
    actions.change_rule(rule, changed, by="bench", at=NOW)
    application = actions.apply_rule(rule, is_for_present=True, by="bench", at=NOW)
    longest = _apply(organization.id, application.public_id)
    print(f"apply     {time.monotonic() - began:6.2f} s  longest transaction {longest:.2f} s")
    began = time.monotonic()
    application = actions.undo(rule, rule.latest_number, by="bench", at=NOW)
    _apply(organization.id, application.public_id)
    print(f"undo      {time.monotonic() - began:6.2f} s")
    member = db.session.scalars(
        select(Membership.id).where(Membership.organization_id == organization.id).limit(500)
    ).all()
    for name, some in (("one member", member[:1]), ("500 members", member)):
        began = time.monotonic()
        keeping.bring_members_up_to_date(organization.id, some, at=NOW)
        print(f"{name:<12}{time.monotonic() - began:5.2f} s  kept by {RULES} rules")
    return organization


def _apply(organization_id: int, application: str) -> float:
    """Go through everybody; the longest of the transactions."""
    longest, goes_on = 0.0, True
    while goes_on:
        began = time.monotonic()
        goes_on = applying.go_through_next(organization_id, application, at=NOW)
        longest = max(longest, time.monotonic() - began)
    return longest


def _organization() -> tuple[Organization, list[Course]]:
    organization = organizations.create_organization(
        name="Bench", slug="bench-assignments", by="bench", at=NOW
    )
    courses = [world.make_course(organization, n) for n in range(4)]
    return organization, courses


@transaction
def _make_people(organization: Organization, number: int) -> None:
    this = {"organization_id": organization.id}
    _insert(Person, [
        {"public_id": public_id(), "name": f"Person {n:05}", "created_at": NOW}
        for n in range(number)
    ])  # fmt: skip
    people = db.session.scalars(select(Person.id).order_by(Person.id.desc()).limit(number)).all()
    _insert(Membership, [
        {
            **this, "public_id": public_id(), "person_id": id, "kind": "member",
            "role": "learner", "name": f"Person {id:05}", "contact_address": f"p{id}@bench.example",
            "joined_at": NOW - timedelta(days=id % 1000), "attributes": {},
        }
        for id in people
    ])  # fmt: skip
    _insert(Group, [
        {
            **this, "public_id": public_id(), "name": f"Group {n}", "folded_name": f"group {n}",
            "created_at": NOW,
        }
        for n in range(GROUPS)
    ])  # fmt: skip
    groups = list(
        db.session.scalars(
            select(Group).where(Group.organization_id == organization.id).order_by(Group.id)
        )
    )
    # A tree: each group lies in one of the twenty first ones.
    for place, group in enumerate(groups[20:]):
        group.parent_id = groups[place % 20].id
    members = db.session.scalars(
        select(Membership.id).where(Membership.organization_id == organization.id)
    ).all()
    _insert(GroupMembership, [
        {
            **this, "group_id": groups[20 + place % (GROUPS - 20)].id, "membership_id": id,
            "since": NOW - timedelta(days=id % 300),
        }
        for place, id in enumerate(members)
    ])  # fmt: skip


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), 1000):
        db.session.execute(insert(model), rows[first : first + 1000])
    db.session.flush()


def _make_rules(organization: Organization, courses: list[Course]) -> list[AssignmentRule]:
    groups = list(
        db.session.scalars(select(Group.public_id).where(Group.organization_id == organization.id))
    )
    rules = []
    for number in range(RULES):
        everybody = (Condition(Because.EVERYBODY),)
        two = tuple(Condition(Because.GROUP, groups[(number * 2 + n) % GROUPS]) for n in range(2))
        settings = RuleSettings(
            f"Rule {number}",
            who=Who(everybody if number < _FOR_EVERYBODY else two),
            courses=(courses[number % len(courses)].public_id,),
        )
        rule = actions.create_rule(organization.id, settings, by="bench", at=NOW)
        application = actions.apply_rule(rule, is_for_present=True, by="bench", at=NOW)
        _apply(organization.id, application.public_id)
        rules.append(rule)
    left = db.session.scalar(select(func.count()).select_from(Outgoing))
    assert left, "nobody was told"
    return rules


if __name__ == "__main__":
    main()
