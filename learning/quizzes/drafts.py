"""Question drafts as JSON, the form in which `questions` commands exchange them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from learning.errors import RuleBroken
from learning.quizzes import grading, quantities
from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import (
    CHOICE_KINDS,
    AnswerKey,
    Body,
    Grade,
    Option,
    QuestionKind,
)
from learning.quizzes.linting.finding import Lint, Severity

_WITH_OPTIONS = (*CHOICE_KINDS, QuestionKind.MATCHING, QuestionKind.ORDERING)


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
        draft = read_as_is(kind, str(value["stem"]), value)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise RuleBroken("draft-invalid", reason=f"{type(error).__name__}: {error}") from error
    problems = grading.KINDS[kind].problems(draft.body, draft.key)
    if problems:
        raise RuleBroken("draft-invalid", reason=", ".join(problems))
    return draft


def as_json(
    wording: Wording, section: str, drafter: str, lints: Sequence[Lint] = ()
) -> dict[str, Any]:
    """One draft as `questions draft` prints it; `section` is the section's title.

    Options stand in the order of the body, items to order in the right one. Of lints those that are
    only worth a look are left out. Images, scenarios and words that match nothing can't be said in
    this form.
    """
    body, key = wording.body, wording.key
    return {
        "section": section,
        "kind": wording.kind.value,
        "stem": body.stem,
        "explanation": key.explanation,
        "options": _options_as_json(wording),
        "answer": _answer_as_json(wording),
        **({"unit": body.unit} if body.unit else {}),
        "anchors": [
            {"sentence": a.sentence, "start": a.start, "end": a.end, "quote": a.quote}
            for a in wording.anchors
        ],
        "drafter": drafter,
        "lints": [vars(each).copy() for each in lints if each.severity != Severity.INFO],
    }


def _options_as_json(wording: Wording) -> list[dict[str, Any]]:
    body, key = wording.body, wording.key
    match wording.kind:
        case QuestionKind.MATCHING:
            pairs = zip(body.options, key.right, strict=True)
            return [{"text": o.text, "match": body.text_of(right[0])} for o, right in pairs]
        case QuestionKind.ORDERING:
            return [{"text": body.text_of(right[0])} for right in key.right]
    return [
        {"text": o.text, "correct": o.id in key.correct, "feedback": key.feedback.get(o.id) or None}
        for o in body.options
    ]


def _answer_as_json(wording: Wording) -> dict[str, Any] | None:
    key = wording.key
    if wording.kind in _WITH_OPTIONS:
        return None
    if wording.kind == QuestionKind.NUMERIC:
        value, tolerance = (quantities.number_in(t) for t in (key.right[0][0], key.tolerance))
        return {"value": _number(value), "tolerance": _number(tolerance)}
    texts = [[_accepted(wording.body, text) for text in accepted] for accepted in key.right]
    return {"accepted": texts[0] if len(texts) == 1 else texts}


def _accepted(body: Body, text: str) -> str:
    """A typed text as it is; the words of one that is chosen."""
    return body.text_of(text) if body.matches else text


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def read_as_is(kind: QuestionKind, stem: str, value: Any) -> Draft:
    """A draft that need not make sense. Raises as Python does where something is no text."""
    explanation = str(value.get("explanation") or "")
    rows = value.get("options") or []
    if kind not in _WITH_OPTIONS:
        return _typed(kind, stem, explanation, value)
    options = tuple(Option(f"o{n}", line(row["text"])) for n, row in enumerate(rows, 1))
    if kind == QuestionKind.ORDERING:
        right = tuple((option.id,) for option in options)
        return Draft(kind, Body(stem, options), AnswerKey(explanation=explanation, right=right))
    if kind == QuestionKind.MATCHING:
        texts = list(dict.fromkeys(line(row["match"]) for row in rows))
        matches = tuple(Option(f"m{n}", text) for n, text in enumerate(texts, 1))
        right = tuple((f"m{texts.index(line(row['match'])) + 1}",) for row in rows)
        key = AnswerKey(explanation=explanation, right=right)
        return Draft(kind, Body(stem, options, matches), key)
    pairs = list(zip(options, rows, strict=True))
    key = AnswerKey(
        frozenset(option.id for option, row in pairs if row["correct"] is True),
        explanation,
        {option.id: str(row["feedback"]) for option, row in pairs if row.get("feedback")},
    )
    return Draft(kind, Body(stem, options), key)


def _typed(kind: QuestionKind, stem: str, explanation: str, value: Any) -> Draft:
    answer = value["answer"]
    unit = str(value.get("unit") or "")
    if kind == QuestionKind.NUMERIC:
        right, tolerance = (_plain_number(answer[name]) for name in ("value", "tolerance"))
        key = AnswerKey(explanation=explanation, right=((right,),), tolerance=tolerance)
        return Draft(kind, Body(stem, unit=unit), key)
    accepted = answer["accepted"]
    if not all(isinstance(each, list) for each in accepted):
        accepted = [accepted]
    texts = tuple(tuple(line(text) for text in each) for each in accepted)
    return Draft(kind, Body(stem), AnswerKey(explanation=explanation, right=texts))


def _plain_number(value: Any) -> str:
    """Digits without a power of ten; what is no number stays as it is, and is none."""
    text = str(value)
    number = quantities.number_in(text) if type(value) is not bool else None
    return text if number is None else f"{number:f}"


def line(value: Any) -> str:
    """A text on one line. Raises TypeError for what is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return " ".join(value.split())
