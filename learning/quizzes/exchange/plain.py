"""A question as a person would write it down: no ids, every text in its neat form, in order."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from learning.quizzes.content import Wording
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import (
    GAP_MARK,
    AnswerKey,
    Body,
    Image,
    Option,
    QuestionKind,
)

# What no text file, XML and spreadsheet alike can hold, or means nothing to a reader.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# As people draw gaps: a line of three to five underscores is one.
_DRAWN_GAP = re.compile("(?<!_)_{3,5}(?!_)")


@dataclass(frozen=True)
class Part:
    """An option, the left side of a pair with its match, or an item to order."""

    text: str = ""
    match: str = ""
    is_right: bool = False
    feedback: str = ""
    image: Image | None = None

    @property
    def words(self) -> str:
        return self.text or (self.image.alt if self.image else "")


@dataclass(frozen=True)
class PlainQuestion:
    """What a wording says, in the order in which it is written down.

    `accepted` are the texts of each gap, of a short text, or one number; `offered` the words to
    fill gaps from, all of them, or the matches that belong to nothing.
    """

    kind: QuestionKind
    stem: str = ""
    parts: tuple[Part, ...] = ()
    offered: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    tolerance: str = "0"
    unit: str = ""
    scenario: str = ""
    image: Image | None = None
    explanation: str = ""

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(filter(None, (self.image, *(part.image for part in self.parts))))

    @property
    def gaps(self) -> int:
        return self.stem.count(GAP_MARK)


def plain(wording: Wording) -> PlainQuestion:
    """What a wording says. Options stand by their words, so that their order tells nothing."""
    body, key = wording.body, wording.key
    question = PlainQuestion(
        wording.kind,
        body.stem,
        unit=body.unit,
        scenario=body.scenario,
        image=body.image,
        explanation=key.explanation,
    )
    texts = tuple(tuple(accepted) for accepted in key.right)
    match wording.kind:
        case QuestionKind.MATCHING:
            pairs = zip(body.options, key.right, strict=False)
            parts = [
                Part(o.text, body.text_of(wanted[0]) if wanted else "", image=o.image)
                for o, wanted in pairs
            ]
            taken = {wanted[0] for wanted in key.right if wanted}
            offered = sorted(match.text for match in body.matches if match.id not in taken)
            question = replace(question, parts=tuple(parts), offered=tuple(offered))
        case QuestionKind.ORDERING:
            items = [body.part(wanted[0]) for wanted in key.right]
            question = replace(question, parts=tuple(Part(i.text, image=i.image) for i in items))
        case QuestionKind.GAP if body.matches:
            accepted = tuple(tuple(body.text_of(id) for id in wanted) for wanted in key.right)
            offered = sorted(match.text for match in body.matches)
            question = replace(question, accepted=accepted, offered=tuple(offered))
        case QuestionKind.GAP | QuestionKind.SHORT_TEXT:
            question = replace(question, accepted=texts)
        case QuestionKind.NUMERIC:
            question = replace(question, accepted=texts[:1], tolerance=key.tolerance)
        case _:
            parts = [
                Part(o.text, "", o.id in key.correct, key.feedback.get(o.id, ""), o.image)
                for o in body.options
            ]
            question = replace(question, parts=tuple(parts))
    return ordered(neat(question))


def wording(question: PlainQuestion, new_id: Callable[[], str], *, language: str = "en") -> Wording:
    """The question as it is stored, without anchors; every option and match gets a new id."""
    body = Body(question.stem, unit=question.unit, image=question.image, scenario=question.scenario)
    key = AnswerKey(explanation=question.explanation)
    options = [(Option(new_id(), part.text, part.image), part) for part in question.parts]
    sorted_options = sorted(options, key=lambda pair: pair[0].id)
    body = replace(body, options=tuple(option for option, _part in sorted_options))
    match question.kind:
        case QuestionKind.MATCHING:
            ids = _ids((*(part.match for part in question.parts), *question.offered), new_id)
            body = replace(body, matches=_matches(ids))
            key = replace(key, right=tuple((ids[part.match],) for _option, part in sorted_options))
        case QuestionKind.ORDERING:
            key = replace(key, right=tuple((option.id,) for option, _part in options))
        case QuestionKind.GAP if question.offered:
            every = (text for texts in question.accepted for text in texts)
            ids = _ids((*every, *question.offered), new_id)
            body = replace(body, matches=_matches(ids))
            right = tuple(tuple(ids[text] for text in texts) for texts in question.accepted)
            key = replace(key, right=right)
        case QuestionKind.GAP | QuestionKind.SHORT_TEXT:
            key = replace(key, right=question.accepted, language=language)
        case QuestionKind.NUMERIC:
            key = replace(key, right=question.accepted, tolerance=question.tolerance)
        case _:
            key = replace(
                key,
                correct=frozenset(option.id for option, part in options if part.is_right),
                feedback={option.id: part.feedback for option, part in options if part.feedback},
            )
    return Wording(question.kind, body, key, ())


def ordered(question: PlainQuestion) -> PlainQuestion:
    """The same with its options or pairs by their words, and so in the order of no author."""
    if question.kind == QuestionKind.ORDERING:
        return question
    return replace(
        question,
        parts=tuple(sorted(question.parts, key=_place)),
        offered=tuple(sorted(question.offered)),
    )


def neat(question: PlainQuestion) -> PlainQuestion:
    """The same with every text as the question editor keeps it: on one line, but the scenario."""
    stem = one_line(question.stem)
    return replace(
        question,
        stem=_DRAWN_GAP.sub(GAP_MARK, stem) if question.kind == QuestionKind.GAP else stem,
        parts=tuple(_neat_part(part) for part in question.parts),
        offered=tuple(dict.fromkeys(filter(None, map(one_line, question.offered)))),
        accepted=_neat_accepted(question.accepted),
        unit=one_line(question.unit),
        tolerance=one_line(question.tolerance) or "0",
        scenario=paragraphs(question.scenario),
        image=_neat_image(question.image),
        explanation=one_line(question.explanation),
    )


def one_line(text: str) -> str:
    """The words of a text with one space between them."""
    return unicodedata.normalize("NFC", " ".join(_NO_TEXT.sub("", text).split()))


def paragraphs(text: str) -> str:
    """The text line by line, an empty line between two paragraphs."""
    lines = "\n".join(map(one_line, text.splitlines()))
    return "\n\n".join(filter(None, (each.strip() for each in lines.split("\n\n"))))


def with_scenario(text: str) -> tuple[str, str]:
    """A text of several paragraphs as scenario and stem: the last paragraph is what is asked."""
    before, _, last = paragraphs(text).rpartition("\n\n")
    return before, last


def true_or_false(
    is_true: bool, *, said_to_right: str = "", said_to_wrong: str = ""
) -> tuple[Part, ...]:
    """The two sides of a statement, with what whoever chooses right or wrong is told."""
    return tuple(
        Part(
            text,
            is_right=is_true == side,
            feedback=said_to_right if is_true == side else said_to_wrong,
        )
        for text, side in zip(true_false.FIXED_OPTIONS, (True, False), strict=True)
    )


def _place(part: Part) -> tuple[bool, str, str, str]:
    # True stands before False, wherever the two are the options.
    is_false = part.text == true_false.FIXED_OPTIONS[1]
    image = part.image.sha256 if part.image else ""
    return is_false, part.words.casefold(), part.words, image


def _neat_accepted(accepted: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Each text once; nothing at all where nothing is accepted anywhere."""
    texts = tuple(tuple(dict.fromkeys(filter(None, map(one_line, each)))) for each in accepted)
    return texts if any(texts) else ()


def _neat_part(part: Part) -> Part:
    return Part(
        one_line(part.text),
        one_line(part.match),
        part.is_right,
        one_line(part.feedback),
        _neat_image(part.image),
    )


def _neat_image(image: Image | None) -> Image | None:
    return replace(image, alt=one_line(image.alt)) if image else None


def _ids(texts: Iterable[str], new_id: Callable[[], str]) -> dict[str, str]:
    return {text: new_id() for text in dict.fromkeys(texts)}


def _matches(ids: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(sorted((Option(id, text) for text, id in ids.items()), key=lambda o: o.id))
