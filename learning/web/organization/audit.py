"""The audit log of an organization, in sentences."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learning import audit
from learning.accounts import queries as accounts
from learning.audit import AuditEntry
from learning.courses.states import Visibility
from learning.organizations import queries as organizations
from learning.organizations.roles import Role
from learning.quizzes.correcting import Policy
from learning.web import access, paging
from learning.web.roles import ROLE_WORDS

PAGE = 50
ACT_WORDS: dict[str, LazyString] = {
    "certificate-name-erased": _l("Took the name off a certificate"),
    "certificate-reissued": _l("Issued a certificate again for %(about)s"),
    "certificate-revoked": _l("Withdrew a certificate of %(about)s"),
    "course-created": _l("Made a course from an article"),
    "course-exported": _l("Exported a course with its questions and keys as files"),
    "course-deleted": _l("Deleted a draft of a course"),
    "course-published": _l("Published a course as version %(new)s"),
    "course-reopened": _l("Opened a course to new learners again"),
    "course-restored": _l("Restored a deleted draft of a course"),
    "course-visibility": _l("Changed who may see a course from %(old)s to %(new)s"),
    "course-withdrawn": _l("Closed a course to new learners"),
    "member-added": _l("Added %(about)s as %(new)s"),
    "member-deactivated": _l("Deactivated %(about)s"),
    "member-erased": _l("Erased somebody who left"),
    "member-erasure-planned": _l("Had the erasure of %(about)s begin, two weeks later"),
    "member-erasure-taken-back": _l("Took back that %(about)s is erased"),
    "member-reactivated": _l("Took %(about)s back"),
    "member-renamed": _l("Changed the name on the certificates of %(about)s"),
    "organization-created": _l("Created the organization"),
    "own-time-factor-allowed": _l("Let members set their own time in quizzes"),
    "own-time-factor-ended": _l("Ended that members set their own time in quizzes"),
    "questions-exported": _l("Exported %(new)s questions with their keys (%(old)s)"),
    "questions-imported": _l("Brought in %(new)s questions as drafts (%(old)s)"),
    "question-brought-back": _l("Brought a retired question back"),
    "question-retired": _l("Retired a question"),
    "results-corrected": _l("Corrected results of a question (correction %(new)s: %(old)s)"),
    "question-approval-taken-back": _l("Took the approval of a question back"),
    "question-approved": _l("Approved version %(new)s of a question"),
    "question-rejected": _l("Rejected a proposed question"),
    "try-granted": _l("Granted %(about)s another try at a quiz"),
    "time-extended": _l("Gave %(about)s %(new)s more minutes in a running quiz"),
    "attempt-reset": _l("Reset a running quiz of %(about)s"),
    "attempt-reset-taken-back": _l("Took back that a quiz of %(about)s was reset"),
    "time-factor-set": _l("Set the time in quizzes of %(about)s from %(old)s %% to %(new)s %%"),
    "retention-changed": _l(
        "Changed after how many months people who left are erased from %(old)s to %(new)s"
    ),
    "role-changed": _l("Changed the role of %(about)s from %(old)s to %(new)s"),
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
_SHORT = 6


@dataclass(frozen=True)
class Line:
    """An entry as it is read. `href` leads to what was changed, where an admin has a page of it."""

    at: datetime
    who: str
    what: str
    subject: str
    href: str | None


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/audit", view_func=audit_log)


def audit_log() -> str:
    """Who did what, newest first; `before` goes on."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    place = paging.unpack_id(request.args.get("before"))
    found = audit.entries(organization_id, before=place, limit=PAGE)
    entries, has_more = paging.page_of(found, PAGE)
    people = accounts.names_by_public_id({entry.by for entry in entries})
    members = organizations.names_by_public_id(
        organization_id, {entry.about for entry in entries if entry.about}
    )
    return render_template(
        "organization/audit/audit_log.html",
        lines=[_line(entry, people, members) for entry in entries],
        is_first=place is None,
        before=paging.pack(entries[-1].id) if has_more else None,
    )


def _line(entry: AuditEntry, people: dict[str, str], members: dict[str, str]) -> Line:
    return Line(
        entry.at,
        people.get(entry.by) or str(_OTHERS.get(entry.by, _("Somebody who is gone"))),
        _sentence(entry, members),
        entry.subject[:_SHORT],
        _href(entry),
    )


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
    if entry.act.startswith(("member-", "role-", "time-factor-")):
        return url_for("organization.person", id=entry.subject)
    return None
