"""A list of people on its way in: kept, confirmed, and then gone through in small steps.

Each step is one transaction that takes the next rows and says how far it is, so a stop in between
leaves nothing half-done, and going on does nothing twice.
"""

from datetime import datetime
from types import MappingProxyType

from learning import audit, canonical, files, outbox
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import (
    import_queries,
    invitation_actions,
    limited_lists,
    list_states,
    turnstile,
)
from learning.organizations.import_batches import Batch, take_in
from learning.organizations.list_states import Choices, ListState, Numbers, numbers_of
from learning.organizations.models import PeopleImport
from learning.organizations.people_lists import columns, ordering, reading
from learning.organizations.people_lists.checking import Entry, Problem
from learning.organizations.people_lists.columns import Fields, Places
from learning.organizations.people_lists.reading import PeopleList

TASK = "people-import"
INVITING = "people-inviting"
FINISHED = "import-finished"
ROWS_AT_ONCE = 100
_LONGEST_FILE_NAME = 300
# What somebody else may have done between looking and entering, so that looking again helps.
_CHANGED = ("changed-elsewhere", "member-already", "employee-id-taken", "group-gone")
_TRIES = 3


def upload(
    organization_id: int, content: bytes, file_name: str, *, by: str, at: datetime
) -> PeopleImport:
    """Keep a list until somebody has looked at it; nobody is entered yet.

    Raises RuleBroken as limited_lists.read does.
    """
    return _keep(organization_id, limited_lists.read(content, file_name), file_name, by, at)


@transaction
def _keep(
    organization_id: int, people: PeopleList, file_name: str, by: str, at: datetime
) -> PeopleImport:
    # As rows, not as they came: a file from anywhere is read once.
    rows = canonical.text(reading.as_json(people)).encode()
    begun = PeopleImport(
        public_id=public_id(),
        organization_id=organization_id,
        file_id=files.store(organization_id, rows, "application/json", at=at).id,
        file_name="".join(c for c in file_name if c.isprintable())[-_LONGEST_FILE_NAME:],
        mapping=_mapping(*import_queries.detected(organization_id, people)),
        choices="",
        problems="[]",
        state=ListState.UPLOADED,
        rows=len(people.rows),
        created_by=by,
        created_at=at,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


@transaction
def choose_columns(
    begun: PeopleImport, places: Places, fields: Fields = MappingProxyType({})
) -> None:
    """Say which column is what. Raises RuleBroken people-columns or people-list-confirmed."""
    db.session.refresh(begun, with_for_update=True)
    if begun.state != ListState.UPLOADED:
        raise RuleBroken("people-list-confirmed")
    begun.mapping = _mapping(columns.checked(places), fields)


def confirm(
    begun: PeopleImport,
    choices: Choices,
    *,
    promised: Numbers | None = None,
    by: str,
    at: datetime,
    due: datetime | None = None,
) -> None:
    """Let the good rows in, by a worker; once, however often it is said.

    `promised`: what the person who confirms has read. Raises RuleBroken people-list-changed if it
    isn't so any more, people-nobody if there is no good row, or people-columns.
    """
    if begun.state != ListState.UPLOADED:
        return
    checked = import_queries.checked_list(begun, by_role=choices.role, today=at.date())
    if promised is not None and numbers_of(checked) != promised:
        raise RuleBroken("people-list-changed")
    if not checked.new and not checked.existing:
        raise RuleBroken("people-nobody")
    _confirm(begun, choices, list(checked.problems), by, at, due)


@transaction
def _confirm(
    begun: PeopleImport,
    choices: Choices,
    problems: list[Problem],
    by: str,
    at: datetime,
    due: datetime | None,
) -> None:
    db.session.refresh(begun, with_for_update=True)
    if begun.state != ListState.UPLOADED:
        return
    begun.state, begun.choices = ListState.CONFIRMED, choices.text()
    begun.problems = list_states.problems_text(problems)
    bad = len({problem.row for problem in problems})
    audit.record(
        "people-list-confirmed",
        subject=begun.public_id,
        by=by,
        at=at,
        organization_id=begun.organization_id,
        new=str(begun.rows - bad),
    )
    _leave_task(begun, "first", at, due)


@transaction
def resume(begun: PeopleImport, *, at: datetime) -> None:
    """Go on with a list that was given up."""
    db.session.refresh(begun, with_for_update=True)
    if begun.state != ListState.FAILED:
        return
    begun.state, begun.ended_at = ListState.CONFIRMED, None
    _leave_task(begun, public_id(), at, None)


def go_on(organization_id: int, import_id: str, *, at: datetime) -> None:
    """Take in what is left of a confirmed list. Doing it again does nothing twice."""
    begun = import_queries.people_import(organization_id, import_id)
    assert begun is not None
    if begun.state != ListState.CONFIRMED:
        return
    rows = ordering.in_order(import_queries.list_of(begun), import_queries.places_of(begun))
    choices = list_states.choices_of(begun.choices)
    checked = import_queries.checked_list(
        begun, by_role=choices.role, today=begun.created_at.date()
    )
    entries = {entry.row: entry for entry in (*checked.new, *checked.existing)}
    numbers = [row.number for row in rows]
    late = {problem.row: problem for problem in checked.problems}
    while not _step(begun, numbers, entries, late, at):
        pass


def _step(
    begun: PeopleImport,
    numbers: list[int],
    entries: dict[int, Entry],
    late: dict[int, Problem],
    at: datetime,
) -> bool:
    for _try in range(_TRIES - 1):
        try:
            return _take_next(begun, numbers, entries, late, at)
        except RuleBroken as error:
            if error.code not in _CHANGED:
                raise
    return _take_next(begun, numbers, entries, late, at)


@transaction
def _take_next(
    begun: PeopleImport,
    numbers: list[int],
    entries: dict[int, Entry],
    late: dict[int, Problem],
    at: datetime,
) -> bool:
    """Take in the next rows; whether all are done. `late`: what has gone wrong since."""
    # One list after the other, so that each knows whom those before have brought.
    turnstile.pass_through(begun.organization_id)
    db.session.refresh(begun, with_for_update=True)
    if begun.state != ListState.CONFIRMED:
        return True
    next_numbers = numbers[begun.rows_done : begun.rows_done + ROWS_AT_ONCE]
    problems = list_states.problems_of(begun.problems)
    refused = {problem.row for problem in problems}
    new_problems = [late[n] for n in next_numbers if n not in refused and n in late]
    entered = [entries[n] for n in next_numbers if n not in refused and n in entries]
    batch = Batch(begun.organization_id, list_states.choices_of(begun.choices),
                  begun.created_by, at)  # fmt: skip
    taken = take_in(batch, entered)
    new_problems += taken.problems
    begun.problems = list_states.problems_text([*problems, *new_problems])
    begun.rows_done += len(next_numbers)
    begun.added += taken.added
    begun.changed += taken.changed
    begun.refused += len({p.row for p in new_problems} | (refused & set(next_numbers)))
    if begun.rows_done >= len(numbers):
        _end(begun, ListState.DONE, at)
    return begun.rows_done >= len(numbers)


@transaction
def give_up(organization_id: int, import_id: str, *, at: datetime) -> None:
    """Say with a list that it failed too often, for reasons that aren't the list's."""
    begun = import_queries.people_import(organization_id, import_id)
    assert begun is not None
    if begun.state == ListState.CONFIRMED:
        _end(begun, ListState.FAILED, at)


def _end(begun: PeopleImport, state: ListState, at: datetime) -> None:
    begun.state, begun.ended_at = state, at
    outbox.leave(
        FINISHED,
        # It is done once, and may fail, be resumed and fail again.
        once_key=f"{FINISHED}:{begun.public_id}:{state}:{at.isoformat()}",
        payload={"import": begun.public_id},
        organization_id=begun.organization_id,
        about=begun.created_by,
        at=at,
    )


def _leave_task(begun: PeopleImport, once: str, at: datetime, due: datetime | None) -> None:
    outbox.leave(
        TASK,
        once_key=f"{TASK}:{begun.public_id}:{once}",
        payload={"import": begun.public_id},
        organization_id=begun.organization_id,
        at=at,
        due=due,
    )


@transaction
def send_invitations(organization_id: int, *, last: int, once: str, by: str, at: datetime) -> None:
    """Invite everybody entered up to the one with the id `last` who never was, by a worker."""
    key = f"{INVITING}:{organization_id}:{by}:{once[:40]}"
    if outbox.left(key) is None:
        outbox.leave(
            INVITING,
            once_key=key,
            payload={"last": last, "by": by},
            organization_id=organization_id,
            at=at,
        )


def go_on_inviting(organization_id: int, *, last: int, by: str, at: datetime) -> None:
    """Invite who is left. Doing it again invites nobody twice."""
    while _invite_next(organization_id, last, by, at):
        pass


@transaction
def _invite_next(organization_id: int, last: int, by: str, at: datetime) -> bool:
    found = import_queries.next_to_invite(organization_id, last=last, limit=ROWS_AT_ONCE)
    invitation_actions.invite_many(found, by=by, at=at)
    return bool(found)


def _mapping(places: Places, fields: Fields) -> str:
    named = {f"{columns.FIELD}:{name}": place for name, place in fields.items()}
    return canonical.text({str(column): place for column, place in places.items()} | named)
