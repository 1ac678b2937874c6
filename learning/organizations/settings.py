"""What an organization may set for itself: the defaults, how they are kept, what is allowed."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from learning.accounts import passwords
from learning.errors import RuleBroken

LONGEST_PASSWORD_DEMANDED = 64
LONGEST_SIGN_IN = 14  # days; no installation keeps anybody signed in for longer
LONGEST_NAME = 200
LONGEST_GREETING = 500
MOST_DOMAINS = 20
_DOMAIN = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@dataclass(frozen=True)
class OrganizationSettings:
    """The settings of one organization. What isn't kept is as it is here."""

    # Whether members set their own time factor.
    own_time_factor: bool = False
    # The sha256 of the stored file.
    logo: str | None = None
    logo_type: str | None = None
    # Of the addresses of guests and of who joins by a shared link; none: all are welcome.
    allowed_domains: tuple[str, ...] = ()
    shortest_password: int = passwords.MINIMUM_LENGTH
    # Days until a member has to sign in again.
    longest_sign_in: int = LONGEST_SIGN_IN
    mail_sender_name: str = ""
    mail_reply_to: str = ""
    mail_greeting: str = ""
    # Who signs certificates, and as what.
    signatory_name: str = ""
    signatory_title: str = ""
    # In which its own days begin.
    zone: str = "UTC"
    # After so many months those who left are erased; none: they are kept.
    retention: int | None = None
    # Tasks of the set-up list that somebody has looked at and left as they are.
    settled_tasks: tuple[str, ...] = ()
    setup_is_dismissed: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "OrganizationSettings":
        """As they are kept; what is kept by others stays out."""
        known = {field.name for field in fields(cls)} & stored.keys()
        given = {name: stored[name] for name in known}
        for name in ("allowed_domains", "settled_tasks"):
            if name in given:
                given[name] = tuple(given[name])
        return cls(**given)

    def as_json(self) -> dict[str, Any]:
        """What differs from the defaults."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != getattr(DEFAULTS, name)
        }

    @classmethod
    def changed(cls, stored: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        """What is to be kept after these changes; what is kept by others stays as it is."""
        own = {field.name for field in fields(cls)}
        others = {name: value for name, value in stored.items() if name not in own}
        return {**others, **replace(cls.from_json(stored), **changes).as_json()}

    @property
    def sign_in_lifetime(self) -> timedelta:
        return timedelta(days=self.longest_sign_in)

    def welcomes(self, address: str) -> bool:
        """Whether somebody with this address may come in by themselves."""
        domain = address.rpartition("@")[2].casefold()
        return not self.allowed_domains or domain in self.allowed_domains


DEFAULTS = OrganizationSettings()


def domains_in(typed: str) -> tuple[str, ...]:
    """The domains in what was typed, by commas, white space or lines; each once.

    Raises RuleBroken domain-invalid or too-many-domains.
    """
    found = []
    for word in re.split(r"[\s,;]+", typed.strip()):
        domain = word.casefold().lstrip("@")
        if word and not _DOMAIN.fullmatch(domain):
            raise RuleBroken("domain-invalid", domain=word[:80])
        if domain:
            found.append(domain)
    if len(found) > MOST_DOMAINS:
        raise RuleBroken("too-many-domains", most=MOST_DOMAINS)
    return tuple(dict.fromkeys(found))
