"""What a drafter suggests: a question, the sentences it uses up, and how much it is wanted."""

from dataclasses import dataclass

from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import QuestionKind


@dataclass(frozen=True)
class Candidate:
    """A question before the plan for the whole article decides about it.

    Candidates of one section are taken in the order of `rank`, the lowest first.
    """

    wording: Wording
    drafter: str
    rank: int

    @property
    def sentences(self) -> frozenset[str]:
        return frozenset(anchor.sentence for anchor in self.wording.anchors)

    @property
    def is_true_false(self) -> bool:
        return self.wording.kind == QuestionKind.TRUE_FALSE

    @property
    def says_true(self) -> bool:
        """Which side is right, of a true/false question."""
        (right,) = self.wording.key.correct
        return self.wording.body.text_of(right) == "True"
