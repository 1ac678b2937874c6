"""Which messages somebody can do without, and the link that ends them with one click."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from config import Config
from learning import link_secrets


class Choice(StrEnum):
    """Messages that a person may not want. All others are part of what they are asked to do."""

    CERTIFICATES = "certificates"
    DIGESTS = "digests"


def is_wanted(choice: Choice, choices: Mapping[str, Any]) -> bool:
    """Whether a person with these mail_choices gets such messages: as long as they don't say no."""
    return bool(choices.get(choice, True))


def unsubscribe_address(choice: Choice, person: str, config: Config) -> str:
    """Where one click ends these messages for the person with this public id, signed in or not."""
    token = link_secrets.token_for(_purpose(choice), person, key=config.secret_key)
    return f"{config.public_url}/account/messages/stop/{choice}/{token}"


def person_in(choice: Choice, token: str, *, key: str) -> str | None:
    """The public id of the person whose link this is; None if it isn't one of ours."""
    return link_secrets.public_id_in(_purpose(choice), token, key=key)


def _purpose(choice: Choice) -> str:
    return f"stop-{choice}"
