"""What reading leaves in the audit log: looks at people's results, and tables taken along."""

from datetime import datetime, timedelta

from learning import audit
from learning.database import transaction
from learning.organizations import actions as organizations
from learning.organizations.queries import Standing

# Within it, looking again at the same is the same look.
ONE_LOOK = timedelta(hours=1)


def note_look(
    act: str, looker: Standing, *, subject: str, by: str, at: datetime, about: str | None = None
) -> None:
    """Keep that somebody looked at results, in a transaction of its own, at most once an hour.

    `about` is the membership whose results they are; a look at one's own is nobody's business.
    Two windows that open at once wait for each other, so they leave one entry.
    """
    if about == looker.public_id or _is_noted(act, looker, subject, by, at):
        return
    _note(act, looker, subject, by, at, about)


@transaction
def note_export(act: str, *, subject: str, organization_id: int, by: str, at: datetime) -> None:
    """Keep that somebody took a table along."""
    audit.record(act, subject=subject, by=by, at=at, organization_id=organization_id)


@transaction
def _note(
    act: str, looker: Standing, subject: str, by: str, at: datetime, about: str | None
) -> None:
    organizations.lock_member(looker.organization_id, looker.membership_id)
    if not _is_noted(act, looker, subject, by, at):
        audit.record(
            act,
            subject=subject,
            about=about,
            by=by,
            at=at,
            organization_id=looker.organization_id,
        )


def _is_noted(act: str, looker: Standing, subject: str, by: str, at: datetime) -> bool:
    return audit.has_entry(looker.organization_id, act, subject=subject, by=by, since=at - ONE_LOOK)
