"""A message as an e-mail: plain text and simple HTML that say the same, and its headers."""

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from learning.mail.message import Message

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
PRODUCT = "Waymark"
UNSUBSCRIBE = "Stop messages like this one:"
# Line breaks and all else that ends a header or can't be seen.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST_HEADER = 300


def email_of(message: Message, *, sender: str, number: str, at: datetime) -> EmailMessage:
    """The e-mail for a message. `number` names it among all of this installation, for good.

    Raises ValueError where `to` or `sender` is no address.
    """
    email = EmailMessage(policy=SMTP)
    from_address = address_of(sender, message.sender_name or PRODUCT)
    to_address = address_of(message.to)
    reply_to = _address_or_none(message.reply_to)
    email["From"] = from_address
    email["To"] = to_address
    if reply_to is not None:
        email["Reply-To"] = reply_to
    email["Subject"] = on_one_line(message.subject)
    email["Date"] = format_datetime(at)
    email["Message-ID"] = f"<{number}@{from_address.domain}>"
    # What answers by itself, such as a note of absence, doesn't answer this (RFC 3834).
    email["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        email["List-Unsubscribe"] = f"<{on_one_line(message.unsubscribe)}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(text_of(message), cte="quoted-printable")
    email.add_alternative(html_of(message), subtype="html", cte="quoted-printable")
    return email


def text_of(message: Message) -> str:
    """The message as plain text."""
    return _filled("message.txt", message).strip("\n") + "\n"


def html_of(message: Message) -> str:
    """The message as a page that loads nothing."""
    return _filled("message.html", message).strip("\n") + "\n"


def address_of(address: str, name: str = "") -> Address:
    """An address for a header. Raises ValueError for what isn't exactly one."""
    if _UNSEEN.search(address):
        raise ValueError("an address stands on one line")
    try:
        found = Address(display_name=on_one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise ValueError("no address") from error
    if not found.username or not found.domain:
        raise ValueError("an address has a name and a host")
    return found


def on_one_line(text: str) -> str:
    """A text for a header: whoever wrote it can't begin another header with it."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:_LONGEST_HEADER]


def _address_or_none(address: str | None) -> Address | None:
    try:
        return address_of(address) if address else None
    except ValueError:  # answers go to the sender then, as without one
        return None


def _filled(template: str, message: Message) -> str:
    found = _templates().get_template(template)
    return found.render(message=message, unsubscribe_words=UNSUBSCRIBE)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: bool(name) and str(name).endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
