"""Questions as rows of a table, in columns of our own: docs/question-files.md describes them."""

from collections.abc import Iterable, Iterator, Sequence

from learning.foreign import tables
from learning.foreign.tables import Row
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem, Unreadable, exchanged
from learning.quizzes.exchange.plain import (
    Part,
    PlainQuestion,
    neat,
    one_line,
    paragraphs,
    true_or_false,
)
from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import CHOICE_KINDS, GAP_MARK, QuestionKind
from learning.quizzes.lint import MAXIMUM_OPTIONS

_PLACES = range(1, MAXIMUM_OPTIONS + 1)
_OPTIONS, _MATCHES, _FEEDBACK, _ANSWERS = (
    tuple(f"{name} {n}" for n in _PLACES) for name in ("option", "match", "feedback", "answer")
)
COLUMNS = (
    "kind", "category", "scenario", "question", *_OPTIONS, "right", *_FEEDBACK, *_MATCHES,
    *_ANSWERS, "tolerance", "unit", "offered", "explanation", "sentences", "tags", "must-know",
)  # fmt: skip
_WIDTHS = [40 if name in ("question", "explanation", "sentences") else 16 for name in COLUMNS]
_WITH_PARTS = (*CHOICE_KINDS, QuestionKind.MATCHING, QuestionKind.ORDERING)
_YES = ("yes", "true", "1", "x")


def read_csv(text: str) -> Exchanged:
    """The questions of a CSV file; problems name the row, the head being row 1."""
    return _read(tables.read_csv(text))


def read_xlsx(content: bytes) -> Exchanged:
    """The questions of the first sheet of an XLSX file."""
    return _read(tables.read_xlsx(content))


def write_csv(items: Sequence[Item]) -> tuple[str, tuple[Problem, ...]]:
    """The questions as CSV; problems name, by number, what it can't say."""
    rows, problems = _rows(items)
    return tables.write_csv(rows), problems


def write_xlsx(items: Sequence[Item]) -> tuple[bytes, tuple[Problem, ...]]:
    """The questions as XLSX; problems name, by number, what it can't say."""
    rows, problems = _rows(items)
    return tables.write_xlsx(rows, "Questions", _WIDTHS), problems


def _read(rows: Iterator[tuple[int, Row]]) -> Exchanged:
    _number, head = next(rows, (1, ()))
    names = [" ".join(name.casefold().split()) for name in head]
    problems = [
        Problem(1, f"has a column that isn’t known and not read: “{name[:40]}”", is_left_out=False)
        for name in names
        if name and name not in COLUMNS
    ]
    missing = [name for name in ("kind", "question") if name not in names]
    if missing:
        columns = " and ".join(f"“{name}”" for name in missing)
        return Exchanged((), (Problem(1, f"lacks the column {columns}"),))
    items = []
    for number, row in rows:
        values = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
        try:
            items.append(_item(values, number))
        except Unreadable as error:
            problems.append(Problem(number, error.message))
    return exchanged(items, problems)


def _item(values: dict[str, str], number: int) -> Item:
    kind = _kind(values.get("kind", ""))
    question = PlainQuestion(
        kind,
        values.get("question", ""),
        parts=_parts(kind, values),
        offered=tuple(_lines(values.get("offered", ""))),
        accepted=_accepted(kind, values),
        tolerance=values.get("tolerance", "0"),
        unit=values.get("unit", ""),
        scenario=paragraphs(values.get("scenario", "")),
        explanation=values.get("explanation", ""),
    )
    return Item(
        neat(question),
        number,
        tuple(_lines(values.get("category", ""))),
        tuple(_lines(values.get("tags", ""))),
        tuple(_lines(values.get("sentences", ""))),
        values.get("must-know", "").strip().casefold() in _YES,
    )


def _kind(said: str) -> QuestionKind:
    wanted = "_".join(said.casefold().replace("/", " ").replace("-", " ").split())
    if wanted not in set(QuestionKind):
        known = ", ".join(QuestionKind)
        raise Unreadable(f"is of the kind “{said.strip()[:40]}”; known are {known}")
    return QuestionKind(wanted)


def _parts(kind: QuestionKind, values: dict[str, str]) -> tuple[Part, ...]:
    if kind not in _WITH_PARTS:
        return ()
    if kind == QuestionKind.TRUE_FALSE:
        said = values.get("right", "").strip().casefold()
        if said not in ("true", "false", ""):
            raise Unreadable("says neither “true” nor “false” in the column “right”")
        sides = {text: values.get(f"feedback {n}", "") for n, text in
                 enumerate(true_false.FIXED_OPTIONS, 1)}  # fmt: skip
        parts = true_or_false(said == "true")
        return tuple(
            Part(part.text, is_right=part.is_right and said != "", feedback=sides[part.text])
            for part in parts
        )
    places = [n for n in _PLACES if {f"option {n}", f"match {n}", f"feedback {n}"} & values.keys()]
    right = _numbers(values.get("right", "")) if kind in CHOICE_KINDS else set()
    if not right <= set(places):
        raise Unreadable(f"calls an option right that it hasn’t: {values['right'][:40]}")
    return tuple(
        Part(
            values.get(f"option {n}", ""),
            values.get(f"match {n}", "") if kind == QuestionKind.MATCHING else "",
            n in right,
            values.get(f"feedback {n}", "") if kind in CHOICE_KINDS else "",
        )
        for n in places
    )


def _accepted(kind: QuestionKind, values: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    if kind in _WITH_PARTS:
        return ()
    answers = [tuple(_lines(values.get(name, ""))) for name in _ANSWERS]
    wanted = 1
    if kind == QuestionKind.GAP:
        wanted = max([*(n for n, texts in enumerate(answers, 1) if texts),
                      values.get("question", "").count(GAP_MARK)])  # fmt: skip
    return tuple(answers[:wanted])


def _numbers(said: str) -> set[int]:
    words = said.replace(",", " ").replace(";", " ").split()
    if not all(word.isdecimal() and len(word) < 3 for word in words):
        raise Unreadable(f"has no numbers of options in the column “right”: “{said[:40]}”")
    return {int(word) for word in words}


def _lines(cell: str) -> Iterable[str]:
    return filter(None, map(one_line, cell.splitlines()))


def _rows(items: Sequence[Item]) -> tuple[list[Row], tuple[Problem, ...]]:
    rows: list[Row] = [COLUMNS]
    problems = []
    for number, item in enumerate(items, 1):
        values = _values(item)
        reason = _unsayable(item.question, values)
        if reason:
            problems.append(Problem(number, reason))
        else:
            rows.append(tuple(values.get(name, "") for name in COLUMNS))
    return rows, tuple(problems)


def _unsayable(question: PlainQuestion, values: dict[str, str]) -> str | None:
    if question.images:
        return "has images, which no table holds"
    if any(len(value) > tables.LONGEST_CELL for value in values.values()):
        return "has a text that is too long for a cell"
    if any(not (part.text or part.match or part.feedback) for part in question.parts):
        return "has an option without words"
    return None


def _values(item: Item) -> dict[str, str]:
    question = item.question
    texts = [part.text for part in question.parts]
    right = [str(n) for n, part in enumerate(question.parts, 1) if part.is_right]
    if question.kind == QuestionKind.TRUE_FALSE:
        right = [part.text.casefold() for part in question.parts if part.is_right]
        texts = []
    return {
        "kind": question.kind,
        "category": "\n".join(item.category),
        "scenario": question.scenario,
        "question": question.stem,
        **dict(zip(_OPTIONS, texts, strict=False)),
        "right": ", ".join(right),
        **dict(zip(_FEEDBACK, (part.feedback for part in question.parts), strict=False)),
        **dict(zip(_MATCHES, (part.match for part in question.parts), strict=False)),
        **dict(zip(_ANSWERS, ("\n".join(texts) for texts in question.accepted), strict=False)),
        "tolerance": question.tolerance if question.kind == QuestionKind.NUMERIC else "",
        "unit": question.unit,
        "offered": "\n".join(question.offered),
        "explanation": question.explanation,
        "sentences": "\n".join(item.quotes),
        "tags": "\n".join(item.tags),
        "must-know": "yes" if item.is_must_know else "",
    }
