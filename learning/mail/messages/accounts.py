"""Messages about one's own account: links that confirm, reset, change, and who is told of it.

They greet nobody by name: whoever signs up chooses a name and an address, and could so have any
words sent to anybody.
"""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from config import Config
from learning import link_secrets
from learning.accounts import address_actions, queries, token_queries
from learning.accounts.token_queries import Link
from learning.accounts.tokens import LIFETIMES, Purpose
from learning.mail.message import Action, Message
from learning.outbox import Task


def confirm_address(task: Task, config: Config, at: datetime) -> Message | None:
    """To whoever signed up with this address."""
    link = _link(Purpose.CONFIRM, task, at)
    if link is None:
        return None
    return Message(
        to=link.address,
        subject=_("Confirm your e-mail address"),
        is_asked_for=True,
        preheader=_("One click, and your account is complete."),
        paragraphs=(
            _("Hello,"),
            _("somebody, most likely you, created an account on Waymark with this address."),
        ),
        action=Action(_("Confirm my address"), _address(link, config)),
        small_print=(
            _works_for(link),
            _("If it wasn’t you, leave the link alone: the address then stays unconfirmed."),
        ),
    )


def password_reset(task: Task, config: Config, at: datetime) -> Message | None:
    """To the owner of an address that was given as forgotten; to nobody if it has none."""
    link = _link(Purpose.RESET, task, at)
    if link is None:
        return None
    return Message(
        to=link.address,
        subject=_("Choose a new password"),
        is_asked_for=True,
        preheader=_("The link works for 60 minutes."),
        paragraphs=(
            _("Hello,"),
            _("somebody asked for a new password for your account on Waymark."),
        ),
        action=Action(_("Choose a new password"), _address(link, config)),
        small_print=(
            _works_for(link),
            _("If it wasn’t you, do nothing: your password stays as it is, and nobody else got "
              "this link."),
        ),
    )  # fmt: skip


def sign_in_link(task: Task, config: Config, at: datetime) -> Message | None:
    """To the owner of an address who wants to sign in without a password."""
    link = _link(Purpose.SIGN_IN, task, at)
    if link is None:
        return None
    return Message(
        to=link.address,
        subject=_("Your link to sign in"),
        is_asked_for=True,
        preheader=_("The link works for 15 minutes."),
        paragraphs=(
            _("Hello,"),
            _("with this link you sign in to Waymark without a password."),
        ),
        action=Action(_("Sign in"), _address(link, config)),
        small_print=(
            _works_for(link),
            _("If you didn’t ask for it, do nothing. Don’t pass it on: whoever has it is you."),
        ),
    )


def address_change(task: Task, config: Config, at: datetime) -> Message | None:
    """To an address that somebody wants to use from now on."""
    link = _link(Purpose.CHANGE, task, at)
    if link is None:
        return None
    return Message(
        to=link.address,
        subject=_("Confirm your new e-mail address"),
        is_asked_for=True,
        preheader=_("Until then your old address stays in use."),
        paragraphs=(
            _("Hello,"),
            _("you asked to use this address for your account on Waymark from now on."),
        ),
        action=Action(_("Use this address"), _address(link, config)),
        small_print=(
            _works_for(link),
            _("If it wasn’t you, leave the link alone: then nothing changes."),
        ),
    )


def address_changed(task: Task, config: Config, at: datetime) -> Message | None:
    """To the address that was left; the new one isn't told, since this mailbox may be another's."""
    link = _link(Purpose.CHANGED, task, at)
    if link is None:
        return None
    return Message(
        to=link.address,
        subject=_("Your e-mail address was changed"),
        preheader=_("If it was you, there is nothing to do."),
        paragraphs=(
            _("Hello,"),
            _("your account on Waymark uses another address from now on. If it was you, there is "
              "nothing to do."),
            _("If it wasn’t you, take the address back. Everybody is then signed out of your "
              "account, and you get a link to a new password."),
        ),
        action=Action(_("It wasn’t me: take it back"), _address(link, config)),
        small_print=(_("This link works for 7 days, once."),),
    )  # fmt: skip


def address_claimed(task: Task, config: Config, at: datetime) -> Message | None:
    """To the owner of an address that somebody wanted for another account."""
    owned = queries.address_with_id(task.payload["address"])
    if owned is None:
        return None
    return Message(
        to=owned.address,
        subject=_("Somebody tried to use your address"),
        preheader=_("Nothing has changed."),
        paragraphs=(
            _("Hello,"),
            _("somebody tried to move another account on Waymark to this address. It belongs to "
              "your account, so nothing was changed."),
            _("If it was you: sign in with this address, or ask for a new password."),
        ),
        action=Action(_("Sign in"), f"{config.public_url}/account/sign-in"),
        small_print=(_("If it wasn’t you, there is nothing to do."),),
    )  # fmt: skip


_PATHS = {
    Purpose.CONFIRM: "confirm",
    Purpose.RESET: "reset",
    Purpose.SIGN_IN: "link",
    Purpose.CHANGE: "address",
    Purpose.CHANGED: "take-back",
}

MESSAGES: dict[str, Callable[[Task, Config, datetime], Message | None]] = {
    Purpose.CONFIRM: confirm_address,
    Purpose.RESET: password_reset,
    Purpose.SIGN_IN: sign_in_link,
    Purpose.CHANGE: address_change,
    Purpose.CHANGED: address_changed,
    address_actions.CLAIMED: address_claimed,
}


def _link(purpose: Purpose, task: Task, at: datetime) -> Link | None:
    """The link that a message carries, unless it was used or has run out meanwhile."""
    return token_queries.open_link(purpose, task.payload["token"], at=at)


def _address(link: Link, config: Config) -> str:
    token = link_secrets.token_for(link.purpose, link.public_id, key=config.secret_key)
    return f"{config.public_url}/account/{_PATHS[link.purpose]}/{token}"


def _works_for(link: Link) -> str:
    minutes = LIFETIMES[link.purpose].total_seconds() / 60
    return str(_("This link works for %(minutes)d minutes, once.", minutes=minutes))
