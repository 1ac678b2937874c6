"""Question bodies, keys and anchors as canonical text: what is stored and hashed."""

from collections.abc import Iterable
from dataclasses import dataclass

from learning import canonical
from learning.articles.outline import Sentence
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind


@dataclass(frozen=True)
class AnchorSpan:
    """A sentence a question tests: its id, its span in the article version, its words."""

    sentence: str
    start: int
    end: int
    quote: str
    context: str


@dataclass(frozen=True)
class Wording:
    """All that a person writes of a question."""

    kind: QuestionKind
    body: Body
    key: AnswerKey
    anchors: tuple[AnchorSpan, ...]


def anchor_span(text: str, sentence: Sentence) -> AnchorSpan:
    """An anchor on a sentence of `text`, with enough of its surroundings to find it again."""
    before = text[max(0, sentence.start - 60) : sentence.start]
    after = text[sentence.end : sentence.end + 60]
    return AnchorSpan(sentence.id, sentence.start, sentence.end, sentence.text, f"{before}|{after}")


def body_text(body: Body) -> str:
    options = sorted(body.options, key=lambda option: option.id)
    return canonical.text(
        {"stem": body.stem, "options": [{"id": o.id, "text": o.text} for o in options]}
    )


def read_body(stored: str) -> Body:
    value = canonical.parse(stored)
    return Body(value["stem"], tuple(Option(o["id"], o["text"]) for o in value["options"]))


def key_text(key: AnswerKey) -> str:
    return canonical.text(
        {
            "correct": sorted(key.correct),
            "explanation": key.explanation,
            "feedback": dict(key.feedback),
        }
    )


def read_key(stored: str) -> AnswerKey:
    value = canonical.parse(stored)
    return AnswerKey(frozenset(value["correct"]), value["explanation"], value["feedback"])


def anchors_text(anchors: Iterable[AnchorSpan]) -> str:
    return canonical.text(
        [
            {
                "sentence": a.sentence,
                "start": a.start,
                "end": a.end,
                "quote": a.quote,
                "context": a.context,
            }
            for a in anchors
        ]
    )


def read_anchors(stored: str) -> tuple[AnchorSpan, ...]:
    return tuple(AnchorSpan(**anchor) for anchor in canonical.parse(stored))
