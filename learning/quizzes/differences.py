"""What differs between two wordings of a question: part by part, and inside each word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import CHOICE_KINDS, Body, QuestionKind

_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|$)")
# From so many pairs of words on, comparing them takes too long: then it is by sentences.
MOST_PAIRS = 150_000
# Kinds whose right answer names all options; listing those once more would say everything twice.
_TOLD_BY_KEY = (QuestionKind.MATCHING, QuestionKind.ORDERING)


class Part(StrEnum):
    """The parts of a question that are compared."""

    KIND = "kind"
    SCENARIO = "scenario"
    STEM = "stem"
    IMAGE = "image"
    OPTION = "option"
    MATCH = "match"
    KEY = "key"
    FEEDBACK = "feedback"
    EXPLANATION = "explanation"
    SENTENCE = "sentence"


class Act(StrEnum):
    """What became of a part, or of some words in it."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Words that both texts have, or one of them: same, inserted or deleted."""

    act: Act
    text: str


@dataclass(frozen=True)
class Difference:
    """A part that was added, taken out or changed, with its words.

    A changed image may have the same words: `pieces` are all the same then.
    """

    part: Part
    act: Act
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Statement:
    """One thing a wording says. `sign` is what tells two with the same words apart."""

    part: Part
    id: str
    text: str
    sign: str = ""


def differences(old: Wording, new: Wording) -> tuple[Difference, ...]:
    """What it takes to get from one wording to the other, in the order of the page."""
    before = {(each.part, each.id): each for each in _statements(old)}
    after = {(each.part, each.id): each for each in _statements(new)}
    found = [
        difference
        for place in [*before, *(place for place in after if place not in before)]
        if (difference := _difference(before.get(place), after.get(place)))
    ]
    order = list(Part)
    return tuple(sorted(found, key=lambda each: order.index(each.part)))


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one: without what is inserted it is the old one, without the rest the new."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    pieces: list[Piece] = []
    # White space alone is no reason to call two places the same.
    found = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, a, b, c, d in found.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Act.SAME, "".join(before[a:b])))
            continue
        for act, words in ((Act.DELETED, before[a:b]), (Act.INSERTED, after[c:d])):
            if words:
                pieces.append(Piece(act, "".join(words)))
    return tuple(pieces)


def _difference(old: _Statement | None, new: _Statement | None) -> Difference | None:
    if old is None and new is not None:
        return Difference(new.part, Act.INSERTED, (Piece(Act.INSERTED, new.text),))
    if new is None and old is not None:
        return Difference(old.part, Act.DELETED, (Piece(Act.DELETED, old.text),))
    if old is None or new is None or old == new:
        return None
    if old.part == Part.KEY and old.sign == new.sign == "chosen":
        return None  # the option says it: right before, right now, in other words
    return Difference(new.part, Act.CHANGED, word_pieces(old.text, new.text))


def _statements(wording: Wording) -> Iterator[_Statement]:
    body, key = wording.body, wording.key
    yield _Statement(Part.KIND, "", wording.kind)
    for part, text in ((Part.SCENARIO, body.scenario), (Part.STEM, body.stem)):
        if text:
            yield _Statement(part, "", text)
    if body.image:
        yield _Statement(Part.IMAGE, "", body.image.alt, body.image.sha256)
    yield from _options(wording)
    yield from _right(wording)
    for id, said in key.feedback.items():
        yield _Statement(Part.FEEDBACK, id, said)
    if key.explanation:
        yield _Statement(Part.EXPLANATION, "", key.explanation)
    for anchor in wording.anchors:
        yield _Statement(Part.SENTENCE, anchor.sentence, anchor.quote)


def _options(wording: Wording) -> Iterator[_Statement]:
    body = wording.body
    named = {id for accepted in wording.key.right for id in accepted}
    for option in body.options:
        if wording.kind not in _TOLD_BY_KEY and option.text:
            yield _Statement(Part.OPTION, option.id, option.text)
        if option.image:
            yield _Statement(Part.IMAGE, option.id, option.image.alt, option.image.sha256)
    for match in body.matches:
        if match.id not in named:
            yield _Statement(Part.MATCH, match.id, match.text)


def _right(wording: Wording) -> Iterator[_Statement]:
    body, right = wording.body, wording.key.right
    if wording.kind in CHOICE_KINDS:
        for option in body.options:
            if option.id in wording.key.correct:
                yield _Statement(Part.KEY, option.id, option.words, "chosen")
        return
    for n, accepted in enumerate(right):
        match wording.kind:
            case QuestionKind.MATCHING:
                option = body.options[n]
                yield _Statement(
                    Part.KEY, option.id, f"{option.words} → {_word(body, accepted[0])}"
                )
            case QuestionKind.ORDERING:
                yield _Statement(Part.KEY, accepted[0], f"{n + 1}. {_word(body, accepted[0])}")
            case QuestionKind.NUMERIC:
                tolerance = wording.key.tolerance
                said = [accepted[0], "" if tolerance == "0" else f"± {tolerance}", body.unit]
                yield _Statement(Part.KEY, "", " ".join(filter(None, said)))
            case _:
                yield _Statement(Part.KEY, str(n), " / ".join(accepted))


def _word(body: Body, id: str) -> str:
    return body.text_of(id)
