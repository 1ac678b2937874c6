"""A message as a value: what it says to whom, before it has any format."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """The one thing a message asks for: the words of its button and the address behind it."""

    words: str
    address: str


@dataclass(frozen=True)
class Message:
    """What is sent. Every text is plain, in the recipient's language."""

    to: str
    subject: str
    # What mail programs show beside the subject.
    preheader: str
    paragraphs: tuple[str, ...]
    # What the organization says above all of it; delivery fills it in.
    greeting: str | None = None
    action: Action | None = None
    # Why they get this, and what to do if it wasn't them.
    small_print: tuple[str, ...] = ()
    # In whose name it is sent and where answers go; the installation's own if None.
    sender_name: str | None = None
    reply_to: str | None = None
    # Where one click ends messages of this kind; None where the message is mandatory.
    unsubscribe: str | None = None
    # Whether they have just asked for it: it goes out also to an address that messages come back
    # from, which they may be about to confirm anew.
    is_asked_for: bool = False
