"""What is wrong with a question, or with a quiz; and what keeps a question from being approved."""

from collections.abc import Sequence

from learning.articles.outline import Outline
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.kinds.contract import AnswerKey, Body, QuestionKind
from learning.quizzes.linting import completeness
from learning.quizzes.linting.completeness import MAXIMUM_OPTIONS, MINIMUM_OPTIONS, repeated
from learning.quizzes.linting.finding import Lint, Severity

__all__ = [  # what others use, whichever file it is in
    "MAXIMUM_OPTIONS", "MINIMUM_OPTIONS", "Lint", "Severity",
    "lints", "problems", "quiz_lints", "repeated",
]  # fmt: skip


def problems(
    kind: QuestionKind, body: Body, key: AnswerKey, anchors: Sequence[AnchorSpan]
) -> list[str]:
    """Codes of all that has to be mended before a person can approve the question."""
    wording = Wording(kind, body, key, tuple(anchors))
    return [lint.code for lint in completeness.missing(wording)]


def lints(wording: Wording, article: Outline | None) -> tuple[Lint, ...]:
    """All flaws of one question, the worst first; without an article none that only it can show.

    Each of `problems` is among them, as an error with the same code.
    """
    return tuple(completeness.missing(wording))


def quiz_lints(wordings: Sequence[Wording]) -> tuple[Lint, ...]:
    """Flaws of a quiz that no question of it shows alone, the worst first."""
    return ()
