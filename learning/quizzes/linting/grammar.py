"""Options that the grammar of the stem picks out or rules out."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind
from learning.quizzes.linting.finding import Lint, info, quoted, warning
from learning.quizzes.linting.subject import OFFERING, Subject

_ARTICLE = re.compile(rf"\b(a|an)\s*(?:{GAP_MARK}.*|[:…]|\.\.\.)?\s*[?.]?$", re.IGNORECASE)
_BOTH = re.compile(r"\ba ?\(n\)|\ba/an\b", re.IGNORECASE)
_END = rf"(?: called| known as)?(?: an?| the)?\s*(?:{GAP_MARK}|[:…])?\s*$"
_ONE = re.compile(rf"\b(?:is|was){_END}", re.IGNORECASE)
_MANY = re.compile(rf"\b(?:are|were){_END}", re.IGNORECASE)
_ASKS_MANY = re.compile(r"^(?:which|what) (?:\w+ )?(?:are|were)\b(?!\s+(?:you|we|they)\b)", re.I)
_ASKS_ONE = re.compile(r"^(?:which|what) (?:\w+ )?(?:is|was)\b", re.IGNORECASE)
_SOUNDS_CLOSED = re.compile(r"(?:uni(?!n|m)|us[eu]|eu|one\b|once\b|ut[ei])", re.IGNORECASE)
_NO_PLURAL = ("ss", "us", "is", "ics", "news", "lens", "gas", "series", "species")


def lints(subject: Subject) -> Iterator[Lint]:
    if subject.kind in (*OFFERING, QuestionKind.SHORT_TEXT, QuestionKind.GAP):
        yield from _of_stem(subject)


def _of_stem(subject: Subject) -> Iterator[Lint]:
    if _BOTH.search(subject.stem):
        yield info(
            "grammar-cue", "Put “a” or “an” into the options rather than “a(n)” in the stem."
        )
    options = _offered(subject)
    if len(options) < 2:
        return
    yield from _by_article(subject, options)
    yield from _by_number(subject, options)


def _offered(subject: Subject) -> tuple[str, ...]:
    """The options, or the words to fill gaps from."""
    if subject.kind == QuestionKind.GAP:
        return tuple(match.words for match in subject.wording.body.matches)
    return tuple(text for text in subject.options if text)


def _by_article(subject: Subject, options: tuple[str, ...]) -> Iterator[Lint]:
    found = _ARTICLE.search(subject.stem) or re.search(rf"\b(a|an) {GAP_MARK}", subject.stem)
    if not found:
        return
    wants_open = found[1].casefold() == "an"
    unfit = [text for text in options if _sounds_open(text) != wants_open]
    if unfit and len(unfit) < len(options):
        yield warning(
            "grammar-cue", f"After {quoted(found[1])} the option {quoted(unfit[0])} can’t stand."
        )
    elif unfit:
        yield warning("grammar-cue", f"After {quoted(found[1])} no option can stand.")
    elif _plural(options):
        yield warning(
            "grammar-cue",
            f"After {quoted(found[1])} the plural {quoted(_plural(options)[0])} can’t stand.",
        )


def _by_number(subject: Subject, options: tuple[str, ...]) -> Iterator[Lint]:
    stem = subject.stem
    wants_many = _MANY.search(stem) or _ASKS_MANY.search(stem)
    wants_one = _ONE.search(stem) or _ASKS_ONE.search(stem)
    if subject.kind == QuestionKind.MULTIPLE or not (wants_many or wants_one):
        return
    many = _plural(options)
    # Only names, of which one can see the number; phrases may be anything.
    if not many or len(many) == len(options) or any(len(text.split()) > 3 for text in options):
        return
    fits = set(many) if wants_many else set(options) - set(many)
    if set(subject.keys) <= fits and fits != set(options):
        odd = next(text for text in options if text not in fits)
        is_clear = fits == set(subject.keys)
        yield (warning if is_clear else info)(
            "grammar-cue", f"The stem’s verb rules out {quoted(odd)}, which is of another number."
        )


def _sounds_open(text: str) -> bool:
    bare = text.lstrip("\"'“‘(")
    if re.match(r"[A-Z]{2,}s?\b", bare):
        return bare[0] in "AEFHILMNORSX"
    return bool(re.match(r"[aeiou8]|11\b|18\b|h(?:our|onest|onou?r|eir)", bare, re.I)) and not (
        _SOUNDS_CLOSED.match(bare)
    )


def _plural(options: tuple[str, ...]) -> list[str]:
    return [text for text in options if _is_plural(text)]


def _is_plural(text: str) -> bool:
    last = re.split(r"\b(?:of|in|for|with|from|on|at|to|that|which)\b", text.casefold())[0].split()
    word = last[-1].rstrip(".") if last else ""
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL)
