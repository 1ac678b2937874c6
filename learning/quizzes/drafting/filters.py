"""Hard rejects: what is wrong with a draft for certain is never shown."""

import re
from collections.abc import Callable

from learning.articles.outline import Outline
from learning.quizzes.content import Wording
from learning.quizzes.drafting.words import stems
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.lint import Severity, lints

LONGEST_RATIO = 1.4
# "Do not" becomes "you must not" here, which the linter takes for a new "must".
_FALSE_ALARMS = frozenset(("hedge-dropped",))
# That the article has the wrong options too is the point of telling two opposite lists apart.
_OF_LISTS = frozenset(("distractor-supported",))
# Options of more words are statements; that they take up the title of their section tells nothing.
WHOLE_STATEMENT = 3
_NAMED_SECTION = re.compile(r"the section “[^”]*”")
_MARKUP = re.compile(r"\*\*|__(?!_)|\[\d*\]|\]\(|https?:|[<>{}|\\`]|\[edit\]")
_ALL = re.compile(r"\b(?:all|none|both|neither) of (?:the above|these|them)\b", re.IGNORECASE)


def is_safe(wording: Wording, outline: Outline) -> bool:
    """Whether nothing forbids to show a draft to a reviewer."""
    if any(reject(wording) for reject in _REJECTS):
        return False
    is_multiple = wording.kind is QuestionKind.MULTIPLE
    alarms = _FALSE_ALARMS | (_OF_LISTS if is_multiple else frozenset())
    return all(
        lint.severity is Severity.INFO
        or (lint.code in alarms and lint.severity is Severity.WARNING)
        for lint in lints(wording, outline)
    )


def _has_markup(wording: Wording) -> bool:
    body = wording.body
    texts = (body.stem.replace("___", ""), *(o.text for o in (*body.options, *body.matches)))
    return any(_MARKUP.search(text) for text in texts)


def _takes_all(wording: Wording) -> bool:
    return any(_ALL.search(option.text) for option in wording.body.options)


def _repeats(wording: Wording) -> bool:
    """Two options of which one contains the other, word by word."""
    texts = [f" {option.text.casefold().rstrip('.')} " for option in wording.body.options]
    return wording.kind is not QuestionKind.TRUE_FALSE and any(
        one in other for one in texts for other in texts if one is not other
    )


def _is_longest(wording: Wording) -> bool:
    """The right option longer than any other by so much that it shows."""
    if wording.kind is not QuestionKind.SINGLE:
        return False
    right = [len(o.text) for o in wording.body.options if o.id in wording.key.correct]
    wrong = [len(o.text) for o in wording.body.options if o.id not in wording.key.correct]
    return max(right) > LONGEST_RATIO * max(wrong) and max(right) - max(wrong) > 8


def _echoes(wording: Wording) -> bool:
    """A word of the answer in the question, where the wrong options have none."""
    stem_words = stems(wording.body.stem)
    if all(len(option.text.split()) > WHOLE_STATEMENT for option in wording.body.options):
        stem_words = stems(_NAMED_SECTION.sub("", wording.body.stem))
    match wording.kind:
        case QuestionKind.SINGLE:
            shared = {
                option.id: bool(stems(option.text) & stem_words) for option in wording.body.options
            }
            return any(shared[id] for id in wording.key.correct) and not all(shared.values())
        case QuestionKind.SHORT_TEXT:
            return all(stems(text) <= stem_words for text in wording.key.right[0])
    return False


_REJECTS: tuple[Callable[[Wording], bool], ...] = (
    _has_markup,
    _takes_all,
    _repeats,
    _is_longest,
    _echoes,
)
