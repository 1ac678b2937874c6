"""The canonical transcript of a closed attempt: what was asked, shown, given and earned."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from learning import canonical


@dataclass(frozen=True)
class TranscriptLine:
    """One place of an attempt. Versions by public id, so it can be read years later."""

    position: int
    question_version: str
    shown: list[str]
    given: list[str] | None
    earned: int
    possible: int


def transcript(
    attempt: str, quiz_version: str, needed: int, lines: Sequence[TranscriptLine]
) -> str:
    """Canonical text of an attempt; its hash is what the completion rests on."""
    return canonical.text(
        {
            "attempt": attempt,
            "quiz_version": quiz_version,
            "needed": needed,
            "answers": [asdict(line) for line in lines],
        }
    )
