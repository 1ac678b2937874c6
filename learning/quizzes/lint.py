"""What is wrong with a question: what keeps it from being approved."""

from collections import Counter
from collections.abc import Sequence

from learning.quizzes.content import AnchorSpan
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import CHOICE_KINDS, AnswerKey, Body, QuestionKind

MINIMUM_OPTIONS = 2
MAXIMUM_OPTIONS = 6


def problems(
    kind: QuestionKind, body: Body, key: AnswerKey, anchors: Sequence[AnchorSpan]
) -> list[str]:
    """Codes of all that has to be mended before a person can approve the question."""
    found = []
    if not body.stem.strip():
        found.append("stem-missing")
    found.extend(_of_options(kind, body))
    found.extend(KINDS[kind].problems(body, key))
    if not key.explanation.strip():
        found.append("explanation-missing")
    wrong = [option for option in body.options if option.id not in key.correct]
    if kind in CHOICE_KINDS and any(not key.feedback.get(o.id, "").strip() for o in wrong):
        found.append("feedback-missing")
    if not anchors:
        found.append("anchor-missing")
    return found


def _of_options(kind: QuestionKind, body: Body) -> list[str]:
    found = []
    if any(not option.text.strip() for option in body.options):
        found.append("option-empty")
    least = MINIMUM_OPTIONS if kind in CHOICE_KINDS else 0
    if not least <= len(body.options) <= MAXIMUM_OPTIONS:
        found.append("options-number")
    texts = Counter(option.text.strip().casefold() for option in body.options)
    if any(count > 1 for text, count in texts.items() if text):
        found.append("duplicate-option")
    return found
