"""What drafting hands over: proposed questions, and the sections where none was safe."""

from dataclasses import dataclass

from learning.quizzes.content import Wording


@dataclass(frozen=True)
class Proposal:
    """A question for the section at this position, and which drafter made it."""

    section: int
    wording: Wording
    drafter: str


@dataclass(frozen=True)
class Abstention:
    """A teaching section without a safe draft: why, and the ids of its key sentences."""

    section: int
    reason: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Proposals:
    """Everything that was proposed for an article, in the article's order."""

    drafts: tuple[Proposal, ...]
    abstained: tuple[Abstention, ...]
