"""Between a question's form and its wording: filling in, reading, and placing what is missing."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from wtforms import Field

from learning.articles.outline import Sentence
from learning.identifiers import public_id
from learning.quizzes import lint
from learning.quizzes.content import AnchorSpan, Wording, anchor_span
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind
from learning.web.trainer.forms import OptionForm, QuestionForm
from learning.web.trainer.words import PROBLEMS

STARTING_OPTIONS = 3
OPTIONS_FIELD = "options"
SENTENCES_FIELD = "sentences"


@dataclass(frozen=True)
class Missing:
    """Something that keeps a question from being approved, and the control where it is mended."""

    field: str
    text: LazyString


def filled(form: QuestionForm, wording: Wording, revision: int) -> None:
    """Show a stored wording in an empty form: the right options first, True before False."""
    form.kind.data = wording.kind
    form.stem.data = wording.body.stem
    form.explanation.data = wording.key.explanation
    form.revision.data = revision
    key = wording.key
    options = sorted(wording.body.options, key=lambda option: option.id not in key.correct)
    if wording.kind == QuestionKind.TRUE_FALSE:
        options.sort(key=lambda option: option.text, reverse=True)
    for option in options:
        form.options.append_entry(
            {
                "id": option.id,
                "text": option.text,
                "correct": option.id in key.correct,
                "feedback": key.feedback.get(option.id, ""),
            }
        )


def with_rows(form: QuestionForm) -> None:
    """Give the form the rows its kind starts with."""
    wanted = STARTING_OPTIONS if len(form.options) < lint.MINIMUM_OPTIONS else 0
    if form.kind.data == QuestionKind.TRUE_FALSE:
        wanted = len(true_false.FIXED_OPTIONS)
    while len(form.options) < wanted:
        form.options.append_entry()


def written(
    form: QuestionForm, known: Collection[str], chosen: Sequence[Sentence], text: str
) -> Wording:
    """What the form says. Options keep the ids in `known`; new ones get an id; blank rows go.

    `chosen` are sentences of `text`, in order.
    """
    kind = QuestionKind(form.kind.data)
    taken: set[str] = set()
    options: list[Option] = []
    correct: set[str] = set()
    feedback: dict[str, str] = {}
    for at, row in enumerate(form.options):
        words = _words(kind, at, row.form)
        if words is None:
            continue
        id = row.form.id.data if row.form.id.data in set(known) - taken else public_id()
        taken.add(id)
        options.append(Option(id, words))
        if row.form.correct.data:
            correct.add(id)
        if said := _line(row.form.feedback.data):
            feedback[id] = said
    return Wording(
        kind,
        Body(_line(form.stem.data), tuple(sorted(options, key=lambda option: option.id))),
        AnswerKey(frozenset(correct), _line(form.explanation.data), feedback),
        tuple(anchor_span(text, sentence) for sentence in chosen),
    )


def is_same(one: Wording, other: Wording) -> bool:
    """Whether two wordings say the same about the same sentences, wherever those stand now."""
    return (one.kind, one.body, one.key, _ids(one.anchors)) == (
        other.kind, other.body, other.key, _ids(other.anchors),
    )  # fmt: skip


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
        if code in ("options-number", "no-key", "two-keys", "options-not-true-false"):
            found.append(Missing(OPTIONS_FIELD, sentence))
        if code == "anchor-missing":
            found.append(Missing(SENTENCES_FIELD, sentence))
    order = ["stem", OPTIONS_FIELD, "explanation", SENTENCES_FIELD]
    return sorted(found, key=lambda missing: order.index(missing.field.partition("-")[0]))


def _places(form: QuestionForm, code: str) -> list[Field]:
    is_fixed = form.kind.data == QuestionKind.TRUE_FALSE
    rows = [row.form for row in form.options if is_fixed or not _is_blank(row.form)]
    texts = Counter(_line(row.text.data).casefold() for row in rows)
    if code == "stem-missing":
        return [form.stem]
    if code == "explanation-missing":
        return [form.explanation]
    if code == "option-empty":
        return [row.text for row in rows if not _line(row.text.data)]
    if code == "duplicate-option":
        repeated = [row for row in rows if texts[_line(row.text.data).casefold()] > 1]
        return [row.text for row in repeated[1:]]
    if code == "feedback-missing":
        return [
            row.feedback for row in rows if not row.correct.data and not _line(row.feedback.data)
        ]
    return []


def _words(kind: QuestionKind, at: int, row: OptionForm) -> str | None:
    """An option's text; None for a row that is no option."""
    if kind == QuestionKind.TRUE_FALSE:
        fixed = true_false.FIXED_OPTIONS
        return fixed[at] if at < len(fixed) else None
    return None if _is_blank(row) else _line(row.text.data)


def _is_blank(row: OptionForm) -> bool:
    return not (_line(row.text.data) or row.correct.data or _line(row.feedback.data))


def _line(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _ids(anchors: Sequence[AnchorSpan]) -> list[str]:
    return [anchor.sentence for anchor in anchors]
