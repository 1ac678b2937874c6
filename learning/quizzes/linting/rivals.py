"""Whether the article says of a distractor, too, that it is right."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.clauses import clauses, has_negation, sentences, turning_words, turns
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.numbers import amount
from learning.quizzes.linting.subject import OFFERING, Subject
from learning.quizzes.linting.words import content, words

# How much of the stem a sentence has to say for it to be about the same.
_SAME_MATTER = 0.7


def lints(subject: Subject) -> Iterator[Lint]:
    yield from _in_one_list(subject)
    if subject.source is not None:
        yield from _supported(subject)
        yield from _true_after_all(subject)


def _in_one_list(subject: Subject) -> Iterator[Lint]:
    """A distractor in one row with the key: what the quote says of one it says of both."""
    if turns(subject.stem):
        return
    for key in subject.keys:
        for wrong in subject.distractors:
            for sentence in (s for quote in subject.quotes for s in sentences(quote)):
                if _is_row(key, wrong, sentence, subject):
                    code = (
                        "two-keys"
                        if subject.kind == QuestionKind.SINGLE
                        else "distractor-supported"
                    )
                    yield error(
                        code,
                        f"The article names {quoted(wrong)} in one row with the key {quoted(key)}:"
                        f" {quoted(sentence)}.",
                    )
                    return
    yield from _left_unmarked(subject)


def _is_row(key: str, wrong: str, sentence: str, subject: Subject) -> bool:
    """Whether a sentence says of both, in a row, what the stem is about, and nothing of the key."""
    if amount(key) or has_negation(sentence) or not _are_listed(key, wrong, sentence):
        return False
    about = subject.stem_roots
    shared = about & frozenset(content(sentence))
    is_about = len(shared) * 2 >= len(about) or len(subject.quotes) == 1
    is_said_once = subject.quote.casefold().count(key.casefold()) == 1
    return is_said_once and is_about and not _ASKS_FOR_ONE.search(subject.stem)


# Of a row one may well be the first or the largest.
_ASKS_FOR_ONE = re.compile(r"\b(?:first|last|next|most|least|only|\w{2,}est)\b", re.IGNORECASE)


def _left_unmarked(subject: Subject) -> Iterator[Lint]:
    """A distractor of which one quoted sentence says every word, of what the stem is about."""
    is_multiple = subject.kind == QuestionKind.MULTIPLE
    for wrong in subject.distractors:
        roots = frozenset(content(wrong))
        for sentence in (s for quote in subject.quotes for s in sentences(quote)):
            said = frozenset(content(sentence))
            is_long = len(roots) > 2
            is_about = len(said & subject.stem_roots) * 2 >= len(subject.stem_roots)
            if not (roots and roots <= said and (is_long or (is_multiple and is_about))):
                continue
            if turning_words(wrong) != turning_words(sentence) or has_negation(
                f"{sentence} {wrong}"
            ):
                continue
            if is_multiple or " than " not in sentence:
                yield (warning if is_multiple and is_long else info)(
                    "distractor-supported",
                    f"The quote says all of the distractor {quoted(wrong)}: {quoted(sentence)}.",
                )
                return


def _are_listed(key: str, wrong: str, sentence: str) -> bool:
    lower = sentence.casefold()
    ends = [(lower.find(t), t) for t in (key.casefold().rstrip("."), wrong.casefold().rstrip("."))]
    if any(at < 0 for at, _ in ends):
        return False
    (first, one), (second, _) = sorted(ends)
    between = lower[first + len(one) : second]
    if first + len(one) > second:
        return False
    return _ROW.fullmatch(between) is not None and f"between {one}" not in lower


# Commas, "and" and few words at a time between: the other things of a row.
_ROW = re.compile(
    r"(?:,|,? (?:and|or|as well as|&)) ?(?:(?:[\w'’-]+ ){0,3}[\w'’-]+(?:,| and| or|, and|, or) )*"
    r"(?:an? |the )?"
)


def _supported(subject: Subject) -> Iterator[Lint]:
    """A distractor that some sentence of the article says of what the stem is about."""
    if subject.kind not in OFFERING or turns(subject.stem):
        return
    source = subject.source
    assert source is not None
    about = subject.stem_roots
    if len(about) < 2:
        return
    quoted_ids = {anchor.sentence for anchor in subject.wording.anchors}
    for wrong in subject.distractors:
        roots = frozenset(content(wrong)) - about
        if not roots:
            continue
        holding = [source.holding.get(each, frozenset()) for each in roots]
        for id in sorted(frozenset.intersection(*holding) - quoted_ids):
            text = source.texts[id]
            if _says(text, roots, about) and turns(wrong) == turns(text):
                yield warning(
                    "distractor-supported",
                    f"The article may say that {quoted(wrong)} is right too: {quoted(text)}.",
                )
                break


def _says(text: str, roots: frozenset[str], about: frozenset[str]) -> bool:
    """Whether one clause of a sentence says all of a distractor, and the sentence the stem."""
    said = frozenset(content(text))
    if len(about & said) < _SAME_MATTER * len(about):
        return False
    return any(roots <= frozenset(content(clause)) for clause in clauses(text))


def _true_after_all(subject: Subject) -> Iterator[Lint]:
    """A statement keyed false that another sentence of the article has word for word."""
    source = subject.source
    if subject.holds is not False or source is None:
        return
    stated = words(subject.stem)
    if len(stated) < 3:
        return
    holding = [source.holding.get(each, frozenset()) for each in content(subject.stem)]
    quoted_ids = {anchor.sentence for anchor in subject.wording.anchors}
    if not holding:
        return
    for id in sorted(frozenset.intersection(*holding) - quoted_ids):
        if f" {' '.join(stated)} " in f" {' '.join(words(source.texts[id]))} ":
            yield error(
                "distractor-supported",
                f"The statement is keyed false, and the article says {quoted(source.texts[id])}.",
            )
            return
