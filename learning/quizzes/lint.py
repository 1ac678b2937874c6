"""What is wrong with a question: what keeps it from being approved."""

from collections.abc import Sequence

from learning.quizzes.content import AnchorSpan
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import CHOICE_KINDS, AnswerKey, Body, Option, QuestionKind

MINIMUM_OPTIONS = 2
MAXIMUM_OPTIONS = 6


def problems(
    kind: QuestionKind, body: Body, key: AnswerKey, anchors: Sequence[AnchorSpan]
) -> list[str]:
    """Codes of all that has to be mended before a person can approve the question."""
    found = []
    if not body.stem.strip():
        found.append("stem-missing")
    if any(not image.alt.strip() for image in body.images):
        found.append("image-without-alt")
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
    if any(not option.text.strip() and option.image is None for option in body.options):
        found.append("option-empty")
    least = MINIMUM_OPTIONS if kind in CHOICE_KINDS else 0
    if not least <= len(body.options) <= MAXIMUM_OPTIONS:
        found.append("options-number")
    if repeated(body.options):
        found.append("duplicate-option")
    return found


def repeated(options: Sequence[Option]) -> list[Option]:
    """Those that say what one before them says: to whoever sees their images, or hears of them."""
    found = []
    for place, option in enumerate(options):
        if any(_says_the_same(option, earlier) for earlier in options[:place]):
            found.append(option)
    return found


def _says_the_same(one: Option, other: Option) -> bool:
    texts = one.text.strip().casefold(), other.text.strip().casefold()
    if texts[0] != texts[1]:
        return False
    if one.image is None or other.image is None:
        return one.image is other.image and texts[0] != ""
    alts = one.image.alt.strip().casefold(), other.image.alt.strip().casefold()
    return one.image.sha256 == other.image.sha256 or alts[0] == alts[1] != ""
