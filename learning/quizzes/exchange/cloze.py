"""Texts with gaps as Moodle writes them: `{1:SHORTANSWER:=grease~=fat}`, and `[[1]]` with choices.

Formats: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type,
https://docs.moodle.org/en/Select_missing_words_question_type.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from learning.quizzes.exchange import weights
from learning.quizzes.exchange.exchanged import Unreadable
from learning.quizzes.exchange.plain import PlainQuestion, one_line
from learning.quizzes.exchange.weights import FULL, Weighted
from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind

_GAP = re.compile(r"(?<!\\)\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}")
_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_PLACE = re.compile(r"\[\[(\d{1,3})\]\]")
_SPECIAL = re.compile(r"[}#~/\"]")
# Escaped characters, hidden while the unescaped ones are looked for; no text has these.
_HIDDEN = dict(zip('}#~/"', map(chr, range(0xFDD0, 0xFDD5)), strict=True))
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_WEIGHT = re.compile(r"(=)|%(-?\d{1,6}(?:\.\d{1,12})?)%")


def gaps_of_cloze(stem: str, notes: list[str]) -> PlainQuestion:
    """A gap text out of one with embedded answers. Raises Unreadable if other kinds are in it."""
    found = list(_GAP.finditer(stem))
    if not found:
        raise Unreadable("is a cloze without answers in it, or with broken ones")
    others = {gap[2] for gap in found} - _TYPED
    if others:
        named = ", ".join(sorted(others))
        raise Unreadable(f"is a cloze with parts of a kind that can’t be asked here: {named[:60]}")
    if GAP_MARK in _GAP.sub("", stem):
        raise Unreadable("has lines to write on besides its gaps")
    accepted = tuple(weights.accepted(_answers(gap[3]), notes) for gap in found)
    return PlainQuestion(QuestionKind.GAP, _GAP.sub(GAP_MARK, stem), accepted=accepted)


def gaps_of_places(stem: str, choices: Sequence[str]) -> PlainQuestion:
    """A gap text out of one whose places name their right choice by number."""
    places = [int(place) for place in _PLACE.findall(stem)]
    if not places or not all(0 < place <= len(choices) for place in places):
        raise Unreadable("has places that name no choice")
    if GAP_MARK in stem:
        raise Unreadable("has lines to write on besides its gaps")
    accepted = tuple((choices[place - 1],) for place in places)
    offered = tuple(dict.fromkeys(choices))
    return PlainQuestion(
        QuestionKind.GAP, _PLACE.sub(GAP_MARK, stem), offered=offered, accepted=accepted
    )


def cloze_of(question: PlainQuestion) -> str:
    """The stem of a gap text with the accepted texts in its gaps."""
    texts = iter(question.accepted)
    pieces = question.stem.split(GAP_MARK)
    gaps = ["{1:SHORTANSWER:" + "~".join(map(_answer, next(texts))) + "}" for _ in pieces[1:]]
    return "".join(piece + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))


def places_of(question: PlainQuestion) -> str:
    """The stem of a gap text with the number of the right choice in each place."""
    pieces = question.stem.split(GAP_MARK)
    numbers = [question.offered.index(texts[0]) + 1 for texts in question.accepted]
    gaps = [f"[[{number}]]" for number in numbers]
    return "".join(piece + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))


def can_be_cloze(question: PlainQuestion) -> bool:
    """Whether nothing else in it would be taken for a gap or an escape."""
    is_escape = any("\\" in text for texts in question.accepted for text in texts)
    return not (is_escape or holds_gaps(question.stem) or holds_gaps(question.scenario))


def holds_gaps(text: str) -> bool:
    """Whether there are gaps in it, as either format writes them."""
    return bool(_GAP.search(text) or _PLACE.search(text))


def _answer(text: str) -> str:
    return "=" + _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text.replace("*", "\\*"))


def _answers(inside: str) -> list[Weighted]:
    """The answers of one gap: `=right#feedback~%50%half~wrong`."""
    answers = []
    hidden = re.sub(r"\\([}#~/\"])", lambda escape: _HIDDEN[escape[1]], inside)
    for answer in hidden.split("~"):
        words, _, feedback = answer.strip().partition("#")
        weight, found = Fraction(0), _WEIGHT.match(words)
        if found:
            weight = FULL if found[1] else Fraction(found[2])
            words = words[found.end() :]
        answers.append(Weighted(_shown(words), weight, _shown(feedback)))
    return answers


def _shown(hidden: str) -> str:
    return one_line(hidden.translate(_SHOWN))
