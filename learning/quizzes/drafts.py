"""Question drafts as JSON, the form in which `questions` commands exchange them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from learning.errors import RuleBroken
from learning.quizzes import grading
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import (
    CHOICE_KINDS,
    AnswerKey,
    Body,
    Grade,
    Option,
    QuestionKind,
)


@dataclass(frozen=True)
class Draft:
    """A question that is in no database; ids are "o1".. for options and "m1".. for matches."""

    kind: QuestionKind
    body: Body
    key: AnswerKey

    def grade(self, given: Sequence[str] | None) -> Grade:
        return grading.grade(self.kind, self.body, self.key, given)


def read_draft(value: Any) -> Draft:
    """One draft of the shape that contracts for `questions draft` give.

    Raises RuleBroken draft-invalid (reason=) for what can't be graded.
    """
    try:
        kind = QuestionKind(value["kind"])
        draft = _draft(kind, str(value["stem"]), value)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise RuleBroken("draft-invalid", reason=f"{type(error).__name__}: {error}") from error
    problems = grading.KINDS[kind].problems(draft.body, draft.key)
    if problems:
        raise RuleBroken("draft-invalid", reason=", ".join(problems))
    return draft


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


def _draft(kind: QuestionKind, stem: str, value: Any) -> Draft:
    explanation = str(value.get("explanation") or "")
    rows = value.get("options") or []
    if kind not in (*CHOICE_KINDS, QuestionKind.MATCHING, QuestionKind.ORDERING):
        return _typed(kind, stem, explanation, value["answer"])
    options = tuple(Option(f"o{n}", _text(row["text"])) for n, row in enumerate(rows, 1))
    if kind == QuestionKind.ORDERING:
        right = tuple((option.id,) for option in options)
        return Draft(kind, Body(stem, options), AnswerKey(explanation=explanation, right=right))
    if kind == QuestionKind.MATCHING:
        texts = list(dict.fromkeys(_text(row["match"]) for row in rows))
        matches = tuple(Option(f"m{n}", text) for n, text in enumerate(texts, 1))
        right = tuple((f"m{texts.index(_text(row['match'])) + 1}",) for row in rows)
        key = AnswerKey(explanation=explanation, right=right)
        return Draft(kind, Body(stem, options, matches), key)
    pairs = list(zip(options, rows, strict=True))
    key = AnswerKey(
        frozenset(option.id for option, row in pairs if row["correct"] is True),
        explanation,
        {option.id: str(row["feedback"]) for option, row in pairs if row.get("feedback")},
    )
    return Draft(kind, Body(stem, options), key)


def _typed(kind: QuestionKind, stem: str, explanation: str, answer: Any) -> Draft:
    if kind == QuestionKind.NUMERIC:
        value, tolerance = (Decimal(str(answer[name])) for name in ("value", "tolerance"))
        key = AnswerKey(
            explanation=explanation, right=((f"{value:f}",),), tolerance=f"{tolerance:f}"
        )
        return Draft(kind, Body(stem), key)
    accepted = answer["accepted"]
    if not all(isinstance(each, list) for each in accepted):
        accepted = [accepted]
    right = tuple(tuple(_text(text) for text in texts) for texts in accepted)
    return Draft(kind, Body(stem), AnswerKey(explanation=explanation, right=right))


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
    pairs = {_text(one): _text(other) for one, other in value.items()}
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
    return tuple(_text(text) for text in value)


def _words(body: Body, value: Any) -> tuple[str, ...]:
    # A number without quotation marks says the same.
    return (_text(str(value) if type(value) in (int, float) else value),)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return " ".join(value.split())


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
