"""What is wrong with a question: what keeps it from being approved."""

from collections import Counter
from collections.abc import Sequence

from learning.quizzes.content import AnchorSpan
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import AnswerKey, Body, QuestionKind

MINIMUM_OPTIONS = 2
MAXIMUM_OPTIONS = 6


def problems(
    kind: QuestionKind, body: Body, key: AnswerKey, anchors: Sequence[AnchorSpan]
) -> list[str]:
    """Codes of all that has to be mended before a person can approve the question."""
    found = []
    if not body.stem.strip():
        found.append("stem-missing")
    if any(not option.text.strip() for option in body.options):
        found.append("option-empty")
    if not MINIMUM_OPTIONS <= len(body.options) <= MAXIMUM_OPTIONS:
        found.append("options-number")
    texts = Counter(option.text.strip().casefold() for option in body.options)
    if any(count > 1 for text, count in texts.items() if text):
        found.append("duplicate-option")
    found.extend(KINDS[kind].problems(body, key))
    if not key.explanation.strip():
        found.append("explanation-missing")
    wrong = [option for option in body.options if option.id not in key.correct]
    if any(not key.feedback.get(option.id, "").strip() for option in wrong):
        found.append("feedback-missing")
    if not anchors:
        found.append("anchor-missing")
    return found
