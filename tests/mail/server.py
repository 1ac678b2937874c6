"""A real mail server for tests: it listens on this machine, keeps what it gets, and can refuse."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 Message accepted"


class MailServer:
    """What a mail server was given, in order. `say_to` answers each recipient, `say` each message;
    `on_message` is called with each message before its sender hears that it was taken."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.say_to: Callable[[str], str] = lambda _address: "250 OK"
        self.say: Callable[[], str] = lambda: TAKEN
        self.on_message: Callable[[EmailMessage], None] = lambda _message: None
        self.lock = threading.Lock()

    async def handle_RCPT(  # the name that aiosmtpd looks for
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = self.say_to(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self.say()
        if answer.startswith("250"):
            message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
            assert isinstance(message, EmailMessage)
            with self.lock:
                self.messages.append(message)
                self.recipients += envelope.rcpt_tos
            self.on_message(message)
        return answer

    @property
    def numbers(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def listening(
    server: MailServer, port: int, hostname: str = "127.0.0.1", **options: Any
) -> Iterator[None]:
    """The server behind this port; always stopped again."""
    controller = Controller(server, hostname=hostname, port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
