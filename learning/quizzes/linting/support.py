"""Whether the key follows from what is quoted, and the distractors from nothing."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.clauses import clauses, has_negation, sentences, turning_words, turns
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.naming import are_synonyms
from learning.quizzes.linting.numbers import (
    amount,
    converted,
    numbers_in,
    other_unit,
    plain_numbers_in,
)
from learning.quizzes.linting.subject import OFFERING, Claim, Subject
from learning.quizzes.linting.words import content, words

# How much of the stem a sentence has to say for it to be about the same.
_SAME_MATTER = 0.7
# A statement of which less than this is quoted may be about something else.
_FEW = 0.3


def lints(subject: Subject) -> Iterator[Lint]:
    if subject.quotes:
        yield from _numbers(subject)
        yield from _keys(subject)
        yield from _in_one_list(subject)
    if subject.source is not None:
        yield from _supported(subject)
        yield from _true_after_all(subject)


def _numbers(subject: Subject) -> Iterator[Lint]:
    given = numbers_in(subject.quote) | numbers_in(subject.wording.body.scenario)
    for claim in subject.claims:
        whole = not claim.answer or subject.kind == QuestionKind.MATCHING
        said = claim.text if whole else claim.answer
        for value in sorted(plain_numbers_in(said) - given - converted(subject.quote)):
            if _is_counted(value, subject.quote):
                continue
            told = f"{value.normalize():f}"
            if subject.kind == QuestionKind.NUMERIC and _is_calculated(
                value, given | numbers_in(subject.stem)
            ):
                yield info(
                    "number-not-in-quote",
                    f"{told} is not quoted, though it can be reckoned from numbers that are.",
                )
            else:
                yield error(
                    "number-not-in-quote", f"The key says {told}, and no quoted sentence does."
                )
            return
        unit = other_unit(claim.answer, subject.quote) if claim.answer else ""
        if unit:
            yield error(
                "number-not-in-quote",
                f"The key says {quoted(claim.answer)}, and the quote gives that number in {unit}.",
            )
            return


def _is_counted(value: Decimal, quote: str) -> bool:
    """Whether a sentence names so many things one after another."""
    listed = (len(re.findall(r",(?: and| or)? |\b(?:and|or)\b", s)) + 1 for s in sentences(quote))
    return value in [Decimal(each) for each in listed]


def _is_calculated(value: Decimal, said: frozenset[Decimal]) -> bool:
    for one, other in combinations(sorted(said, reverse=True), 2):
        if value in (one + other, one - other, one * other, (one + other) / 2):
            return True
        if other and one % other == 0 and value == one / other:
            return True
    return False


def _keys(subject: Subject) -> Iterator[Lint]:
    """Keys none of whose words are quoted; where a distractor's are, that may be the key."""
    if subject.kind == QuestionKind.ORDERING:
        return
    quoted_roots = subject.quote_roots
    for claim in subject.claims:
        roots = claim.answer_roots if claim.answer else claim.roots
        if not roots or numbers_in(claim.answer):
            continue
        missing = {each for each in roots if not _is_said(each, quoted_roots)}
        share = 1 - len(missing) / len(roots)
        about = claim.answer or claim.text
        rival = _quoted_rival(subject) if claim.answer else ""
        is_term = _is_term(subject, claim)
        if not share and rival and is_term:
            yield warning(
                "key-not-in-quote",
                f"No word of the key {quoted(about)} is quoted, while the distractor"
                f" {quoted(rival)} is.",
            )
        elif not share and is_term and _is_elsewhere(claim, subject):
            yield warning(
                "key-not-in-quote",
                f"The article says {quoted(about)}, but not in the quoted sentences.",
            )
        elif share <= (0 if claim.answer else _FEW):
            yield info(
                "key-not-in-quote", f"Hardly a word of {quoted(about)} is in the quoted sentences."
            )


def _is_term(subject: Subject, claim: Claim) -> bool:
    """Whether the key is a name rather than a phrase, which may well say it in other words."""
    said = words(claim.answer)
    if not said or subject.kind == QuestionKind.MATCHING:
        return False
    is_phrase = len(said) > 3 or said[0] in ("it", "they", "he", "she", "you", "we", "to", "by")
    return not is_phrase


def _is_elsewhere(claim: Claim, subject: Subject) -> bool:
    """Whether some sentence of the article has all the words of the key."""
    if subject.source is None:
        return False
    holding = (subject.source.holding.get(each, frozenset()) for each in claim.answer_roots)
    return bool(frozenset.intersection(*holding))


def _is_said(each: str, quoted_roots: frozenset[str]) -> bool:
    return each in quoted_roots or any(
        are_synonyms(each, other) or (len(each) > 4 and other[:5] == each[:5])
        for other in quoted_roots
    )


def _quoted_rival(subject: Subject) -> str:
    for text in subject.distractors:
        roots = frozenset(content(text))
        if roots and roots <= subject.quote_roots and not roots <= subject.stem_roots:
            return text
    return ""


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
    is_said_once = subject.quote.casefold().count(key.casefold()) == 1
    return is_said_once and len(shared) * 2 >= len(about)


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
