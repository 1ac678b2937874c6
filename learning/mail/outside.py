"""Handing a message in: to a mail server by SMTP, or as a file where there is none."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from config import Config, MailServer
from learning.outbox import Failed

# Seconds for each step until the server knows us, and for each of its answers to the message. Who
# scans messages before taking them needs longer; only a server that is slow at every step needs
# more than a worker's lease on the task, and gets the message twice.
TIMEOUT, TIMEOUT_OF_ANSWERS = 10, 30
_LOCAL = ("localhost", "127.0.0.1", "::1")
# RFC 3463: 5.1.x and 5.2.x are about the address, 5.7.x is about who may send.
_POLICY = re.compile(rb"5\.7\.\d")


class RecipientRefused(Exception):
    """The mail server says that nothing can be delivered to this address, now or later."""


class MessageRefused(Exception):
    """The mail server won't have this message, now or later, whoever it is for."""


def send(email: EmailMessage, to: str, *, name: str, config: Config) -> None:
    """Hand a message in; once this returns, somebody else answers for it.

    `name` is the file's where there is no mail server; written again it is the same file.
    Raises RecipientRefused, MessageRefused, or Failed with a code that holds no address.
    """
    server = config.mail_server
    if server is None:
        write(email, config.data_folder / "mail" / f"{name}.eml")
        return
    try:
        _hand_in(email, to, server, config.mail_sender)
    except ssl.SSLError:
        raise Failed("mail-server-certificate") from None
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        if 550 <= code <= 559 and not _POLICY.search(words):
            raise RecipientRefused from None
        raise Failed(f"mail-server-said-{code}") from None
    except smtplib.SMTPDataError as error:
        if 550 <= error.smtp_code <= 559 and not _POLICY.search(_bytes(error.smtp_error)):
            raise MessageRefused from None
        raise Failed(f"mail-server-said-{error.smtp_code}") from None
    except smtplib.SMTPNotSupportedError:
        raise MessageRefused from None
    except smtplib.SMTPResponseException as error:
        raise Failed(f"mail-server-said-{error.smtp_code}") from None
    except (OSError, smtplib.SMTPException):
        raise Failed("mail-server-away") from None


def write(email: EmailMessage, path: Path) -> None:
    """Write a message to a file that is there completely or not at all, for its owner's eyes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with open(unfinished, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(email.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _hand_in(email: EmailMessage, to: str, server: MailServer, sender: str) -> None:
    smtp = _connected(server, sender.partition("@")[2])
    try:
        _prepare(smtp, server)
        if smtp.sock is not None:
            smtp.sock.settimeout(TIMEOUT_OF_ANSWERS)
        smtp.send_message(email, from_addr=sender, to_addrs=[to])
        with suppress(OSError, smtplib.SMTPException):  # it has the message already
            smtp.quit()
    finally:
        smtp.close()


def _connected(server: MailServer, own_host: str) -> smtplib.SMTP:
    if server.is_encrypted:
        return smtplib.SMTP_SSL(
            server.host, server.port, own_host, timeout=TIMEOUT, context=_trust()
        )
    return smtplib.SMTP(server.host, server.port, own_host, timeout=TIMEOUT)


def _prepare(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Turn to encryption where it is offered, and sign in where that is asked for."""
    smtp.ehlo_or_helo_if_needed()
    if not server.is_encrypted and smtp.has_extn("starttls"):
        smtp.starttls(context=_trust())
        smtp.ehlo()
    elif not server.is_encrypted and server.password is not None and server.host not in _LOCAL:
        raise Failed("mail-server-not-encrypted")  # a password isn't sent in the clear
    if server.user is not None and server.password is not None:
        try:
            smtp.login(server.user, server.password)
        except smtplib.SMTPException:
            raise Failed("mail-server-sign-in-refused") from None


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
