"""Writing a plan down: obligations, their events, and the messages about them, in bulk."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update

from learning import canonical, outbox
from learning.assignments.gathering import Loaded
from learning.assignments.models import AssignmentRule, Obligation, ObligationEvent
from learning.assignments.obliging import Key, Person, Wanted
from learning.assignments.planning import Change, Plan
from learning.assignments.snapshots import told
from learning.database import db
from learning.identifiers import public_id

ASSIGNED = "assigned"  # the message
_TABLE = cast(Table, Obligation.__table__)
_EVENTS = cast(Table, ObligationEvent.__table__)


def record(
    rule: AssignmentRule, plan: Plan, loaded: Loaded, *, number: int, by: str, at: datetime
) -> int:
    """Store all changes of a plan in the open transaction; how many messages were left."""
    if not plan.changes and not plan.quiet:
        return 0
    ids = _insert(rule, [each for each in plan.changes if each.before is None], loaded, at)
    _update(rule, [each for each in plan.changes if each.before], at, events=1)
    # Nothing has happened to these, so they don't look changed.
    _update(rule, list(plan.quiet), None, events=0)
    _insert_events(rule, plan.changes, ids, number, by, at)
    return _leave_messages(rule, plan.changes, loaded.facts.people, number, at)


def _insert(
    rule: AssignmentRule, changes: list[Change], loaded: Loaded, at: datetime
) -> dict[Key, int]:
    if not changes:
        return {}
    public_ids = {id: public_id for public_id, id in loaded.courses.items()}
    rows = db.session.connection().execute(
        insert(_TABLE).returning(
            _TABLE.c.id, _TABLE.c.membership_id, _TABLE.c.course_id, _TABLE.c.round
        ),
        [
            {
                "public_id": public_id(),
                "organization_id": rule.organization_id,
                "rule_id": rule.id,
                "membership_id": each.key.membership,
                "course_id": loaded.courses[each.key.course],
                "round": each.key.round,
                "zone": rule.zone,
                "events": 1,
                "changed_at": at,
                **_columns(each.after),
            }
            for each in changes
        ],
    )
    return {
        Key(membership_id, public_ids[course_id], round): id
        for id, membership_id, course_id, round in rows
    }


def _update(
    rule: AssignmentRule, changes: list[Change], at: datetime | None, *, events: int
) -> None:
    rows = [
        {"this": each.before.id, "in_organization": rule.organization_id, **_columns(each.after)}
        for each in changes
        if each.before
    ]
    if not rows:
        return
    values: dict[str, Any] = {name: bindparam(name) for name in _columns(changes[0].after)}
    if at is not None:
        values["changed_at"] = at
    db.session.connection().execute(
        update(_TABLE)
        .where(
            _TABLE.c.organization_id == bindparam("in_organization"),
            _TABLE.c.id == bindparam("this"),
        )
        .values(events=_TABLE.c.events + events, **values),
        rows,
    )


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {
        "state": str(wanted.state),
        "assigned_on": wanted.assigned_on,
        "due_on": wanted.due_on,
        "overdue_on": wanted.overdue_on,
        "renews_on": wanted.renews_on,
        "reason": canonical.text(dict(wanted.reason)),
        "completion_id": wanted.met_by,
        "met_on": wanted.met_on,
    }


def _insert_events(
    rule: AssignmentRule,
    changes: Iterable[Change],
    ids: Mapping[Key, int],
    number: int,
    by: str,
    at: datetime,
) -> None:
    rows = [
        {
            "organization_id": rule.organization_id,
            "obligation_id": each.before.id if each.before else ids[each.key],
            "number": each.before.events + 1 if each.before else 1,
            "kind": str(each.kind),
            "rule_version": number,
            "old": told(each.before.now) if each.before else None,
            "new": told(each.after),
            "by": by,
            "at": at,
        }
        for each in changes
    ]
    if rows:
        db.session.connection().execute(insert(_EVENTS), rows)


def _leave_messages(
    rule: AssignmentRule,
    changes: Iterable[Change],
    people: Iterable[Person],
    number: int,
    at: datetime,
) -> int:
    """One message per person, whatever has changed for them. Never the same one twice."""
    here = {person.id: person.public_id for person in people if person.is_here}
    keys = {
        membership: _once_key(rule, number, here[membership], list(theirs))
        for membership, theirs in groupby(
            (each for each in changes if each.is_told), lambda each: each.key.membership
        )
        if membership in here
    }
    known = outbox.known(keys.values())
    new = {membership: key for membership, key in keys.items() if key not in known}
    for membership, key in new.items():
        outbox.leave(
            ASSIGNED,
            once_key=key,
            payload={"rule": rule.public_id, "version": number, "membership": here[membership]},
            about=here[membership],
            organization_id=rule.organization_id,
            at=at,
        )
    return len(new)


def _once_key(rule: AssignmentRule, number: int, person: str, changes: list[Change]) -> str:
    """The same courses by the same dates under the same version are told once."""
    said = [[each.key.course, each.key.round, each.after.due_on.isoformat()] for each in changes]
    digest = canonical.sha256(canonical.text(said))[:16]
    return f"{ASSIGNED}:{rule.public_id}:{number}:{person}:{digest}"
