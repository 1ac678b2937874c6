"""Mail servers with encryption and passwords: used where offered, never a password in the clear."""

import socket
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from config import Config
from learning.mail import outside
from learning.outbox import Failed
from tests.databases import config_for
from tests.mail.server import MailServer, free_port, listening

TLS = Path(__file__).parents[1] / "articles" / "tls"
PASSWORD = "p/w"


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate of a.example, which it finds on itself."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "certificate.pem"))
    resolve = socket.getaddrinfo

    def found(host: str, *how: Any, **options: Any) -> Any:
        return resolve("127.0.0.1" if host == "a.example" else host, *how, **options)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.fixture
def port() -> int:
    return free_port()


def config(folder: Path, url: str) -> Config:
    return config_for(folder, "sqlite://", mail_url=url)


def hello() -> EmailMessage:
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = "a@example.org", "b@example.org", "Hello"
    email.set_content("Hello")
    return email


def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    is_right = (data.login, data.password) == (b"us@er", PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


def send(folder: Path, url: str) -> None:
    outside.send(hello(), "b@example.org", name="1", config=config(folder, url))


def test_encryption_is_used_as_soon_as_it_is_offered(
    tmp_path: Path, port: int, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer()
    options = {"tls_context": server_tls(), "require_starttls": True, "authenticator": check}
    with listening(server, port, auth_require_tls=True, **options):
        send(tmp_path, f"smtp://us%40er:p%2Fw@a.example:{port}")
        assert len(server.messages) == 1
        with pytest.raises(Failed, match="mail-server-sign-in-refused"):
            send(tmp_path, f"smtp://us%40er:wrong@a.example:{port}")
        with pytest.raises(Failed, match="mail-server-certificate"):  # it names another host
            send(tmp_path, f"smtp://us%40er:p%2Fw@localhost:{port}")
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(Failed, match="mail-server-certificate"):  # nobody vouches for it
            send(tmp_path, f"smtp://us%40er:p%2Fw@a.example:{port}")
    assert len(server.messages) == 1


def test_a_server_may_be_encrypted_from_the_first_byte(
    tmp_path: Path, port: int, trusted: None
) -> None:
    server = MailServer()
    with listening(server, port, ssl_context=server_tls()):
        send(tmp_path, f"smtps://a.example:{port}")
    assert len(server.messages) == 1


def test_a_password_is_not_sent_in_the_clear_to_another_machine(tmp_path: Path, port: int) -> None:
    server = MailServer()
    options = {"authenticator": check, "auth_require_tls": False}
    with (
        listening(server, port, hostname="127.0.0.2", **options),
        pytest.raises(Failed, match="mail-server-not-encrypted"),
    ):
        send(tmp_path, f"smtp://us%40er:p%2Fw@127.0.0.2:{port}")
    with listening(server, port, **options):
        send(tmp_path, f"smtp://us%40er:p%2Fw@127.0.0.1:{port}")
    assert len(server.messages) == 1


def test_failures_hold_no_address(tmp_path: Path, port: int) -> None:
    server = MailServer()
    server.say_to = lambda address: f"451 Not now, {address}"
    with listening(server, port), pytest.raises(Failed) as caught:
        send(tmp_path, f"smtp://127.0.0.1:{port}")
    assert str(caught.value) == "mail-server-said-451"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
