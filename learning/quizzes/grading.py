"""Grading and passing: pure rules; what is shown and what is decided are the same numbers."""

from collections.abc import Sequence
from random import Random

from learning.quizzes.kinds import multiple, single, true_false
from learning.quizzes.kinds.contract import (
    AnswerKey,
    Body,
    Grade,
    Kind,
    PresentedQuestion,
    QuestionKind,
)

KINDS: dict[QuestionKind, Kind] = {
    QuestionKind.SINGLE: single,
    QuestionKind.MULTIPLE: multiple,
    QuestionKind.TRUE_FALSE: true_false,
}


def grade(kind: QuestionKind, key: AnswerKey, given: Sequence[str] | None) -> Grade:
    """The grade of an answer; None, no answer, is graded too and earns nothing."""
    return KINDS[kind].grade(key, given or ())


def read(kind: QuestionKind, body: Body, values: Sequence[str]) -> tuple[str, ...] | None:
    """What a form sent, as an answer; None when it isn't one."""
    return KINDS[kind].read(values, body)


def shown_order(kind: QuestionKind, body: Body, random: Random) -> tuple[str, ...]:
    """Option ids in the order this attempt shows them."""
    return KINDS[kind].shown_order(body, random)


def present(kind: QuestionKind, body: Body, order: Sequence[str]) -> PresentedQuestion:
    """The question without its key, its options in the stored order."""
    by_id = {option.id: option for option in body.options}
    return PresentedQuestion(
        kind, body.stem, tuple(by_id[id] for id in order), KINDS[kind].CHOOSES_MANY
    )


def needed(pass_mark: int, questions: int) -> int:
    """How many must be fully right: the smallest whole number at or above pass mark x questions.

    `pass_mark` is in per cent; 80 % of 5 is 4 (product.md, promise 9).
    """
    return -(-pass_mark * questions // 100)


def percentage(correct: int, questions: int) -> int:
    """Whole per cent, rounded down, so that nobody sees 80 % and fails at 80 %."""
    return correct * 100 // questions if questions else 0
