"""Aiken, the plainest format: a question, its options by letter, and the letter of the right one.

Format: https://docs.moodle.org/en/Aiken_format.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem, exchanged, unfinished
from learning.quizzes.exchange.plain import Part, PlainQuestion, neat
from learning.quizzes.kinds.contract import QuestionKind

_OPTION = re.compile(r"([A-Za-z])[.)]\s+(.*)")
_ANSWER = re.compile(r"answer\s*:\s*(.*)", re.IGNORECASE)


def read(text: str) -> Exchanged:
    """All questions of a file; problems name the line where each unreadable one begins."""
    items: list[Item] = []
    problems: list[Problem] = []
    start, stem, options = 0, "", list[tuple[str, str]]()

    def end(problem: str = "") -> None:
        nonlocal stem, options
        if problem and (stem or options):
            problems.append(Problem(start, problem))
        stem, options = "", []

    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        line = line.strip()
        answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        if answer:
            question = _question(stem, options, answer[1].strip().rstrip(".)"))
            if isinstance(question, str):
                problems.append(Problem(start or number, question))
            else:
                items.append(Item(neat(question), start))
            start, stem, options = 0, "", []
        elif option and stem:
            options.append((option[1].upper(), option[2]))
        elif line and options:
            end("ends without a line “ANSWER: ” with the letter of the right option")
            start, stem = number, line
        elif line:
            start, stem = start if stem else number, f"{stem} {line}".strip()
    end("ends without a line “ANSWER: ” with the letter of the right option")
    return exchanged(items, problems)


def write(items: Sequence[Item]) -> tuple[str, tuple[Problem, ...]]:
    """The single choice questions; problems name, by number, what Aiken can't say."""
    problems: list[Problem] = []
    blocks: list[str] = []
    for number, item in enumerate(items, 1):
        question = item.question
        reason = _unsayable(question)
        if reason:
            problems.append(Problem(number, reason))
            continue
        lost = _lost(item)
        if lost:
            problems.append(Problem(number, f"goes without {lost}", is_left_out=False))
        right = next(n for n, part in enumerate(question.parts) if part.is_right)
        lines = [f"{ascii_uppercase[n]}) {part.text}" for n, part in enumerate(question.parts)]
        blocks.append("\n".join([question.stem, *lines, f"ANSWER: {ascii_uppercase[right]}"]))
    return "\n\n".join([*blocks, ""]), tuple(problems)


def _question(stem: str, options: list[tuple[str, str]], answer: str) -> PlainQuestion | str:
    """The question, or why it is none."""
    letters = [letter for letter, _text in options]
    if not stem:
        return "has a line “ANSWER: ” without a question before it"
    if len(options) < 2:
        return "has fewer than two options that begin with a letter, as in “A) ”"
    if letters != list(ascii_uppercase[: len(letters)]):
        return f"has options whose letters aren’t in order: {', '.join(letters)}"
    wanted = answer.upper()
    if wanted not in letters:
        return f"has an answer, “{answer[:20]}”, that is no option’s letter"
    parts = tuple(Part(text, is_right=letter == wanted) for letter, text in options)
    return PlainQuestion(QuestionKind.SINGLE, stem, parts)


def _unsayable(question: PlainQuestion) -> str | None:
    reason = unfinished(question)
    if reason:
        return reason
    if question.kind not in (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE):
        return "is no single choice, the only kind that Aiken knows"
    if question.images:
        return "has images, which no Aiken file holds"
    if question.kind == QuestionKind.TRUE_FALSE:
        return "is true or false, which Aiken doesn’t tell from single choice"
    if any(map(_is_misread, [question.stem])):
        return "begins like an option or an answer line, so Aiken would misread it"
    return None


def _is_misread(text: str) -> bool:
    return bool(_OPTION.fullmatch(text) or _ANSWER.fullmatch(text))


def _lost(item: Item) -> str:
    question = item.question
    names = {
        "its scenario": question.scenario,
        "the feedback on its options": any(part.feedback for part in question.parts),
        "its explanation": question.explanation,
        "its tags": item.tags,
    }
    return ", ".join(name for name, is_there in names.items() if is_there)
