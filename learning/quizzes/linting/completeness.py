"""What a question lacks: all that keeps it from being approved."""

from collections.abc import Callable, Iterator, Sequence

from learning.quizzes.content import Wording
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import CHOICE_KINDS, Option
from learning.quizzes.linting.finding import Lint, error, quoted

MINIMUM_OPTIONS = 2
MAXIMUM_OPTIONS = 6


def missing(wording: Wording) -> Iterator[Lint]:
    """All that has to be mended before a person can approve the question."""
    body, key = wording.body, wording.key
    if not body.stem.strip():
        yield error("stem-missing", "The question has no stem.")
    if any(not image.alt.strip() for image in body.images):
        yield error("image-without-alt", "An image has no words for those who can’t see it.")
    yield from _of_options(wording)
    for code in KINDS[wording.kind].problems(body, key):
        yield error(code, _OF_KINDS[code](wording))
    if not key.explanation.strip():
        yield error("explanation-missing", "No explanation says why the key is right.")
    silent = [o for o in _wrong(wording) if not key.feedback.get(o.id, "").strip()]
    if wording.kind in CHOICE_KINDS and silent:
        told = ", ".join(quoted(option.words) for option in silent)
        yield error("feedback-missing", f"No feedback for whoever chooses {told}.")
    if not wording.anchors:
        yield error("anchor-missing", "The question names no sentence of the article.")


def has_no_key(wording: Wording) -> bool:
    """Whether nothing at all is right, in whatever way the kind says what is."""
    if wording.kind in CHOICE_KINDS:
        return not any(option.id in wording.key.correct for option in wording.body.options)
    return not any(text.strip() for accepted in wording.key.right for text in accepted)


def _wrong(wording: Wording) -> list[Option]:
    return [option for option in wording.body.options if option.id not in wording.key.correct]


def _of_options(wording: Wording) -> Iterator[Lint]:
    options = wording.body.options
    blank = [n for n, o in enumerate(options, 1) if not o.text.strip() and o.image is None]
    if blank:
        told = ", ".join(map(str, blank))
        yield error("option-empty", f"Option {told} of {len(options)} is empty.")
    least = MINIMUM_OPTIONS if wording.kind in CHOICE_KINDS else 0
    if not least <= len(options) <= MAXIMUM_OPTIONS:
        allowed = f"from {least} to {MAXIMUM_OPTIONS}" if least else f"at most {MAXIMUM_OPTIONS}"
        yield error("options-number", f"There are {len(options)} options; {allowed} are allowed.")
    again = repeated(options)
    if again:
        told = ", ".join(quoted(option.words) for option in again)
        yield error("duplicate-option", f"There is more than one option {told}.")


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


def _two_keys(wording: Wording) -> str:
    right = [quoted(o.words) for o in wording.body.options if o.id in wording.key.correct]
    return f"{len(right)} options are marked right, and only one can be: {', '.join(right)}."


def _said(sentence: str) -> Callable[[Wording], str]:
    return lambda wording: sentence


# Every code that a question kind reports, in words; a test finds those without.
_OF_KINDS: dict[str, Callable[[Wording], str]] = {
    "no-key": _said("No option is marked right."),
    "two-keys": _two_keys,
    "options-not-true-false": _said("The options have to be “True” and “False”, each once."),
    "gap-missing": _said("The stem has no gap; write ___ where one belongs."),
    "gap-without-answer": lambda wording: (
        f"The stem has {wording.body.gaps} gaps, and"
        f" {sum(any(filter(None, each)) for each in wording.key.right)} have an answer."
    ),
    "no-accepted-text": _said("No text is accepted as right."),
    "pairs-number": _said("At least two pairs that differ are needed."),
    "match-empty": _said("A text has nothing to match it with."),
    "items-number": lambda wording: (
        f"There are {len(wording.body.options)} items to order; at least 3 are needed."
    ),
    "value-not-number": _said("The right value is no number."),
    "tolerance-not-number": _said("The tolerance is no number of 0 or more."),
}
