"""Between a question's form and its wording: filling in and reading, for every kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from learning.articles.outline import Sentence
from learning.identifiers import public_id
from learning.quizzes import lint, quantities, text_matching
from learning.quizzes.content import AnchorSpan, Wording, anchor_span
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import (
    AnswerKey,
    Body,
    Image,
    Option,
    QuestionKind,
)
from learning.web.trainer.question_forms import ImageForm, OptionForm, QuestionForm

STARTING_OPTIONS = 3
# Kinds whose options, items or left sides may have an image.
_WITH_IMAGES = (
    QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING,
)  # fmt: skip
SENTENCES_FIELD = "sentences"


def filled(form: QuestionForm, wording: Wording, revision: int) -> None:
    """Show a stored wording in an empty form: the right options first, True before False."""
    form.kind.data = wording.kind
    form.scenario.data = wording.body.scenario
    form.stem.data = wording.body.stem
    if wording.body.image:
        form.image.form.sha256.data = wording.body.image.sha256
        form.image.form.alt.data = wording.body.image.alt
    form.explanation.data = wording.key.explanation
    form.revision.data = revision
    for row in _rows(wording):
        form.options.append_entry(row)
    if wording.kind == QuestionKind.NUMERIC:
        form.value.data = wording.key.right[0][0] if wording.key.right else ""
        form.tolerance.data = wording.key.tolerance if wording.key.tolerance != "0" else ""
        form.unit.data = wording.body.unit


def with_rows(form: QuestionForm) -> None:
    """Give the form the rows its kind starts with."""
    kind, rows = form.kind.data, len(form.options)
    wanted = STARTING_OPTIONS if rows < lint.MINIMUM_OPTIONS else 0
    if kind == QuestionKind.TRUE_FALSE:
        wanted = len(true_false.FIXED_OPTIONS)
    elif kind == QuestionKind.GAP:
        wanted = min(Body(form.stem.data or "").gaps or 1, lint.MAXIMUM_OPTIONS)
    elif kind in (QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC):
        wanted = 1
    while len(form.options) < wanted:
        form.options.append_entry()


def written(
    form: QuestionForm,
    known: Body,
    pictures: Mapping[str, Image],
    chosen: Sequence[Sentence],
    text: str,
    language: str,
) -> Wording:
    """What the form says. What is in `known` keeps its ids; the rest gets new ones; blank rows go.

    `pictures` are the stored images that the form names by their hashes; `chosen` are sentences of
    `text`, in order; `language` is the one the article is written in.
    """
    kind = QuestionKind(form.kind.data)
    stem, explanation = line(form.stem.data), line(form.explanation.data)
    rows = [row.form for row in form.options]
    parts = _Parts(known, pictures if has_images(kind) else {})
    match kind:
        case QuestionKind.MATCHING:
            body, key = _matching(stem, explanation, rows, parts)
        case QuestionKind.ORDERING:
            body, key = _ordering(stem, explanation, rows, parts)
        case QuestionKind.GAP:
            body = Body(stem)
            key = _typed(explanation, rows[: body.gaps], text, language)
        case QuestionKind.SHORT_TEXT:
            body = Body(stem)
            key = _typed(explanation, rows[:1], text, language)
        case QuestionKind.NUMERIC:
            body = Body(stem, unit=line(form.unit.data))
            right = ((_number(form.value.data),),)
            tolerance = _number(form.tolerance.data) or "0"
            key = AnswerKey(explanation=explanation, right=right, tolerance=tolerance)
        case _:
            body, key = _choices(kind, stem, explanation, rows, parts)
    body = replace(
        body, image=_image(form.image.form, pictures), scenario=paragraphs(form.scenario.data)
    )
    return Wording(kind, body, key, tuple(anchor_span(text, sentence) for sentence in chosen))


def is_same(one: Wording, other: Wording) -> bool:
    """Whether two wordings say the same about the same sentences, wherever those stand now."""
    return (one.kind, one.body, one.key, _ids(one.anchors)) == (
        other.kind, other.body, other.key, _ids(other.anchors),
    )  # fmt: skip


def is_blank(kind: str, row: OptionForm) -> bool:
    """Whether a row says nothing, as far as its kind looks at it."""
    says = [line(row.text.data)]
    if has_images(kind):
        says.append(row.image.sha256.data)
    if kind == QuestionKind.MATCHING:
        says.append(line(row.match.data))
    elif kind != QuestionKind.ORDERING:
        says += [row.correct.data, line(row.feedback.data)]
    return not any(says)


def has_images(kind: str) -> bool:
    """Whether what this kind lists may have images."""
    return kind in _WITH_IMAGES


def line(typed: str | None) -> str:
    """What was typed, on one line."""
    return " ".join((typed or "").split())


def paragraphs(typed: str | None) -> str:
    """What was typed, line by line; an empty line between two paragraphs."""
    lines = "\n".join(map(line, (typed or "").splitlines()))
    return "\n\n".join(filter(None, (each.strip() for each in lines.split("\n\n"))))


@dataclass
class _Parts:
    """Options and matches with their ids: known ones once, else new ones."""

    known: Body
    pictures: Mapping[str, Image]
    taken: set[str] = field(default_factory=set)

    def option(self, row: OptionForm, text: str) -> Option:
        wanted, options = row.id.data, {option.id for option in self.known.options}
        id = wanted if wanted in options - self.taken else public_id()
        assert id is not None  # None is in no set
        self.taken.add(id)
        return Option(id, text, _image(row.image.form, self.pictures))

    def match(self, text: str) -> Option:
        known = next((match for match in self.known.matches if match.text == text), None)
        return known or Option(public_id(), text)


def _rows(wording: Wording) -> list[dict[str, object]]:
    """A stored wording as rows of the form."""
    body, key = wording.body, wording.key
    match wording.kind:
        case QuestionKind.MATCHING:
            pairs = zip(body.options, key.right, strict=True)
            return [
                {**_row_of(option), "match": body.text_of(wanted[0])} for option, wanted in pairs
            ]
        case QuestionKind.ORDERING:
            return [_row_of(body.part(id)) for (id,) in key.right]
        case QuestionKind.GAP | QuestionKind.SHORT_TEXT:
            return [{"accepted": "\n".join(texts)} for texts in key.right]
        case QuestionKind.NUMERIC:
            return []
    options = sorted(body.options, key=lambda option: option.id not in key.correct)
    if wording.kind == QuestionKind.TRUE_FALSE:
        options.sort(key=lambda option: option.text, reverse=True)
    return [
        {
            **_row_of(option),
            "correct": option.id in key.correct,
            "feedback": key.feedback.get(option.id, ""),
        }
        for option in options
    ]


def _row_of(option: Option) -> dict[str, object]:
    """What every row has."""
    image = option.image
    shown = {"sha256": image.sha256, "alt": image.alt} if image else {}
    return {"id": option.id, "text": option.text, "image": shown}


def _image(form: ImageForm, pictures: Mapping[str, Image]) -> Image | None:
    found = pictures.get(form.sha256.data or "")
    return replace(found, alt=line(form.alt.data)) if found else None


def _choices(
    kind: QuestionKind, stem: str, explanation: str, rows: Sequence[OptionForm], parts: _Parts
) -> tuple[Body, AnswerKey]:
    options: list[Option] = []
    correct: set[str] = set()
    feedback: dict[str, str] = {}
    for at, row in enumerate(rows):
        words = _words(kind, at, row)
        if words is None:
            continue
        option = parts.option(row, words)
        options.append(option)
        if row.correct.data:
            correct.add(option.id)
        if said := line(row.feedback.data):
            feedback[option.id] = said
    return Body(stem, _sorted(options)), AnswerKey(frozenset(correct), explanation, feedback)


def _matching(
    stem: str, explanation: str, rows: Sequence[OptionForm], parts: _Parts
) -> tuple[Body, AnswerKey]:
    pairs = sorted(
        (
            (parts.option(row, line(row.text.data)), line(row.match.data))
            for row in rows
            if not is_blank(QuestionKind.MATCHING, row)
        ),
        key=lambda pair: pair[0].id,
    )
    matches = {text: parts.match(text) for text in {text for _, text in pairs}}
    right = tuple((matches[text].id,) for _, text in pairs)
    body = Body(stem, tuple(option for option, _ in pairs), _sorted(matches.values()))
    return body, AnswerKey(explanation=explanation, right=right)


def _ordering(
    stem: str, explanation: str, rows: Sequence[OptionForm], parts: _Parts
) -> tuple[Body, AnswerKey]:
    options = [
        parts.option(row, line(row.text.data))
        for row in rows
        if not is_blank(QuestionKind.ORDERING, row)
    ]
    right = tuple((option.id,) for option in options)
    return Body(stem, _sorted(options)), AnswerKey(explanation=explanation, right=right)


def _typed(explanation: str, rows: Sequence[OptionForm], text: str, language: str) -> AnswerKey:
    right = tuple(map(_accepted, rows))
    rivals = text_matching.rivals(text, [each for accepted in right for each in accepted])
    return AnswerKey(explanation=explanation, right=right, language=language, rivals=rivals)


def _accepted(row: OptionForm) -> tuple[str, ...]:
    return tuple(filter(None, map(line, (row.accepted.data or "").splitlines())))


def _number(typed: str | None) -> str:
    """A number in its plain form; what is none stays as it was typed, to be mended."""
    value = quantities.number_in(typed or "")
    return line(typed) if value is None else f"{value:f}"


def _words(kind: QuestionKind, at: int, row: OptionForm) -> str | None:
    """An option's text; None for a row that is no option."""
    if kind == QuestionKind.TRUE_FALSE:
        fixed = true_false.FIXED_OPTIONS
        return fixed[at] if at < len(fixed) else None
    return None if is_blank(kind, row) else line(row.text.data)


def _sorted(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: option.id))


def _ids(anchors: Sequence[AnchorSpan]) -> list[str]:
    return [anchor.sentence for anchor in anchors]
