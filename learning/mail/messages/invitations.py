"""The message that invites somebody to an organization."""

from datetime import datetime

from flask_babel import gettext as _

from config import Config
from learning.mail.message import Action, Message
from learning.organizations import invitation_links, invitation_queries
from learning.outbox import Task


def invitation(task: Task, config: Config, at: datetime) -> Message | None:
    """Who invites them, to what, until when. None once it was accepted, taken back or expired."""
    found = invitation_queries.invitation(task.payload["invitation"])
    if found is None or invitation_queries.refusal(found, at=at) is not None:
        return None
    shown = invitation_queries.shown(found)
    token = invitation_links.token_for(found.public_id, key=config.secret_key)
    return written(
        shown.address,
        shown.inviter,
        shown.organization,
        expires_at=shown.expires_at,
        link=f"{config.public_url}/join/{token}",
    )


def written(
    address: str, inviter: str | None, organization: str, *, expires_at: datetime, link: str
) -> Message:
    """The message, as it is sent and as it is shown before that."""
    subject = (
        _("%(name)s invited you to %(organization)s on Waymark",
          name=inviter, organization=organization)
        if inviter
        else _("You are invited to %(organization)s on Waymark", organization=organization)
    )  # fmt: skip
    until = f"{expires_at.day} {expires_at:%B %Y}"
    return Message(
        to=address,
        subject=subject,
        preheader=_("Your invitation is open until %(day)s.", day=until),
        paragraphs=(
            _(
                "With the link below you join %(organization)s: with a new account, or with the "
                "one you have.",
                organization=organization,
            ),
            _("The link is open until %(day)s. It is yours alone: pass it to nobody.", day=until),
        ),
        action=Action(_("See the invitation"), link),
        small_print=(
            _(
                "You get this since somebody at %(organization)s entered your address. If you "
                "weren’t expecting it, ignore it: without you nothing happens.",
                organization=organization,
            ),
        ),
    )
