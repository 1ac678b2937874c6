"""The canonical statement of a certificate, the stub that outlives the name, and ledger hashes.

Format: canonical text (learning.canonical). The statement holds a random salt, so that its hash
can stay when the name is erased without anybody being able to guess the name from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from learning import canonical

FORMAT = 1
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Statement:
    """What a certificate says, in the words it says it in."""

    holder: str
    organization: str
    course: str
    course_version: int
    modules: tuple[str, ...]
    note: str
    language: str
    # Who signs, and as what. Stands in the text only if there is one, as it did before there was.
    signatory: str = ""
    signatory_title: str = ""

    def facts(self) -> dict[str, Any]:
        """All but the holder: what the stub may keep for good."""
        signed = {"signatory": self.signatory, "signatory_title": self.signatory_title}
        return {
            **(signed if self.signatory else {}),
            "organization": self.organization,
            "course": self.course,
            "course_version": self.course_version,
            "modules": list(self.modules),
            "note": self.note,
            "language": self.language,
        }


@dataclass(frozen=True)
class Shown:
    """A stored statement or stub, read back for showing. Without a holder once erased."""

    holder: str | None
    organization: str
    course: str
    course_version: int
    modules: tuple[str, ...]
    note: str
    language: str
    signatory: str = ""
    signatory_title: str = ""


def stub_text(statement: Statement, *, code: str, issue_number: int, issued_at: datetime,
              valid_until: datetime | None, evidence_sha256: str) -> str:  # fmt: skip
    """Everything but the name, as canonical text."""
    return canonical.text(
        {
            "format": FORMAT,
            "code": code,
            "issue_number": issue_number,
            "issued_at": instant(issued_at),
            "valid_until": instant(valid_until) if valid_until else None,
            "evidence_sha256": evidence_sha256,
            **statement.facts(),
        }
    )


def statement_text(stub: str, holder: str, salt: str) -> str:
    """The stub's facts with the holder and the salt, as canonical text."""
    return canonical.text({**canonical.parse(stub), "holder": holder, "salt": salt})


def read(statement: str | None, stub: str) -> Shown:
    """What to show: the statement, or the stub when the name is erased."""
    value = canonical.parse(statement or stub)
    return Shown(
        holder=value.get("holder"),
        organization=value["organization"],
        course=value["course"],
        course_version=value["course_version"],
        modules=tuple(value["modules"]),
        note=value["note"],
        language=value["language"],
        signatory=value.get("signatory", ""),
        signatory_title=value.get("signatory_title", ""),
    )


def fits(statement: str, stub: str) -> bool:
    """Whether a statement says just what its stub says, beyond holder and salt."""
    value: Mapping[str, Any] = canonical.parse(statement)
    facts = {name: fact for name, fact in value.items() if name not in ("holder", "salt")}
    return canonical.text(facts) == stub


def entry_sha256(
    *,
    organization: str,
    number: int,
    event: str,
    certificate: str,
    statement_sha256: str,
    stub_sha256: str,
    at: datetime,
    previous_sha256: str,
) -> str:
    """The hash of a ledger entry: over all its columns and the hash of the one before."""
    return canonical.sha256(
        canonical.text(
            {
                "organization": organization,
                "number": number,
                "event": event,
                "certificate": certificate,
                "statement_sha256": statement_sha256,
                "stub_sha256": stub_sha256,
                "at": instant(at),
                "previous_sha256": previous_sha256,
            }
        )
    )


def instant(at: datetime) -> str:
    """An instant as it is hashed: ISO 8601 in UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
