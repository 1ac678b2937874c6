"""Whether the key follows from what is quoted."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.clauses import sentences
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.naming import may_mean
from learning.quizzes.linting.numbers import (
    converted,
    numbers_in,
    other_unit,
    plain_numbers_in,
)
from learning.quizzes.linting.subject import Claim, Subject
from learning.quizzes.linting.words import content, words

# A statement of which less than this is quoted may be about something else.
_FEW = 0.3


def lints(subject: Subject) -> Iterator[Lint]:
    if subject.quotes:
        yield from _numbers(subject)
        yield from _keys(subject)


def _numbers(subject: Subject) -> Iterator[Lint]:
    given = numbers_in(subject.quote) | numbers_in(subject.wording.body.scenario)
    for claim in subject.claims:
        whole = not claim.answer or subject.kind == QuestionKind.MATCHING
        said = claim.text if whole else claim.answer
        for value in sorted(plain_numbers_in(said) - given - converted(subject.quote)):
            if _asks_how_many(subject) and _is_counted(value, subject.quote):
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


def _asks_how_many(subject: Subject) -> bool:
    return subject.kind == QuestionKind.NUMERIC or "how many" in subject.stem.casefold()


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
        may_mean(each, other) or (len(each) > 4 and other[:5] == each[:5]) for other in quoted_roots
    )


def _quoted_rival(subject: Subject) -> str:
    for text in subject.distractors:
        roots = frozenset(content(text))
        if roots and roots <= subject.quote_roots and not roots <= subject.stem_roots:
            return text
    return ""
