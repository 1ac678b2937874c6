"""What keeps a question from being approved, each thing at the control where it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from wtforms import Field

from learning.quizzes import lint
from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import CHOICE_KINDS, Image, Option, QuestionKind
from learning.web.trainer.question_forms import OptionForm, QuestionForm
from learning.web.trainer.wordings import SENTENCES_FIELD, has_images, is_blank, line
from learning.web.trainer.words import PROBLEMS

OPTIONS_FIELD = "options"
# Problems of all rows together, told above them.
_OF_ALL_ROWS = (
    "options-number", "no-key", "two-keys", "options-not-true-false", "pairs-number",
    "items-number",
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """Something that keeps a question from being approved, and the control where it is mended."""

    field: str
    text: LazyString


def problems_of(wording: Wording) -> list[str]:
    """Codes of what is missing before the wording can be approved."""
    return lint.problems(wording.kind, wording.body, wording.key, wording.anchors)


def show_missing(form: QuestionForm, codes: Sequence[str]) -> list[Missing]:
    """Put each problem at its place in the form; returns them all, in the order of the page."""
    found: list[Missing] = []
    for code in codes:
        sentence = PROBLEMS[code]
        for field in _places(form, code):
            field.errors = [*field.errors, sentence]
            found.append(Missing(field.id, sentence))
        if code in _OF_ALL_ROWS:
            found.append(Missing(OPTIONS_FIELD, sentence))
        if code == "anchor-missing":
            found.append(Missing(SENTENCES_FIELD, sentence))
    order = ["image", "stem", OPTIONS_FIELD, "value", "tolerance", "explanation", SENTENCES_FIELD]
    return sorted(found, key=lambda missing: order.index(missing.field.partition("-")[0]))


def _places(form: QuestionForm, code: str) -> list[Field]:
    rows = _counted_rows(form)
    match code:
        case "stem-missing" | "gap-missing":
            return [form.stem]
        case "explanation-missing":
            return [form.explanation]
        case "value-not-number":
            return [form.value]
        case "tolerance-not-number":
            return [form.tolerance]
        case "image-without-alt":
            pictures = [form.image, *(row.image for row in rows if has_images(form.kind.data))]
            return [each.alt for each in pictures if each.sha256.data and not line(each.alt.data)]
        case "option-empty":
            return [row.text for row in rows if not (line(row.text.data) or row.image.sha256.data)]
        case "match-empty":
            return [row.match for row in rows if not line(row.match.data)]
        case "gap-without-answer" | "no-accepted-text":
            return [row.accepted for row in rows if not line(row.accepted.data)]
        case "duplicate-option":
            options = [_as_option(str(place), row) for place, row in enumerate(rows)]
            return [rows[int(option.id)].text for option in lint.repeated(options)]
        case "feedback-missing":
            return [
                row.feedback for row in rows if not row.correct.data and not line(row.feedback.data)
            ]
    return []


def _counted_rows(form: QuestionForm) -> list[OptionForm]:
    """The rows that are options, pairs, items or gaps of the question."""
    rows = [row.form for row in form.options]
    kind = form.kind.data
    if kind == QuestionKind.TRUE_FALSE:
        return rows[:2]
    if kind == QuestionKind.SHORT_TEXT:
        return rows[:1]
    if kind in (*CHOICE_KINDS, QuestionKind.MATCHING, QuestionKind.ORDERING):
        return [row for row in rows if not is_blank(kind, row)]
    return rows


def _as_option(id: str, row: OptionForm) -> Option:
    """What of a row makes it the same as another one."""
    sha256 = row.image.sha256.data
    image = Image(sha256, "", 0, 0, line(row.image.alt.data)) if sha256 else None
    return Option(id, line(row.text.data), image)
