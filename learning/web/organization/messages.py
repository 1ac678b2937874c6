"""The log of messages to one member: what was sent, when, and whether it came."""

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learning.mail import log
from learning.mail.log import LogRow
from learning.organizations.models import Membership
from learning.organizations.roles import Role
from learning.outbox import TaskState
from learning.web import access, paging

NEWEST = 20
PAGE = 50
KIND_WORDS: dict[str, LazyString] = {
    "result-corrected": _l("A result was corrected"),
    "certificate-issued": _l("A certificate was issued"),
    "certificate-expiring": _l("A certificate is about to expire"),
    "trainer-digest": _l("What needs a trainer’s attention"),
    "invitation": _l("An invitation"),
    "assigned": _l("Something was assigned"),
    "reminder": _l("A reminder"),
    "manager-reminder": _l("Who of their people is late"),
    "admin-reminder": _l("Who in the organization is late"),
    "import-finished": _l("What came of a list of people"),
    "erasure-planned": _l("That they are about to be erased"),
}
# Words, tone and sign of a tag.
STATE_WORDS: dict[TaskState, tuple[LazyString, str, str | None]] = {
    TaskState.WAITING: (_l("Waiting"), "neutral", "clock"),
    TaskState.TAKEN: (_l("Waiting"), "neutral", "clock"),
    TaskState.DONE: (_l("Sent"), "ok", "tick"),
    TaskState.DROPPED: (_l("Not needed any more"), "neutral", None),
    TaskState.RETURNED: (_l("Came back"), "bad", "warning"),
    TaskState.DEAD: (_l("Failed"), "bad", "cross"),
}
_FAILING = (_l("Delayed"), "warn", "clock")


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/people/<id>/messages", view_func=messages)


def messages(id: str) -> str:
    """All messages to a member, newest first; `before` goes on."""
    standing = access.staff_standing(Role.ADMIN)
    member = access.member(standing, id)
    place = paging.unpack_id(request.args.get("before"))
    found = log.messages_about(
        standing.organization_id, [member.public_id], before=place, limit=PAGE
    )
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "organization/people/messages.html",
        member=member,
        rows=rows,
        is_first=place is None,
        before=paging.pack(rows[-1].id) if has_more else None,
        words_of=words_of,
        tag_of=tag_of,
    )


def newest(member: Membership) -> tuple[list[LogRow], bool]:
    """The newest messages to a member, and whether there are more."""
    found = log.messages_about(member.organization_id, [member.public_id], limit=NEWEST)
    rows, has_more = paging.page_of(found, NEWEST)
    return list(rows), has_more


def words_of(row: LogRow) -> str:
    """What kind of message it is."""
    return str(KIND_WORDS.get(row.kind, row.kind.replace("-", " ").capitalize()))


def tag_of(row: LogRow) -> tuple[str, str, str | None]:
    """How it stands: words, tone and sign of its tag."""
    is_failing = row.failure and row.state in (TaskState.WAITING, TaskState.TAKEN)
    words, tone, sign = _FAILING if is_failing else STATE_WORDS[row.state]
    return str(words), tone, sign
