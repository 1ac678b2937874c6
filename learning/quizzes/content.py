"""Question bodies, keys and anchors as canonical text: what is stored and hashed."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from learning import canonical
from learning.articles.outline import Sentence
from learning.quizzes.kinds.contract import AnswerKey, Body, Image, Option, QuestionKind


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
    """What isn't there isn't written, so bodies keep their text and hash as parts are added."""
    value: dict[str, object] = {"stem": body.stem, "options": _listed(body.options)}
    if body.matches:
        value["matches"] = _listed(body.matches)
    if body.unit:
        value["unit"] = body.unit
    if body.scenario:
        value["scenario"] = body.scenario
    return canonical.text(value | _with_image(body.image))


def wording_text(wording: Wording) -> str:
    """A whole wording, to be read again by `read_wording`."""
    parts = (
        body_text(wording.body), key_text(wording.key), anchors_text(wording.anchors)
    )  # fmt: skip
    return canonical.text([str(wording.kind), *(canonical.parse(part) for part in parts)])


def read_wording(stored: str) -> Wording:
    kind, *parts = canonical.parse(stored)
    body, key, anchors = map(canonical.text, parts)
    return Wording(QuestionKind(kind), read_body(body), read_key(key), read_anchors(anchors))


def read_body(stored: str) -> Body:
    value = canonical.parse(stored)
    options, matches = (
        tuple(Option(each["id"], each["text"], _image(each)) for each in value.get(name, ()))
        for name in ("options", "matches")
    )
    return Body(
        value["stem"],
        options,
        matches,
        value.get("unit", ""),
        _image(value),
        value.get("scenario", ""),
    )


def key_text(key: AnswerKey) -> str:
    value: dict[str, object] = {
        "correct": sorted(key.correct),
        "explanation": key.explanation,
        "feedback": dict(key.feedback),
    }
    if key.right:
        value |= {
            "right": [list(accepted) for accepted in key.right],
            "tolerance": key.tolerance,
            "language": key.language,
            "rivals": list(key.rivals),
        }
    return canonical.text(value)


def read_key(stored: str) -> AnswerKey:
    value = canonical.parse(stored)
    return AnswerKey(
        frozenset(value["correct"]),
        value["explanation"],
        value["feedback"],
        tuple(tuple(accepted) for accepted in value.get("right", ())),
        value.get("tolerance", "0"),
        value.get("language", "en"),
        tuple(value.get("rivals", ())),
    )


def words_of(wording: Wording) -> str:
    """All that a question says, in the form that a search looks through."""
    body, key = wording.body, wording.key
    said = [body.scenario, body.stem, body.image.alt if body.image else ""]
    for option in (*body.options, *body.matches):
        said += [option.text, option.image.alt if option.image else ""]
    ids = {option.id for option in (*body.options, *body.matches)}
    accepted = [text for part in key.right for text in part if text not in ids]
    said += [*accepted, body.unit, key.explanation, *key.feedback.values()]
    return "\n".join(filter(None, map(searched, said)))


def searched(words: str) -> str:
    """Words without regard to case and white space, for storing them and for looking for them."""
    return " ".join(unicodedata.normalize("NFC", words.casefold()).split())


def _listed(options: Iterable[Option]) -> list[dict[str, object]]:
    """Sorted by id, so that the order tells nothing."""
    return [
        {"id": o.id, "text": o.text, **_with_image(o.image)}
        for o in sorted(options, key=lambda o: o.id)
    ]


def _with_image(image: Image | None) -> dict[str, object]:
    return {"image": asdict(image)} if image else {}


def _image(value: Mapping[str, Any]) -> Image | None:
    return Image(**value["image"]) if "image" in value else None


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
