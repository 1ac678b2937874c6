"""A copy of all that is kept about somebody: asked for, put together by a task, forgotten."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from learning import outbox
from learning.certificates import pdf
from learning.certificates import queries as certificates
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.retention import archive, certificate_files, own_data, own_learning, own_obligations
from learning.retention.models import DataExport
from learning.retention.own_data import Collector, Whose

TASK = "data-export"
KEPT = timedelta(days=7)

COLLECTORS: tuple[Collector, ...] = (
    own_data.profile,
    own_data.addresses,
    own_data.sign_ins,
    own_data.memberships,
    own_data.groups,
    own_obligations.obligations,
    own_obligations.exemptions,
    own_learning.enrolments,
    own_learning.modules,
    own_learning.answers,
    own_learning.completions,
    own_learning.reports,
    own_data.certificates_of,
    own_data.messages,
    own_data.audit_entries,
)
# The certificates' files come last.
PARTS = len(COLLECTORS) + 1


@transaction
def begin(person_id: int, *, at: datetime) -> DataExport:
    """Have a copy put together. Raises RuleBroken export-under-way while one is."""
    export = DataExport(
        public_id=public_id(), person_id=person_id, state="waiting", parts=PARTS, created_at=at
    )
    db.session.add(export)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("export-under-way") from error
    outbox.leave(
        TASK,
        once_key=f"{TASK}:{export.public_id}",
        payload={"export": export.public_id},
        organization_id=None,
        at=at,
    )
    return export


def go_on(export_id: str, *, public_url: str, fonts: Path | None, at: datetime) -> None:
    """Put a copy together, from the beginning if somebody died of it."""
    export = _export(export_id)
    if export is None or export.state != "waiting":
        return
    who = own_data.whose(export.person_id)
    parts = []
    for number, collect in enumerate(COLLECTORS):
        _note_progress(export_id, number)
        parts.append(collect(who, at))
    _note_progress(export_id, len(COLLECTORS))
    files = _certificate_files(who, public_url, fonts, at)
    _finish(export_id, archive.packed(parts, files, name=who.person.name, at=at), at)


@transaction
def give_up(export_id: str) -> None:
    """Say that a copy couldn't be put together."""
    _set(export_id, state="failed")


@transaction
def forget_old(*, at: datetime) -> None:
    """Let go of copies whose days are over."""
    db.session.execute(
        update(DataExport)
        .where(DataExport.expires_at <= at, DataExport.content.is_not(None))
        .values(content=None)
    )


@transaction
def _note_progress(export_id: str, parts_done: int) -> None:
    _set(export_id, parts_done=parts_done)


@transaction
def _finish(export_id: str, content: bytes, at: datetime) -> None:
    _set(export_id, state="done", content=content, parts_done=PARTS, expires_at=at + KEPT)


def _set(export_id: str, **values: object) -> None:
    db.session.execute(
        update(DataExport)
        .where(DataExport.public_id == export_id, DataExport.state == "waiting")
        .values(**values)
    )


def _export(export_id: str) -> DataExport | None:
    return db.session.scalar(select(DataExport).where(DataExport.public_id == export_id))


def _certificate_files(
    who: Whose, public_url: str, fonts: Path | None, at: datetime
) -> dict[str, bytes]:
    """Each certificate as it is printed and as the text that is hashed."""
    files: dict[str, bytes] = {}
    for organization_id, subject in who.subjects:
        found = certificates.certificates_of([(organization_id, subject)])
        for each in certificates.all_verified(organization_id, found, at=at):
            text = each.certificate.statement or each.certificate.stub
            files[certificate_files.path_of(each, "json")] = text.encode()
            sheet = certificate_files.sheet_of(each, public_url)
            # What the fonts can't draw can still be read in the text.
            if not pdf.undrawable(sheet.words, fonts):
                files[certificate_files.path_of(each, "pdf")] = pdf.rendered(sheet, fonts)
    return files
