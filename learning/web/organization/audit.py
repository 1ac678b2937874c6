"""The audit log of an organization, in sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from learning import audit, clock
from learning.accounts import queries as accounts
from learning.audit import AuditEntry
from learning.courses.states import Visibility
from learning.organizations import queries as organizations
from learning.organizations.roles import Role
from learning.quizzes.correcting import Policy
from learning.reports import look_actions
from learning.reports.csv_writing import Cell
from learning.web import access, paging
from learning.web.downloads import csv_file
from learning.web.organization import audit_filters
from learning.web.organization.audit_filters import Asked
from learning.web.redirects import see_other
from learning.web.roles import ROLE_WORDS
from learning.web.visitor import visitor

Page = str | tuple[str, int]
PAGE = 50
ACT_WORDS: dict[str, LazyString] = {
    "article-fetched": _l("Had an article fetched from a web address"),
    "audit-exported": _l("Exported entries of the audit log"),
    "certificate-name-erased": _l("Took the name off a certificate"),
    "certificate-reissued": _l("Issued a certificate again for %(about)s"),
    "certificates-seen": _l("Looked at the list of certificates"),
    "certificate-revoked": _l("Withdrew a certificate of %(about)s"),
    "compliance-exported": _l("Exported the report on compliance"),
    "compliance-seen": _l("Looked at the report on compliance"),
    "reminders-chosen": _l("Changed when people are reminded"),
    "course-created": _l("Made a course from an article"),
    "course-exported": _l("Exported a course with its questions and keys as files"),
    "course-deleted": _l("Deleted a draft of a course"),
    "course-published": _l("Published a course as version %(new)s"),
    "course-settings-changed": _l("Changed the title or the settings of a course"),
    "course-reopened": _l("Opened a course to new learners again"),
    "course-restored": _l("Restored a deleted draft of a course"),
    "course-visibility": _l("Changed who may see a course from %(old)s to %(new)s"),
    "course-withdrawn": _l("Closed a course to new learners"),
    "address-changed": _l("Changed the e-mail address of an account"),
    "erasure-asked": _l("Asked for their own account to be erased"),
    "erasure-taken-back": _l("Took back that their own account is erased"),
    "person-erased": _l("Erased an account"),
    "employee-id-set": _l("Changed the employee id of %(about)s"),
    "joined-on-set": _l("Changed the day on which %(about)s joined from %(old)s to %(new)s"),
    "manager-set": _l("Gave %(about)s another manager"),
    "manager-taken": _l("Left %(about)s to the managers of their groups"),
    "team-seen": _l("Looked at how far the people below them are"),
    "trainer-limit-lifted": _l("Let %(about)s see the learners of all groups again"),
    "trainer-limit-set": _l("Limited %(about)s to the learners of %(new)s groups"),
    "group-created": _l("Made a group"),
    "group-joined": _l("Put %(about)s into a group"),
    "group-left": _l("Took %(about)s out of a group"),
    "group-manager-set": _l("Made %(about)s the manager of a group"),
    "group-manager-taken": _l("Left a group without a manager of its own"),
    "group-moved": _l("Moved a group"),
    "group-removed": _l("Removed a group"),
    "group-renamed": _l("Renamed a group"),
    "group-restored": _l("Restored a removed group"),
    "invitation-accepted": _l("Joined as %(new)s by the invitation of %(about)s"),
    "invitation-revoked": _l("Took the invitation of %(about)s back"),
    "invitation-closed": _l("Took a shared invitation back"),
    "invitation-shared": _l("Opened a shared invitation"),
    "invitation-used": _l("%(about)s joined by a shared invitation"),
    "invitation-sent": _l("Sent %(about)s an invitation"),
    "logo-changed": _l("Changed the logo"),
    "mail-wording-changed": _l("Changed the sender or the wording of messages"),
    "member-added": _l("Added %(about)s as %(new)s"),
    "member-changed-by-list": _l("Changed %(about)s by a list of people"),
    "member-deactivated": _l("Deactivated %(about)s"),
    "member-invited": _l("Entered %(about)s as %(new)s, to be invited"),
    "member-erased": _l("Erased somebody who left"),
    "member-erasure-planned": _l("Had the erasure of %(about)s begin, two weeks later"),
    "member-erasure-taken-back": _l("Took back that their own account is erased"),
    "member-reactivated": _l("Took %(about)s back"),
    "member-renamed": _l("Changed the name on the certificates of %(about)s"),
    "organization-renamed": _l("Renamed the organization"),
    "setup-notice-brought-back": _l("Brought the reminder of the set-up list back"),
    "setup-notice-put-away": _l("Put the reminder of the set-up list away"),
    "setup-task-settled": _l("Marked a task of the set-up list as done"),
    "setup-task-taken-back": _l("Marked a task of the set-up list as not done"),
    "sign-in-rules-changed": _l("Changed the sign-in rules"),
    "signatory-changed": _l("Changed who signs certificates"),
    "organization-created": _l("Created the organization"),
    "own-time-factor-allowed": _l("Let members set their own time in quizzes"),
    "own-time-factor-ended": _l("Ended that members set their own time in quizzes"),
    "people-list-confirmed": _l("Imported a list of %(new)s people"),
    "questions-exported": _l("Exported %(new)s questions with their keys (%(old)s)"),
    "questions-imported": _l("Brought in %(new)s questions as drafts (%(old)s)"),
    "question-brought-back": _l("Brought a retired question back"),
    "question-retired": _l("Retired a question"),
    "results-corrected": _l("Corrected results of a question (correction %(new)s: %(old)s)"),
    "question-approval-taken-back": _l("Took the approval of a question back"),
    "question-approved": _l("Approved version %(new)s of a question"),
    "question-copied": _l("Copied a question"),
    "question-deleted": _l("Deleted a draft of a question"),
    "question-rejection-taken-back": _l("Took the rejection of a proposed question back"),
    "question-restored": _l("Took version %(new)s of a question up again as a draft"),
    "results-seen": _l("Looked at the results of %(about)s"),
    "password-set": _l("Set a new password for an account"),
    "people-exported": _l("Exported the list of people"),
    "groups-exported": _l("Exported the list of groups"),
    "progress-exported": _l("Exported the progress of a course"),
    "progress-seen": _l("Looked at the progress of everybody on a course"),
    "structure-exclude": _l("Left a module out of a course"),
    "structure-include": _l("Took a module into a course again"),
    "structure-kind": _l("Changed what a module of a course is for"),
    "structure-merge": _l("Joined two modules of a course"),
    "structure-rename": _l("Gave a module of a course another title"),
    "structure-split": _l("Cut a module of a course in two"),
    "structure-undone": _l("Took the last change of a course’s modules back"),
    "question-rejected": _l("Rejected a proposed question"),
    "try-granted": _l("Granted %(about)s another try at a quiz"),
    "time-extended": _l("Gave %(about)s %(new)s more minutes in a running quiz"),
    "attempt-reset": _l("Reset a running quiz of %(about)s"),
    "attempt-reset-taken-back": _l("Took back that a quiz of %(about)s was reset"),
    "time-factor-set": _l("Set the time in quizzes of %(about)s from %(old)s %% to %(new)s %%"),
    "task-retried": _l("Tried a task again"),
    "tasks-retried": _l("Tried %(new)s tasks again"),
    "retention-changed": _l(
        "Changed after how many months people who left are erased from %(old)s to %(new)s"
    ),
    "role-changed": _l("Changed the role of %(about)s from %(old)s to %(new)s"),
    "rule-created": _l("Wrote an assignment rule"),
    "rule-changed": _l("Changed the draft of an assignment rule"),
    "rule-discarded": _l("Threw the draft of an assignment rule away"),
    "rule-applied": _l("Applied version %(new)s of an assignment rule"),
    "rule-undone": _l("Took version %(old)s of an assignment rule back"),
    "rule-ended": _l("Ended an assignment rule"),
    "exempted": _l("Exempted %(about)s from an assignment"),
    "exemption-ended": _l("Ended an exemption of %(about)s"),
}
# Acts that no person of ours did.
_OTHERS: dict[str, LazyString] = {
    "command-line": _l("Command line"),
    "demo": _l("Demo"),
    "retention": _l("Retention"),
}
_CODES: dict[str, LazyString] = {
    **{str(role): words for role, words in ROLE_WORDS.items()},
    str(Visibility.OPEN): _l("open to anyone"),
    str(Visibility.INTERNAL): _l("members only"),
    str(Policy.CREDIT): _l("right for everybody"),
    str(Policy.REKEY): _l("the newest key counts, too"),
}
_COLUMNS = ("when", "who", "what", "about", "act", "reference", "old", "new")


@dataclass(frozen=True)
class Line:
    """An entry as it is read. `href` leads to what was changed, where an admin has a page of it."""

    entry: AuditEntry
    who: str
    what: str
    about: str | None
    href: str | None


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/audit", view_func=audit_log)
    organization.add_url_rule("/audit.csv", view_func=export_audit_log)


def audit_log() -> Page:
    """Who did what, newest first, filtered as the address says; `before` goes on."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    asked = _asked(organization_id)
    place = paging.unpack_time(request.args.get("before"))
    found = (
        audit.entries(organization_id, asked.wanted, before=place, limit=PAGE)
        if asked.wanted
        else []
    )
    entries, has_more = paging.page_of(found, PAGE)
    page = render_template(
        "organization/audit/audit_log.html",
        asked=asked,
        lines=_lines(organization_id, entries),
        is_filtered=bool(asked.parameters),
        is_first=place is None,
        before=paging.pack(*audit.place_of(entries[-1])) if has_more else None,
    )
    return page if asked.wanted else (page, 422)


def export_audit_log() -> Response:
    """The same entries, all of them, as a CSV file."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    asked = _asked(organization_id)
    if asked.wanted is None:
        return see_other("organization.audit_log", **asked.parameters)
    batches = audit.all_entries(organization_id, asked.wanted)
    # Read before this export is noted, so the file holds what the page showed; and as plain rows,
    # since no entry lives on in the session that the file is sent from.
    first = list(_rows(organization_id, [next(batches, [])]))
    look_actions.note_export(
        "audit-exported",
        subject=access.staff_standing(Role.ADMIN).organization_public_id,
        organization_id=organization_id,
        by=visitor().public_id,
        at=clock.now(),
    )
    return csv_file("audit-log", _COLUMNS, chain(first, _rows(organization_id, batches)))


def _asked(organization_id: int) -> Asked:
    others = {str(words).casefold(): code for code, words in _OTHERS.items()}
    return audit_filters.asked(organization_id, tuple(ACT_WORDS), others)


def _rows(organization_id: int, batches: Iterable[Sequence[AuditEntry]]) -> Iterator[list[Cell]]:
    for batch in batches:
        for line in _lines(organization_id, batch):
            entry = line.entry
            yield [
                entry.at.isoformat(timespec="seconds"), line.who, line.what, line.about,
                entry.act, entry.subject, entry.old, entry.new,
            ]  # fmt: skip


def _lines(organization_id: int, entries: Sequence[AuditEntry]) -> list[Line]:
    if not entries:
        return []
    people = accounts.names_by_public_id({entry.by for entry in entries})
    members = organizations.names_by_public_id(
        organization_id, {entry.about for entry in entries if entry.about}
    )
    return [
        Line(
            entry,
            people.get(entry.by) or str(_OTHERS.get(entry.by, _("Somebody who is gone"))),
            _sentence(entry, members),
            members.get(entry.about or ""),
            _href(entry),
        )
        for entry in entries
    ]


def _sentence(entry: AuditEntry, members: dict[str, str]) -> str:
    words = ACT_WORDS.get(entry.act)
    if words is None:
        return entry.act
    return str(
        _(
            words._args[0],
            about=members.get(entry.about or "", _("somebody who is gone")),
            old=_CODES.get(entry.old or "", entry.old),
            new=_CODES.get(entry.new or "", entry.new),
        )
    )


def _href(entry: AuditEntry) -> str | None:
    if entry.act.startswith("certificate-"):
        return url_for("organization.certificate", id=entry.subject)
    if entry.about is not None and entry.about == entry.subject:
        return url_for("organization.person", id=entry.subject)
    if entry.act == "people-list-confirmed":
        return url_for("organization.list_progress", id=entry.subject)
    return None
