"""Answers to question drafts, as the commands take them."""

from collections.abc import Sequence
from typing import Any

from learning.errors import RuleBroken
from learning.quizzes.drafts import Draft, line
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import Body, QuestionKind


def read_answer(draft: Draft, value: Any) -> tuple[str, ...] | None:
    """An answer as the commands take it, by part; None for no answer.

    Raises RuleBroken answer-unreadable for a value of the wrong type or an index out of range. A
    text that the question doesn't have is an answer, and a wrong one.
    """
    if value is None:
        return None
    try:
        return _ANSWERS[draft.kind](draft.body, value)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise RuleBroken("answer-unreadable", kind=str(draft.kind)) from error


def feedback(draft: Draft, given: Sequence[str] | None) -> str:
    """What somebody who answered so is told: about what they chose, then why the right is right."""
    chosen = [draft.key.feedback[id] for id in given or () if draft.key.feedback.get(id)]
    return " ".join([*chosen, draft.key.explanation]).strip()


def _chosen(body: Body, value: Any) -> tuple[str, ...]:
    indexes = value if isinstance(value, list) else [value]
    if not all(type(index) is int and index >= 0 for index in indexes):
        raise TypeError
    return tuple(dict.fromkeys(body.options[index].id for index in indexes))


def _one(body: Body, value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        raise TypeError
    return _chosen(body, value)


def _several(body: Body, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return _chosen(body, value)


def _side(body: Body, value: Any) -> tuple[str, ...]:
    if not isinstance(value, bool):
        raise TypeError
    wanted = true_false.FIXED_OPTIONS[0 if value else 1].casefold()
    return tuple(option.id for option in body.options if option.text.casefold() == wanted)


def _pairs(body: Body, value: Any) -> tuple[str, ...]:
    ids = {match.text: match.id for match in body.matches}
    pairs = {line(one): line(other) for one, other in value.items()}
    return tuple(ids.get(pairs.get(option.text, ""), "") for option in body.options)


def _order(body: Body, value: Any) -> tuple[str, ...]:
    left = list(body.options)
    given = []
    for text in _texts(body, value):
        found = next((option for option in left if option.text == text), None)
        if found is not None:
            left.remove(found)
        given.append(found.id if found else "")
    return tuple(given)


def _texts(body: Body, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(line(text) for text in value)


def _words(body: Body, value: Any) -> tuple[str, ...]:
    # A number without quotation marks says the same.
    return (line(str(value) if type(value) in (int, float) else value),)


_ANSWERS = {
    QuestionKind.SINGLE: _one,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.TRUE_FALSE: _side,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _order,
    QuestionKind.GAP: _texts,
    QuestionKind.SHORT_TEXT: _words,
    QuestionKind.NUMERIC: _words,
}
