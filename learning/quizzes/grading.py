"""Grading and passing: pure rules; what is shown and what is decided are the same numbers."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds import (
    gap,
    matching,
    multiple,
    numeric,
    ordering,
    short_text,
    single,
    true_false,
)
from learning.quizzes.kinds.contract import (
    AnswerKey,
    Body,
    Grade,
    Kind,
    PresentedQuestion,
    QuestionKind,
    ReviewedPart,
)

KINDS: dict[QuestionKind, Kind] = {
    QuestionKind.SINGLE: single,
    QuestionKind.MULTIPLE: multiple,
    QuestionKind.TRUE_FALSE: true_false,
    QuestionKind.MATCHING: matching,
    QuestionKind.ORDERING: ordering,
    QuestionKind.GAP: gap,
    QuestionKind.SHORT_TEXT: short_text,
    QuestionKind.NUMERIC: numeric,
}


def grade(kind: QuestionKind, body: Body, key: AnswerKey, given: Sequence[str] | None) -> Grade:
    """The grade of an answer; None, no answer, is graded too and earns nothing."""
    return KINDS[kind].grade(body, key, given or ())


def review(
    kind: QuestionKind, body: Body, key: AnswerKey, given: Sequence[str]
) -> tuple[ReviewedPart, ...]:
    """A checked answer part by part; empty for kinds that show their options instead."""
    return KINDS[kind].review(body, key, given) if given else ()


def read(kind: QuestionKind, body: Body, values: Sequence[str]) -> tuple[str, ...] | None:
    """What a form sent, as an answer; None when it isn't one."""
    return KINDS[kind].read(values, body)


def shown_order(kind: QuestionKind, body: Body, random: Random) -> tuple[str, ...]:
    """The ids of options, then of matches, in the order this attempt shows them."""
    return KINDS[kind].shown_order(body, random)


def present(kind: QuestionKind, body: Body, order: Sequence[str]) -> PresentedQuestion:
    """The question without its key, its options in the stored order."""
    options = {option.id: option for option in body.options}
    matches = {match.id: match for match in body.matches}
    return PresentedQuestion(
        kind,
        body.stem,
        tuple(options[id] for id in order if id in options),
        KINDS[kind].CHOOSES_MANY,
        tuple(matches[id] for id in order if id in matches),
        body.unit,
        body.gaps,
        body.image,
        body.scenario,
    )


def needed(pass_mark: int, questions: int) -> int:
    """How many must be fully right: the smallest whole number at or above pass mark x questions.

    `pass_mark` is in per cent; 80 % of 5 is 4 (product.md, promise 9).
    """
    return -(-pass_mark * questions // 100)


def percentage(correct: int, questions: int) -> int:
    """Whole per cent, rounded down, so that nobody sees 80 % and fails at 80 %."""
    return correct * 100 // questions if questions else 0
