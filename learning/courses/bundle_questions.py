"""A module's questions as a text file: reading and writing are each other's reverse."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from learning import canonical
from learning.errors import RuleBroken
from learning.quizzes import images as image_files
from learning.quizzes.exchange.exchanged import Item, Unreadable, exchanged
from learning.quizzes.exchange.plain import Part, PlainQuestion, neat, one_line
from learning.quizzes.kinds.contract import CHOICE_KINDS, GAP_MARK, Image, QuestionKind

_BEGINS = re.compile(r"^== +", re.MULTILINE)
_CHOICE = re.compile(r"(?:\(([x ])\)|\[([x ])\]) ?(.*)")
_PAIR = re.compile(r"-(?: (.*))?")
_ITEM = re.compile(r"\d+\.(?: (.*))?")
_ANSWER = re.compile(r"(?:(\d+) )?= (.*)")
_NAMED = re.compile(
    r"(id|scenario|image|tolerance|unit|offered|why|from|tag|objective|must-know|approved|rejected|"
    r"retired):(?: (.*))?"
)
_INNER = re.compile(r"    (>|!) (.*)")
_MARKED = (_CHOICE, _PAIR, _ITEM, _ANSWER, _NAMED, _INNER)
_TYPED = (QuestionKind.GAP, QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC)
_STATED = re.compile(r"(.*) \((\d{4}-\d\d-\d\d)\)")


@dataclass(frozen=True)
class Stated:
    """An approval in words: by whom, and on which day if that is known."""

    by: str
    on: str = ""

    @property
    def words(self) -> str:
        return f"{self.by} ({self.on})" if self.on else self.by


def stated(words: str) -> Stated:
    """The reverse of `words`."""
    match = _STATED.fullmatch(words)
    if match:
        try:
            return Stated(match[1], date.fromisoformat(match[2]).isoformat())
        except ValueError:
            return Stated(words)
    return Stated(words)


@dataclass(frozen=True)
class BundleQuestion:
    """A question and how it stands.

    `approval` None is as the course says, "" not approved. `objective` is in its module's words.
    """

    item: Item
    approval: str | None = None
    objective: str = ""
    rejected: str | None = None
    is_retired: bool = False


def read_questions(name: str, text: str, images: Mapping[str, bytes]) -> tuple[BundleQuestion, ...]:
    """The questions of one file; each begins with a line `== kind`.

    Raises RuleBroken bundle-invalid.
    """
    before, *blocks = _BEGINS.split(text)
    line = before.count("\n") + 1
    if before.strip():
        raise RuleBroken("bundle-invalid", file=name, reason="begins without a line “== kind”")
    questions = []
    for block in blocks:
        try:
            questions.append(_Reader(block, line, images).question())
        except Unreadable as error:
            reason = f"line {error.line or line}: the question {error.message}"
            raise RuleBroken("bundle-invalid", file=name, reason=reason) from error
        line += block.count("\n")
    return tuple(questions)


def write_questions(questions: Sequence[BundleQuestion]) -> str:
    """The questions as one file; images are named as `image_path` says."""
    return "\n\n".join("\n".join(_lines(question)) for question in questions) + "\n"


def image_path(image: Image) -> str:
    """Where an image's file lies in the bundle."""
    return f"images/{image.sha256[:16]}.{image.name.rpartition('.')[2]}"


@dataclass
class _Reader:
    """Reads the lines of one question."""

    block: str
    line: int
    images: Mapping[str, bytes]
    stem: list[str] = field(default_factory=list)
    scenario: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    accepted: dict[int, list[str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=lambda: {"from": [], "tag": []})

    def question(self) -> BundleQuestion:
        head, *lines = self.block.rstrip().split("\n")
        try:
            kind = QuestionKind(head.strip())
        except ValueError as error:
            raise Unreadable(f"names an unknown kind of question: {head.strip()[:40]}") from error
        for number, line in enumerate(lines, self.line + 1):
            try:
                self._take(kind, line.rstrip())
            except Unreadable as error:
                raise Unreadable(error.message, error.line or number) from error
        question = neat(self._plain(kind))
        # What our editor couldn't hold is no question of ours.
        for problem in exchanged([Item(question)], []).problems:
            raise Unreadable(problem.message)
        item = Item(
            question,
            self.line,
            tags=tuple(self.lists["tag"]),
            quotes=tuple(self.lists["from"]),
            is_must_know=self.named.get("must-know") == "yes",
        )
        approval = self.named.get("approved")
        return BundleQuestion(
            item,
            "" if approval == "no" else approval,
            self.named.get("objective", ""),
            self.named.get("rejected"),
            self.named.get("retired") == "yes",
        )

    def _take(self, kind: QuestionKind, line: str) -> None:
        choice, pair, item, answer, named, inner = (pattern.fullmatch(line) for pattern in _MARKED)
        if inner and self.parts:
            self._say(inner[1], inner[2])
        elif kind in CHOICE_KINDS and choice:
            is_right = "x" in (choice[1], choice[2])
            self.parts.append(Part(_shown(choice[3]), is_right=is_right))
        elif kind == QuestionKind.MATCHING and pair:
            self._pair(pair[1] or "")
        elif kind == QuestionKind.ORDERING and item:
            self.parts.append(Part(_shown(item[1] or "")))
        elif kind in _TYPED and answer:
            self.accepted.setdefault(int(answer[1] or 1), []).append(_shown(answer[2]))
        elif named:
            self._name(named[1], named[2] or "")
        elif line.strip():
            self.stem.append(_shown(line.strip()))

    def _say(self, sign: str, words: str) -> None:
        last = self.parts[-1]
        change = {"image": self._image(words)} if sign == "!" else {"feedback": _shown(words)}
        self.parts[-1] = replace(last, **change)

    def _pair(self, words: str) -> None:
        left, arrow, right = f" {words} ".partition(" -> ")
        if not arrow:
            raise Unreadable("has a pair without “ -> ”")
        if left.strip():
            self.parts.append(Part(_shown(left.strip()), _shown(right.strip())))
        else:
            self.offered.append(_shown(right.strip()))

    def _name(self, name: str, words: str) -> None:
        if name == "scenario":
            self.scenario.append(_shown(words))
        elif name in self.lists:
            self.lists[name].append(_shown(words))
        elif name == "offered":
            self.offered.append(_shown(words))
        elif name == "image":
            self.named["image"] = words
        else:
            self.named[name] = _shown(words)

    def _plain(self, kind: QuestionKind) -> PlainQuestion:
        stem = " ".join(self.stem)
        places = range(1, max([stem.count(GAP_MARK), *self.accepted]) + 1)
        accepted = tuple(tuple(self.accepted.get(place, ())) for place in places)
        image = self.named.get("image")
        return PlainQuestion(
            kind,
            stem,
            tuple(self.parts),
            tuple(self.offered),
            accepted,
            self.named.get("tolerance", "0"),
            self.named.get("unit", ""),
            "\n".join(self.scenario),
            self._image(image) if image else None,
            self.named.get("why", ""),
        )

    def _image(self, words: str) -> Image:
        path, _, alt = words.partition(" | ")
        content = self.images.get(path.strip())
        if content is None:
            raise Unreadable(f"shows an image that isn’t there: {path.strip()[:80]}")
        try:
            found = image_files.measured(content)
        except RuleBroken as error:
            raise Unreadable(f"shows {path.strip()[:80]}, which is no image of ours") from error
        sha256 = canonical.sha256(content)
        return Image(sha256, found.media_type, found.width, found.height, _shown(alt))


def _lines(question: BundleQuestion) -> Iterator[str]:
    plain, item = question.item.question, question.item
    yield f"== {plain.kind}"
    if item.is_must_know:
        yield "must-know: yes"
    for name, words in (("objective", question.objective), ("approved", question.approval)):
        if name == "approved" and words == "":
            yield "approved: no"
        elif words:
            yield f"{name}: {_hidden(words)}"
    if question.rejected is not None:
        yield f"rejected: {_hidden(question.rejected)}".rstrip()
    if question.is_retired:
        yield "retired: yes"
    yield from (f"tag: {_hidden(tag)}" for tag in item.tags)
    if plain.scenario:
        yield from (f"scenario: {_hidden(line)}".rstrip() for line in plain.scenario.split("\n"))
    if plain.image:
        yield f"image: {_image_words(plain.image)}"
    if plain.stem:
        yield _unmarked(_hidden(plain.stem))
    answers = list(_answers(plain))
    if answers:
        yield ""
        yield from answers
    yield from _end(question)


def _end(question: BundleQuestion) -> Iterator[str]:
    explanation, quotes = question.item.question.explanation, question.item.quotes
    if explanation or quotes:
        yield ""
    if explanation:
        yield f"why: {_hidden(explanation)}"
    yield from (f"from: {_hidden(quote)}" for quote in quotes)


def _answers(question: PlainQuestion) -> Iterator[str]:
    left, right = "[]" if question.kind == QuestionKind.MULTIPLE else "()"
    for number, part in enumerate(question.parts, 1):
        if question.kind == QuestionKind.MATCHING:
            yield f"- {_side(part)} -> {_hidden(part.match)}".rstrip()
        elif question.kind == QuestionKind.ORDERING:
            yield f"{number}. {_hidden(part.text)}".rstrip()
        else:
            sign = "x" if part.is_right else " "
            yield f"{left}{sign}{right} {_hidden(part.text)}".rstrip()
        if part.image:
            yield f"    ! {_image_words(part.image)}"
        if part.feedback:
            yield f"    > {_hidden(part.feedback)}"
    for number, texts in enumerate(question.accepted, 1):
        before = f"{number} " if question.gaps > 1 and question.kind == QuestionKind.GAP else ""
        yield from (f"{before}= {_hidden(text)}" for text in texts)
    if question.kind == QuestionKind.NUMERIC and question.tolerance != "0":
        yield f"tolerance: {_hidden(question.tolerance)}"
    if question.unit:
        yield f"unit: {_hidden(question.unit)}"
    sign = "- ->" if question.kind == QuestionKind.MATCHING else "offered:"
    yield from (f"{sign} {_hidden(word)}" for word in question.offered)


def _side(part: Part) -> str:
    """The left side of a pair; one of nothing but an image is empty words."""
    return _hidden(part.text).replace("->", "-\\>") or "\\"


def _image_words(image: Image) -> str:
    return image_path(image) + (f" | {_hidden(image.alt)}" if image.alt else "")


def _hidden(text: str) -> str:
    """A text on one line, so that none of it is read as a line of its own (`approved: …`).

    Its backslashes are doubled: one backslash takes a sign's meaning away.
    """
    return one_line(text).replace("\\", "\\\\")


def _shown(text: str) -> str:
    return re.sub(r"\\(.?)", r"\1", text)


def _unmarked(line: str) -> str:
    """A line of the question's words that nothing else is read out of."""
    is_mark = line.startswith("== ") or any(mark.fullmatch(line) for mark in _MARKED)
    return f"\\{line}" if is_mark else line
