"""GIFT, Moodle's plain-text format for questions: reading.

Format: https://docs.moodle.org/en/GIFT_format. A question stands between blank lines; its answers
in braces: `=right ~wrong #feedback ####general feedback`, with weights `%50%`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from learning.quizzes import quantities
from learning.quizzes.exchange import gift_writing, html_text, weights
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem, Unreadable, exchanged
from learning.quizzes.exchange.plain import (
    Part,
    PlainQuestion,
    neat,
    one_line,
    true_or_false,
    with_scenario,
)
from learning.quizzes.exchange.weights import FULL, Weighted
from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind

__all__ = ["read", "write"]
write = gift_writing.write

# Escaped characters, hidden while the unescaped ones are looked for; no text has these.
_HIDDEN = dict(zip("~=#{}:\\n", map(chr, range(0xFDD0, 0xFDD8)), strict=True))
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_NEVER = re.compile("[\ufdd0-\ufdef]")
_TAG = re.compile(r"(?<!\\)\[tag:(.+?)(?<!\\)\]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown|auto)\]")
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d*)?)%")
_ROOTS = re.compile(r"\A(?:\$(?:course|system|module|cat\d+)\$(?:/|\Z))?(?:top(?:/(?!/)|\Z))?")
_SLASH = "\ufdef"
_GAP = re.compile("_{3,}")
_ENDS = ".?!:;)"


@dataclass
class _Block:
    """The lines of one question as they stand in the file."""

    line: int
    category: tuple[str, ...]
    tags: tuple[str, ...]
    lines: list[str] = field(default_factory=list)


def read(text: str) -> Exchanged:
    """All questions of a file; problems name the line."""
    items: list[Item] = []
    problems: list[Problem] = []
    for block in _blocks(text):
        notes: list[str] = []
        try:
            question = _Reader(block, notes).question()
        except Unreadable as error:
            problems.append(Problem(error.line or block.line, error.message))
            continue
        problems += [Problem(block.line, note, is_left_out=False) for note in notes]
        items.append(Item(neat(question), block.line, block.category, block.tags))
    return exchanged(items, problems)


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    block: _Block | None = None
    for number, line in enumerate(_NEVER.sub("", text.replace("\r\n", "\n")).split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            tags += tuple(one_line(re.sub(r"\\([\[\]])", r"\1", t)) for t in _TAG.findall(stripped))
            if block is not None:
                block.lines.append("")
        elif not stripped:
            block = None
        elif block is None and stripped.startswith("$CATEGORY:"):
            category = category_of(stripped.removeprefix("$CATEGORY:"))
        else:
            if block is None:
                block, tags = _Block(number, category, tags), ()
                blocks.append(block)
            block.lines.append(line)
    return blocks


def category_of(path: str) -> tuple[str, ...]:
    """The names in a path, its roots left out; two slashes are one within a name."""
    text = _ROOTS.sub("", _NEVER.sub("", path).strip())
    names = [name.replace(_SLASH, "/") for name in text.replace("//", _SLASH).split("/")]
    return tuple(filter(None, map(one_line, names)))


class _Reader:
    """Reads one question."""

    def __init__(self, block: _Block, notes: list[str]) -> None:
        self.block = block
        self.notes = notes
        self.format = "moodle"
        hide = _ESCAPED.sub(lambda escape: _HIDDEN[escape[1]], "\n".join(block.lines))
        self.source = hide.strip()

    def question(self) -> PlainQuestion:
        before, inside, after = self._parts()
        inside, _, general = inside.rpartition("####") if "####" in inside else (inside, "", "")
        inside = inside.strip()
        marker = _FORMAT.match(before.lstrip())
        self.format = marker[1] if marker else "moodle"
        scenario, stem = with_scenario(self._text(_joined(before, after), is_stem=True))
        question = self._answered(stem, inside)
        return replace(question, scenario=scenario, explanation=self._text(general))

    def _parts(self) -> tuple[str, str, str]:
        """What stands before, in and after the braces."""
        text = self.source
        if text.startswith("::") and "::" in text[2:]:
            text = text[2:].split("::", 1)[1]
        opens, closes = text.find("{"), text.find("}")
        if opens < 0 and closes < 0:
            raise Unreadable("has no answers in braces: a description is no question here")
        if opens < 0 or (0 <= closes < opens):
            raise Unreadable("has a } without a { before it", self._line(text, closes))
        if closes < 0:
            raise Unreadable("has a { that is never closed", self._line(text, opens))
        after = text[closes + 1 :]
        if "{" in text[opens + 1 : closes] or "{" in after or "}" in after:
            raise Unreadable("has more than one set of answers: several gaps can’t be told apart")
        return text[:opens], text[opens + 1 : closes], after

    def _line(self, text: str, at: int) -> int:
        return self.block.line + self.source[: len(self.source) - len(text) + at].count("\n")

    def _answered(self, stem: str, inside: str) -> PlainQuestion:
        side, _, said = inside.partition("#")
        if not inside:
            raise Unreadable("is an essay: no answer to it can be checked here")
        if inside.startswith("#"):
            return self._number(stem, inside[1:].strip())
        if inside.startswith(">"):
            return self._order(stem, inside[1:])
        if side.strip() in ("T", "TRUE", "F", "FALSE"):
            wrong, _, right = said.partition("#")
            parts = true_or_false(
                side.strip().startswith("T"),
                said_to_right=self._text(right),
                said_to_wrong=self._text(wrong),
            )
            return PlainQuestion(QuestionKind.TRUE_FALSE, stem, parts)
        if "~" in inside:
            return self._choices(stem, inside)
        if "=" not in inside:
            raise Unreadable(f"has answers that begin with neither = nor ~: {_start(inside)}")
        answers = self._answers(inside, "=")
        if any("->" in text for _sign, text in answers):
            return self._pairs(stem, answers)
        texts = weights.accepted([self._weighted(*each) for each in answers], self.notes)
        # One line to write on makes it a gap text; with none it is a short text.
        gaps = _GAP.findall(stem)
        kind = QuestionKind.GAP if len(gaps) == 1 else QuestionKind.SHORT_TEXT
        stem = _GAP.sub(GAP_MARK, stem) if kind == QuestionKind.GAP else stem
        return PlainQuestion(kind, stem, accepted=(texts,))

    def _choices(self, stem: str, inside: str) -> PlainQuestion:
        answers = self._answers(inside, "=~")
        if len(answers) < 2:
            raise Unreadable("has only one option")
        read_answers = [self._weighted(*each) for each in answers]
        if any(sign == "=" for sign, _text in answers):
            parts = weights.single_parts(read_answers, self.notes)
            return PlainQuestion(QuestionKind.SINGLE, stem, parts)
        parts = weights.multiple_parts(read_answers, self.notes)
        return PlainQuestion(QuestionKind.MULTIPLE, stem, parts)

    def _pairs(self, stem: str, answers: Sequence[tuple[str, str]]) -> PlainQuestion:
        parts, offered = [], []
        for _sign, text in answers:
            pair, _, feedback = text.partition("#")
            if "->" not in pair:
                raise Unreadable(f"has a pair without “->”: {_start(text)}")
            left, right = map(self._text, pair.split("->", 1))
            if feedback:
                self.notes.append(f"has feedback on “{left}”, which isn’t kept")
            if not right:
                raise Unreadable(f"has nothing that belongs to “{left}”")
            if left:
                parts.append(Part(left, right))
            else:
                offered.append(right)
        if len(parts) < 2:
            raise Unreadable("has fewer than two pairs")
        return PlainQuestion(QuestionKind.MATCHING, stem, tuple(parts), tuple(offered))

    def _order(self, stem: str, inside: str) -> PlainQuestion:
        head, *lines = inside.split("\n")
        items = [Part(self._text(line)) for line in lines if line.strip()]
        count = re.match(r"\s*(\d+)", head)
        if count and 0 < int(count[1]) < len(items):
            self.notes.append(f"shows {count[1]} of its {len(items)} items: here all are shown")
        if len(items) < 3:
            raise Unreadable("has fewer than three items to order")
        return PlainQuestion(QuestionKind.ORDERING, stem, tuple(items))

    def _number(self, stem: str, inside: str) -> PlainQuestion:
        answers = self._answers(inside, "=~") if inside[:1] in ("=", "~") else [("=", inside)]
        right = []
        for sign, text in answers:
            answer = self._weighted(sign, text)
            if answer.feedback:
                self.notes.append(f"has feedback on {_start(answer.text)}, which isn’t kept")
            if answer.weight >= FULL:
                right.append(answer.text)
            else:
                self.notes.append(
                    f"gives {float(answer.weight):g} % for {_start(answer.text)}: "
                    "here that answer is wrong"
                )
        if len(right) != 1:
            raise Unreadable(f"has {len(right)} fully right numbers; one is what can be asked here")
        value, tolerance = _range(right[0])
        return PlainQuestion(QuestionKind.NUMERIC, stem, accepted=((value,),), tolerance=tolerance)

    def _answers(self, inside: str, signs: str) -> list[tuple[str, str]]:
        """Sign and text of each answer."""
        start, *rest = re.split(f"([{signs}])", inside)
        if start.strip():
            raise Unreadable(f"has answers that begin with neither = nor ~: {_start(start)}")
        # After a weight an = is part of no sign: “~=” never stands in a file.
        return list(zip(rest[::2], rest[1::2], strict=True))

    def _weighted(self, sign: str, answer: str) -> Weighted:
        text, _, feedback = answer.strip().partition("#")
        weight = FULL if sign == "=" else Fraction(0)
        found = _WEIGHT.match(text)
        if found:
            weight, text = Fraction(found[1].rstrip(".")), text[found.end() :]
        elif text.startswith("%") and text.count("%") > 1 and not text[1:2].isspace():
            raise Unreadable(f"has a weight that is no number: {_start(text)}")
        words = self._text(text)
        if not words:
            raise Unreadable("has an answer without words")
        return Weighted(words, weight, self._text(feedback))

    def _text(self, hidden: str, *, is_stem: bool = False) -> str:
        """A text of the file as plain text, by the format that it or its question names."""
        text = hidden.strip()
        marker = _FORMAT.match(text)
        form = marker[1] if marker else self.format
        text = text[marker.end() :] if marker else text
        if form == "html" or (form in ("moodle", "auto") and html_text.has_markup(_show(text))):
            found = html_text.text_of_html(_show(text))
        elif form == "markdown":
            found = html_text.text_of_markdown(_show(text))
        else:
            # Lines are wrapped as somebody liked; only \n ends one.
            found = html_text.HtmlText(_show(" ".join(text.split("\n"))))
        for image in found.images:
            self.notes.append(f"shows an image, which no GIFT file holds: {_start(image.source)}")
        self.notes += [f"holds {lost}, which isn’t kept" for lost in found.lost]
        return found.text if is_stem else one_line(found.text)


def _joined(before: str, after: str) -> str:
    """The question's words; answers in the middle of a sentence leave a gap there."""
    tail = after.strip()
    is_ended = before.rstrip().endswith(tuple(_ENDS)) and not tail.strip(_ENDS)
    return before if not tail or is_ended else f"{before}{GAP_MARK}{after}"


def _range(text: str) -> tuple[str, str]:
    """Value and tolerance of `3`, `3:2` and `1..5`."""
    low, is_range, high = text.partition("..")
    if is_range:
        ends = quantities.number_in(low), quantities.number_in(high)
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            raise Unreadable(f"has a range that is none: {_start(text)}")
        return f"{(ends[0] + ends[1]) / 2:f}", f"{(ends[1] - ends[0]) / 2:f}"
    value, _, tolerance = text.partition(":")
    numbers = quantities.number_in(value), quantities.number_in(tolerance or "0")
    if numbers[0] is None or numbers[1] is None or numbers[1] < 0:
        raise Unreadable(f"has an answer that is no number: {_start(text)}")
    return f"{numbers[0]:f}", f"{numbers[1]:f}"


def _show(hidden: str) -> str:
    return hidden.translate(_SHOWN)


def _start(text: str) -> str:
    words = one_line(_show(text))
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"
