"""Looking for what has to be said about due dates, and leaving the messages that say it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from learning import outbox
from learning.assignments import reminder_queries as queries
from learning.assignments.ladders import Ladder, To
from learning.assignments.models import Reminder
from learning.assignments.owing import About
from learning.assignments.quiet_hours import day_in
from learning.assignments.telling import Look, Notice, Settled, to_admins, to_managers, to_people
from learning.assignments.zones import zone_for
from learning.database import db, transaction
from learning.organizations import turnstile

# The kinds of message, by whom they tell.
KINDS = {To.PERSON: "reminder", To.MANAGER: "manager-reminder", To.ADMIN: "admin-reminder"}
TASK = "reminders-look"
BETWEEN_LOOKS = timedelta(minutes=15)
_AT_ONCE = 200  # members in one transaction


def leave_looks(*, at: datetime) -> None:
    """See that there is a task that looks, one per organization; many may call this."""
    wanted = {f"{TASK}:{public_id}": id for id, public_id in queries.organizations_that_oblige()}
    db.session.rollback()
    new = wanted.keys() - outbox.known(wanted)
    if new:
        _leave_looks({key: wanted[key] for key in new}, at=at)


@transaction
def _leave_looks(new: dict[str, int], *, at: datetime) -> None:
    for key, organization_id in new.items():
        outbox.leave_once(TASK, once_key=key, payload={}, organization_id=organization_id, at=at)


def next_look(at: datetime) -> datetime:
    """The next quarter of an hour: days begin on one in every zone there is."""
    return at - (at - at.min.replace(tzinfo=at.tzinfo)) % BETWEEN_LOOKS + BETWEEN_LOOKS


def look(organization_id: int, *, at: datetime) -> None:
    """Leave all messages whose time has come. Again at the same time, it finds nothing to do."""
    ladder, zone = queries.ladder_of(organization_id)
    members = queries.members_to_look_at(organization_id, ladder, zone, To.PERSON, now=at)
    for first in range(0, len(members), _AT_ONCE):
        _tell_people(organization_id, members[first : first + _AT_ONCE], at=at)
    if not ladder.quiet.is_quiet(at, zone):
        if queries.members_to_look_at(organization_id, ladder, zone, To.MANAGER, now=at):
            _tell_managers(organization_id, at=at)
        if queries.members_to_look_at(organization_id, ladder, zone, To.ADMIN, now=at):
            _tell_admins(organization_id, at=at)


@transaction
def _tell_people(organization_id: int, members: Sequence[int], *, at: datetime) -> None:
    ladder, zone = _locked(organization_id)
    found = queries.candidates(organization_id, ladder, zone, To.PERSON, now=at, members=members)
    _store(organization_id, to_people(found, ladder, zone, now=at), ladder, zone, at)


@transaction
def _tell_managers(organization_id: int, *, at: datetime) -> None:
    ladder, zone = _locked(organization_id)
    found = queries.candidates(organization_id, ladder, zone, To.MANAGER, now=at)
    managers = [each.manager for each in found if each.manager is not None]
    listed = _listed(organization_id, To.MANAGER, managers, day_in(zone, at))
    _store(organization_id, to_managers(found, ladder, zone, listed, now=at), ladder, zone, at)


@transaction
def _tell_admins(organization_id: int, *, at: datetime) -> None:
    ladder, zone = _locked(organization_id)
    found = queries.candidates(organization_id, ladder, zone, To.ADMIN, now=at)
    admins = queries.admins(organization_id) if found else []
    if not _listed(organization_id, To.ADMIN, admins, day_in(zone, at)):
        _store(organization_id, to_admins(found, ladder, zone, admins, now=at), ladder, zone, at)


@transaction
def pass_on(organization_id: int, lists: Mapping[int, Sequence[About]], *, at: datetime) -> None:
    """Leave what a manager was to be told for those who manage these people by now, once.

    `lists`: by membership. It was settled when it was left, so no look would tell them.
    """
    ladder, zone = queries.ladder_of(organization_id)
    for manager, (member, own_zone) in queries.addressees(organization_id, lists).items():
        about = [[each.obligation, each.due_on.isoformat(), each.code] for each in lists[manager]]
        outbox.leave_once(
            KINDS[To.MANAGER],
            once_key=f"{KINDS[To.MANAGER]}:{member}:{':'.join(about[0])}",
            payload={"membership": member, "about": about},
            about=member,
            organization_id=organization_id,
            at=at,
            due=ladder.quiet.end(at, zone_for(own_zone, zone)),
        )


def _locked(organization_id: int) -> tuple[Ladder, ZoneInfo]:
    """The ladder, while nobody else looks: two at once would each leave a message of their own."""
    turnstile.pass_through(organization_id)
    return queries.ladder_of(organization_id)


def _listed(organization_id: int, to: To, members: Sequence[int], today: date) -> set[int]:
    """Those of these members who have had today's list."""
    if not members:
        return set()
    names = queries.addressees(organization_id, members)
    keys = {_list_key(to, public_id, today): id for id, (public_id, _) in names.items()}
    return {keys[key] for key in outbox.known(keys)}


def _list_key(to: To, member: str, today: date) -> str:
    return f"{KINDS[to]}:{member}:{today}"


def _store(organization_id: int, look: Look, ladder: Ladder, zone: ZoneInfo, at: datetime) -> None:
    """Settle the steps and leave the messages, in the open transaction."""
    if not look.settled:
        return
    db.session.execute(
        insert(Reminder), [_values(organization_id, each, at) for each in look.settled]
    )
    names = queries.addressees(organization_id, [each.membership for each in look.notices])
    about = queries.public_ids(
        organization_id, [step.obligation for each in look.notices for step in each.about]
    )
    for notice in look.notices:
        member, own_zone = names[notice.membership]
        outbox.leave(
            KINDS[notice.to],
            once_key=_once_key(notice, member, about, day_in(zone, at)),
            payload={
                "membership": member,
                "about": [
                    [about[step.obligation][0], step.due_on.isoformat(), step.step.code]
                    for step in notice.about
                ],
            },
            about=member,
            organization_id=organization_id,
            at=at,
            due=ladder.quiet.end(at, zone_for(own_zone, zone)),
        )


def _values(organization_id: int, settled: Settled, at: datetime) -> dict[str, Any]:
    return {
        "organization_id": organization_id,
        "obligation_id": settled.obligation,
        "due_on": settled.due_on,
        "code": settled.step.code,
        "line": settled.step.to,
        "day": settled.step.day,
        "is_said": settled.is_said,
        "at": at,
    }


def _once_key(notice: Notice, member: str, about: dict[int, tuple[str, int]], today: date) -> str:
    """A person's message is known by the first thing it says; of lists there is one a day."""
    if notice.to is not To.PERSON:
        return _list_key(notice.to, member, today)
    first = notice.about[0]
    obligation, round = about[first.obligation]
    return f"{KINDS[notice.to]}:{obligation}:{round}:{first.step.code}:{first.due_on}"
