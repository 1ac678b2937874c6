"""What is wrong with a question, or with a quiz; and what keeps a question from being approved."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from learning.articles.outline import Outline
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.kinds.contract import AnswerKey, Body, QuestionKind
from learning.quizzes.linting import (
    anchoring,
    choices,
    completeness,
    dangling,
    grammar,
    hedging,
    layout,
    polarity,
    quizwide,
    rivals,
    sameness,
    stems,
    support,
)
from learning.quizzes.linting.completeness import MAXIMUM_OPTIONS, MINIMUM_OPTIONS, repeated
from learning.quizzes.linting.finding import Lint, Severity, error
from learning.quizzes.linting.sources import source_of
from learning.quizzes.linting.subject import Subject

__all__ = [  # what others use, whichever file it is in
    "MAXIMUM_OPTIONS", "MINIMUM_OPTIONS", "Lint", "Severity",
    "lints", "problems", "quiz_lints", "repeated",
]  # fmt: skip

_FAMILIES: tuple[Callable[[Subject], Iterator[Lint]], ...] = (
    anchoring.lints, polarity.lints, support.lints, rivals.lints, sameness.lints, hedging.lints,
    stems.lints, dangling.lints, choices.lints, grammar.lints, layout.lints,
)  # fmt: skip
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


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
    found = list(completeness.missing(wording))
    if completeness.has_no_key(wording) and all(lint.code != "no-key" for lint in found):
        found.append(error("no-key", "Nothing is given as the right answer."))
    subject = Subject(wording, source_of(article) if article is not None else None)
    for family in _FAMILIES:
        found.extend(family(subject))
    return _sorted(found)


def quiz_lints(wordings: Sequence[Wording]) -> tuple[Lint, ...]:
    """Flaws of a quiz that no question of it shows alone, the worst first."""
    return _sorted(quizwide.lints([Subject(wording, None) for wording in wordings]))


def _sorted(found: Iterable[Lint]) -> tuple[Lint, ...]:
    """Each once, the worst first, otherwise in the order found."""
    return tuple(sorted(dict.fromkeys(found), key=lambda lint: _WORST_FIRST.index(lint.severity)))
