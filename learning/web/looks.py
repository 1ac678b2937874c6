"""Looking at other people's results leaves an entry in the audit log."""

from learning import clock
from learning.organizations import queries as organizations
from learning.reports import look_actions
from learning.web.visitor import visitor


def note_look(act: str, organization_id: int, subject: str, *, about: str | None = None) -> None:
    """Note that the visitor looks at this; `about` is the membership whose results they see.

    To be called before anything is read for the page: it may end the page's read transaction.
    """
    looker = visitor().standing_in(organization_id)
    assert looker is not None  # nobody else gets as far as a result
    look_actions.note_look(
        act, looker, subject=subject, about=about, by=visitor().public_id, at=clock.now()
    )


def note_results_seen(organization_id: int, membership_id: int) -> None:
    """Note that the visitor looks at the results of this membership."""
    seen = organizations.membership_with_id(organization_id, membership_id).public_id
    note_look("results-seen", organization_id, seen, about=seen)
