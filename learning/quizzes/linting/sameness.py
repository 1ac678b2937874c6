"""Options that say the same in other words, so that both are right or neither is."""

from collections.abc import Iterator
from itertools import combinations

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.completeness import repeated
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.naming import is_part_of, is_same_name, is_same_text
from learning.quizzes.linting.numbers import amount, converted
from learning.quizzes.linting.subject import OFFERING, Subject


def lints(subject: Subject) -> Iterator[Lint]:
    exact = {option.words for option in repeated(subject.wording.body.options)}
    if subject.kind in (*OFFERING, QuestionKind.ORDERING):
        for one, other in combinations(subject.options, 2):
            if one and other and one not in exact and other not in exact:
                yield from _of_two(one, other, subject)
    if subject.kind == QuestionKind.MATCHING:
        yield from _of_matches(subject)


def _of_two(one: str, other: str, subject: Subject) -> Iterator[Lint]:
    told = f"{quoted(one)} and {quoted(other)}"
    is_key = [text in subject.keys for text in (one, other)]
    if is_same_text(one, other):
        yield error("duplicate-option", f"The options {told} are the same but for their spelling.")
    elif is_same_name(one, other, subject.source) or _is_same_amount(one, other):
        if subject.kind == QuestionKind.MULTIPLE and all(is_key):
            yield warning("synonym-option", f"The right options {told} say the same.")
        elif any(is_key):
            yield error("synonym-distractor", f"{told} say the same, and only one is a key.")
            yield error("two-keys", f"{told} are both right, since they say the same.")
        elif subject.kind != QuestionKind.ORDERING:
            yield warning("synonym-distractor", f"The distractors {told} say the same.")
    elif subject.kind in OFFERING and any(is_key) and not all(is_key):
        long, short = sorted((one, other), key=len, reverse=True)
        if is_part_of(short, long):
            yield info("option-in-option", f"{quoted(long)} says all that {quoted(short)} says.")


def _is_same_amount(one: str, other: str) -> bool:
    first, second = amount(one), amount(other)
    if first is None or second is None:
        return False
    if first == second:
        return True
    spans = first[0], second[0]
    return (
        first[1] != second[1]
        and all(span.low == span.high for span in spans)
        and spans[1].low in converted(one)
        and spans[0].low in converted(other)
    )


def _of_matches(subject: Subject) -> Iterator[Lint]:
    matches = list(dict.fromkeys(match for _, match in subject.pairs if match))
    for one, other in combinations(matches, 2):
        if is_same_text(one, other) or is_same_name(one, other, subject.source):
            yield error("two-keys", f"The matches {quoted(one)} and {quoted(other)} say the same.")
