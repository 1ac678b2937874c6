"""GIFT: writing."""

import re
from collections.abc import Sequence

from learning.quizzes import quantities
from learning.quizzes.exchange.exchanged import Item, Problem, unfinished
from learning.quizzes.exchange.plain import Part, PlainQuestion
from learning.quizzes.exchange.weights import full_weights
from learning.quizzes.kinds.contract import QuestionKind

_SPECIAL = re.compile(r"[~=#{}:\\]")
# What a reader would take for a weight, a comment or the name of a format.
_MISREAD = re.compile(r"%|//|\[(?:html|moodle|plain|markdown|auto)\]")
_UNTAGGABLE = re.compile(r"[\[\]\\]")
_LONGEST_NAME = 60
_GAP = re.compile("_{3,}")


def write(items: Sequence[Item]) -> tuple[str, tuple[Problem, ...]]:
    """The questions as a GIFT file; problems name, by number, what it can't say."""
    problems: list[Problem] = []
    blocks: list[str] = []
    category: tuple[str, ...] = ()
    for number, item in enumerate(items, 1):
        reason = _unsayable(item.question)
        if reason:
            problems.append(Problem(number, reason))
            continue
        lost = ["its unit"] * bool(item.question.unit)
        lost += [f"the tag “{tag}”" for tag in item.tags if _UNTAGGABLE.search(tag)]
        if lost:
            problems.append(Problem(number, f"goes without {', '.join(lost)}", is_left_out=False))
        if item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: {path_of(category)}")
        blocks.append(_block(item))
    return "\n\n".join([*blocks, ""]), tuple(problems)


def _unsayable(question: PlainQuestion) -> str | None:
    """Why a GIFT file can't say this question; None when it can."""
    reason = unfinished(question)
    if reason:
        return reason
    if question.images:
        return "has images, which no GIFT file holds"
    if question.kind == QuestionKind.GAP and question.offered:
        return "offers words for its gaps, which GIFT can’t say"
    if question.kind == QuestionKind.GAP and len(_GAP.findall(question.stem)) != 1:
        return "has several gaps, and GIFT knows only one"
    if question.kind == QuestionKind.SHORT_TEXT and len(_GAP.findall(question.stem)) == 1:
        return "would be read as a gap text, because of the line to write on in its words"
    is_typed = question.kind in (QuestionKind.SHORT_TEXT, QuestionKind.GAP)
    if is_typed and any("->" in text for text in question.accepted[0]):
        return "would be read as matching, because of “->” in what it accepts"
    if any("->" in part.text for part in question.parts if part.match):
        return "has “->” in what is to be matched, which GIFT can’t say"
    return None


def _block(item: Item) -> str:
    question = item.question
    known = [tag for tag in item.tags if not _UNTAGGABLE.search(tag)]
    tags = "".join(f"// [tag:{tag}]\n" for tag in known)
    before = f"{question.scenario}\n\n" if question.scenario else ""
    stem = _escaped(before + question.stem)
    name = _escaped(question.stem[:_LONGEST_NAME].strip())
    lines = [f"{tags}::{name}::[plain]{stem} {{{_opening(question)}"]
    lines += [f"\t{answer}" for answer in _answers(question)]
    if question.explanation:
        lines.append(f"\t####{_text(question.explanation)}")
    return "\n".join([*lines, "}"])


def _opening(question: PlainQuestion) -> str:
    """What stands right behind the brace."""
    match question.kind:
        case QuestionKind.TRUE_FALSE:
            right = next(part for part in question.parts if part.is_right)
            wrong = next(part for part in question.parts if not part.is_right)
            feedback = f"#{_text(wrong.feedback)}" if wrong.feedback or right.feedback else ""
            feedback += f"#{_text(right.feedback)}" if right.feedback else ""
            return right.text.upper() + feedback
        case QuestionKind.NUMERIC:
            value, tolerance = question.accepted[0][0], question.tolerance
            return f"#{_number(value)}" + (f":{_number(tolerance)}" if tolerance != "0" else "")
        case QuestionKind.ORDERING:
            return f">{len(question.parts)}"
    return ""


def _answers(question: PlainQuestion) -> list[str]:
    """One line for each answer."""
    match question.kind:
        case QuestionKind.SINGLE:
            return [("=" if part.is_right else "~") + _option(part) for part in question.parts]
        case QuestionKind.MULTIPLE:
            shares = zip(full_weights(question.parts), question.parts, strict=True)
            return [f"~%{share}%{_option(part)}" for share, part in shares]
        case QuestionKind.MATCHING:
            pairs = [(_text(part.text), _text(part.match)) for part in question.parts]
            pairs += [("", _text(match)) for match in question.offered]
            return [f"={left} -> {right}" for left, right in pairs]
        case QuestionKind.ORDERING:
            return [_text(part.text) for part in question.parts]
        case QuestionKind.SHORT_TEXT | QuestionKind.GAP:
            # An asterisk is a joker to those who read it.
            return [f"={_text(text.replace('*', chr(92) + '*'))}" for text in question.accepted[0]]
    return []


def _option(part: Part) -> str:
    return _text(part.text) + (f"#{_text(part.feedback)}" if part.feedback else "")


def _text(text: str) -> str:
    """A text that nobody takes for anything but a text."""
    return ("[plain]" if _MISREAD.match(text) else "") + _escaped(text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text).replace("\n", "\\n")


def _number(text: str) -> str:
    """A number as GIFT writes it: with a point."""
    return f"{quantities.number_in(text):f}"


def path_of(category: Sequence[str]) -> str:
    """The names of a category as Moodle writes them, below the course's own root."""
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in category)])
