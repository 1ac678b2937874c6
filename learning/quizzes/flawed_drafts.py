"""Question drafts with whatever is wrong with them: read leniently, for linting."""

from collections.abc import Mapping
from typing import Any

from learning.errors import RuleBroken
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.drafts import read_as_is
from learning.quizzes.kinds.contract import QuestionKind


def read_wording(value: Any) -> Wording:
    """A draft with whatever is wrong with it, for linting; what has no meaning counts as missing.

    Raises RuleBroken draft-invalid (reason=) for what is no object, or of no kind.
    """
    if not isinstance(value, Mapping):
        raise RuleBroken("draft-invalid", reason="a question is an object")
    try:
        kind = QuestionKind(str(value.get("kind")))
    except ValueError as error:
        raise RuleBroken("draft-invalid", reason=f"{value.get('kind')!r} is no kind") from error
    draft = read_as_is(kind, _or_blank(value.get("stem")), _mended(kind, value))
    anchors = value.get("anchors")
    return Wording(
        kind,
        draft.body,
        draft.key,
        tuple(map(_anchor, anchors)) if isinstance(anchors, list) else (),
    )


def _mended(kind: QuestionKind, value: Mapping[str, Any]) -> dict[str, Any]:
    """The draft in a shape that can be read: texts are texts, rows are objects."""
    options = value.get("options")
    rows = [_object(each) for each in options] if isinstance(options, list) else []
    answer = _object(value.get("answer"))
    mended: dict[str, Any] = {
        "explanation": _or_blank(value.get("explanation")),
        "unit": _or_blank(value.get("unit")),
        "options": [
            {
                **row,
                "text": _or_blank(row.get("text")),
                "match": _or_blank(row.get("match")),
                "correct": row.get("correct") is True,
                "feedback": _or_blank(row.get("feedback")),
            }
            for row in rows
        ],
    }
    if kind == QuestionKind.NUMERIC:
        mended["answer"] = {"tolerance": 0, "value": ""} | answer
    else:
        accepted = answer.get("accepted")
        listed = accepted if isinstance(accepted, list) else []
        parts = listed if listed and all(isinstance(e, list) for e in listed) else [listed]
        mended["answer"] = {"accepted": [[_or_blank(text) for text in part] for part in parts]}
    return mended


def _object(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _or_blank(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _anchor(value: Any) -> AnchorSpan:
    """An anchor; places that aren't given are -1, so that they fit nothing."""
    given = _object(value)
    start, end = (
        place if type(place) is int else -1 for place in (given.get("start"), given.get("end"))
    )
    return AnchorSpan(
        _or_blank(given.get("sentence")), start, end, _or_blank(given.get("quote")), ""
    )
