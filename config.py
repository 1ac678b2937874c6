"""Every setting: name, default, one line about it. The only place that reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class ConfigurationError(Exception):
    """A setting is missing or unusable; the message is one sentence for the operator."""


@dataclass(frozen=True)
class MailServer:
    """Where messages are handed in, and the address they come from."""

    host: str
    port: int
    # From the first byte on; otherwise as soon as the server offers it.
    is_encrypted: bool
    user: str | None
    password: str | None = field(repr=False)
    sender: str | None

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read a MAIL_URL. Raises ConfigurationError, which never repeats the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ConfigurationError("MAIL_URL has a host or a port that can't be read.") from None
        if parts.scheme not in ("smtp", "smtps"):
            raise ConfigurationError(
                "MAIL_URL must begin with smtp:// or smtps://, "
                "for example smtp://user:password@mail.example.org:587."
            )
        if not parts.hostname:
            raise ConfigurationError("MAIL_URL names no host, as in smtp://mail.example.org:587.")
        if (parts.username is None) != (parts.password is None):
            raise ConfigurationError("MAIL_URL needs both a user and a password, or neither.")
        return cls(
            host=parts.hostname,
            port=port or (465 if parts.scheme == "smtps" else 587),
            is_encrypted=parts.scheme == "smtps",
            user=unquote(parts.username) if parts.username is not None else None,
            password=unquote(parts.password) if parts.password is not None else None,
            sender=_sender(parts),
        )


def _sender(parts: SplitResult) -> str | None:
    """The address in ?from=, the only thing that may stand behind the host."""
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if parts.path.strip("/") or parts.fragment or any(name != "from" for name, _value in asked):
        raise ConfigurationError(
            "MAIL_URL can have ?from=name@example.org behind its host, and nothing else; signs "
            "like / ? # @ in a user or password are written as %2F %3F %23 %40."
        )
    if not asked:
        return None
    address = asked[-1][1]
    is_one = address.count("@") == 1 and address.isascii() and address.isprintable()
    if not is_one or set(address) & set(' ,;:<>"()[]\\') or "" in address.split("@"):
        raise ConfigurationError("MAIL_URL's ?from= must be one address like learn@example.org.")
    return address


@dataclass(frozen=True)
class Config:
    """The settings of one installation. Make it with `Config.from_environment`."""

    # LEARNING_DATA: database, generated keys, written mail
    data_folder: Path
    # DATABASE_URL: default SQLite in LEARNING_DATA
    database_url: str
    # SECRET_KEY: signs cookies; generated into LEARNING_DATA on first run
    secret_key: str = field(repr=False)
    # REDIS_URL: rate limits shared by several machines; default none (in memory)
    redis_url: str | None = None
    # BASE_URL: the address people reach us at; printed into certificates
    base_url: str | None = None
    # HOST, PORT: where `serve` listens
    host: str = "127.0.0.1"
    port: int = 8000
    # MAIL_URL: smtp://user:password@host:port or smtps://…, ?from=name@host; default: messages are
    # written to LEARNING_DATA/mail
    mail_url: str | None = field(default=None, repr=False)
    # MAX_UPLOAD: largest article or image, in bytes
    max_upload: int = 5_000_000
    # CERTIFICATE_FONTS: a folder of further fonts for the PDF
    certificate_fonts: Path | None = None
    # DEMO_PASSWORD: the demo people's password; otherwise generated, printed and kept
    demo_password: str | None = field(default=None, repr=False)
    # LEARNING_GALLERY: 1 shows /gallery, every component in every state (development only)
    gallery: bool = False
    # LEARNING_PROXIES: how many trusted proxies set X-Forwarded-*; 0 believes none of them
    proxies: int = 0

    @property
    def is_postgresql(self) -> bool:
        return self.database_url.startswith("postgresql")

    @property
    def public_url(self) -> str:
        """The address to print; without BASE_URL it only works on this computer."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed in; None: messages are written as files."""
        return MailServer.from_url(self.mail_url) if self.mail_url else None

    @property
    def mail_sender(self) -> str:
        """The address that messages come from."""
        server = self.mail_server
        host = urlsplit(self.public_url).hostname or ""
        # An address of a network is no name that an e-mail address can have.
        is_name = "." in host and not host.replace(".", "").isdecimal() and ":" not in host
        return (server.sender if server else None) or f"learn@{host if is_name else 'localhost'}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings. Raises ConfigurationError with one clear sentence."""
        folder = Path(environment.get("LEARNING_DATA", "instance")).absolute()
        url = environment.get("DATABASE_URL") or f"sqlite:///{folder / 'waymark.db'}"
        if url.startswith("postgres://"):
            url = "postgresql://" + url.removeprefix("postgres://")
        many_machines = url.startswith("postgresql")
        base_url = environment.get("BASE_URL", "").rstrip("/") or None
        for name in ("SECRET_KEY", "BASE_URL"):
            if many_machines and not environment.get(name):
                raise ConfigurationError(
                    f"{name} must be set when DATABASE_URL is PostgreSQL, "
                    "since several machines have to agree on it."
                )
        fonts = environment.get("CERTIFICATE_FONTS")
        mail_url = environment.get("MAIL_URL") or None
        if mail_url:
            MailServer.from_url(mail_url)  # said now, not when the first message has to go
        return cls(
            data_folder=folder,
            database_url=url,
            secret_key=environment.get("SECRET_KEY") or _generated_key(folder),
            redis_url=environment.get("REDIS_URL") or None,
            base_url=base_url,
            mail_url=mail_url,
            host=environment.get("HOST", "127.0.0.1"),
            port=_number(environment, "PORT", 8000),
            max_upload=_number(environment, "MAX_UPLOAD", 5_000_000),
            certificate_fonts=Path(fonts) if fonts else None,
            demo_password=environment.get("DEMO_PASSWORD") or None,
            gallery=environment.get("LEARNING_GALLERY") == "1",
            proxies=_number(environment, "LEARNING_PROXIES", 0),
        )


def private_file(path: Path, make: str) -> str:
    """The text of `path`; written with `make` and mode 0600 if it isn't there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(make)
    return make


def _generated_key(folder: Path) -> str:
    return private_file(folder / "secret-key", secrets.token_hex(32))


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isdecimal():
        raise ConfigurationError(f"{name} must be a whole number, not {text!r}.")
    return int(text)
