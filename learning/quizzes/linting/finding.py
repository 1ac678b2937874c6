"""What a lint is: a flaw by its code, how bad it is, and one sentence about it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a flaw is.

    An error makes the question wrong, unanswerable or unfounded. A warning gives the key away,
    misleads or confuses, as a rule. An info is worth a look, and often nothing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Lint:
    """One flaw; the message is a sentence that names the words concerned."""

    code: str
    severity: Severity
    message: str


def error(code: str, message: str) -> Lint:
    return Lint(code, Severity.ERROR, message)


def warning(code: str, message: str) -> Lint:
    return Lint(code, Severity.WARNING, message)


def info(code: str, message: str) -> Lint:
    return Lint(code, Severity.INFO, message)


def quoted(text: str, longest: int = 60) -> str:
    """Some words of the question in quotation marks, shortened where they are many."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= longest else plain[: longest - 1].rstrip() + '…'}”"
