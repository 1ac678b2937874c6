"""Every setting: name, default, one line about it. The only place that reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class ConfigurationError(Exception):
    """A setting is missing or unusable; the message is one sentence for the operator."""


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
        return cls(
            data_folder=folder,
            database_url=url,
            secret_key=environment.get("SECRET_KEY") or _generated_key(folder),
            redis_url=environment.get("REDIS_URL") or None,
            base_url=base_url,
            mail_url=environment.get("MAIL_URL") or None,
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
