"""What a file holds as JSON, to pass it from the process that reads the file to the one that asks.

No pickle: what a hostile file has taken over may answer what it likes, and it is only data.
"""

from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem
from learning.quizzes.exchange.plain import Part, PlainQuestion
from learning.quizzes.kinds.contract import Image, QuestionKind


def as_json(found: Exchanged) -> dict[str, Any]:
    return {
        "questions": [asdict(item) for item in found.questions],
        "problems": [asdict(problem) for problem in found.problems],
        "images": {sha256: b64encode(each).decode() for sha256, each in found.images.items()},
    }


def from_json(value: dict[str, Any]) -> Exchanged:
    """The reverse."""
    return Exchanged(
        tuple(map(_item, value["questions"])),
        tuple(Problem(**problem) for problem in value["problems"]),
        {sha256: b64decode(each) for sha256, each in value["images"].items()},
    )


def _item(value: dict[str, Any]) -> Item:
    return Item(
        _question(value["question"]),
        value["line"],
        tuple(value["category"]),
        tuple(value["tags"]),
        tuple(value["quotes"]),
        value["is_must_know"],
    )


def _question(value: dict[str, Any]) -> PlainQuestion:
    changed = {
        "kind": QuestionKind(value["kind"]),
        "parts": tuple(map(_part, value["parts"])),
        "offered": tuple(value["offered"]),
        "accepted": tuple(map(tuple, value["accepted"])),
        "image": _image(value["image"]),
    }
    return PlainQuestion(**(value | changed))


def _part(value: dict[str, Any]) -> Part:
    return Part(**(value | {"image": _image(value["image"])}))


def _image(value: dict[str, Any] | None) -> Image | None:
    return Image(**value) if value else None
