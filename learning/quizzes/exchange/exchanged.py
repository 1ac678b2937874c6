"""What all formats read and write: questions with what belongs to them, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.quizzes import grading
from learning.quizzes.exchange.plain import PlainQuestion, wording
from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.lint import MAXIMUM_OPTIONS, MINIMUM_OPTIONS

LONGEST_TEXT = 3_000
LONGEST_LINE = 300
LONGEST_NUMBER = 40
MOST_QUESTIONS = 2_000
MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Item:
    """A question on its way in or out, with what a format may say about it besides.

    `category` is a path of names, the outermost first; `quotes` are the sentences it rests on.
    """

    question: PlainQuestion
    line: int = field(default=0, compare=False)
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    is_must_know: bool = False


@dataclass(frozen=True)
class Problem:
    """What a format or this product can't say, and where: a line, a row, a question's number.

    Either the whole question is left out, or it goes without what the message names.
    """

    line: int
    message: str
    is_left_out: bool = True


@dataclass(frozen=True)
class Exchanged:
    """What a file holds: questions, problems by line, and the bytes of images by their hash."""

    questions: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)


class Unreadable(Exception):
    """One question can't be had; the message says why, `line` where if that is known better."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def exchanged(
    items: list[Item], problems: list[Problem], images: Mapping[str, bytes] | None = None
) -> Exchanged:
    """What was found; questions that our editor couldn't hold become problems."""
    kept, refused = [], list(problems)
    for number, item in enumerate(items, 1):
        reason = _too_much(item.question)
        if number > MOST_QUESTIONS:
            reason = f"is beyond the {MOST_QUESTIONS} questions that one file may hold"
        if reason:
            refused.append(Problem(item.line, reason))
        else:
            kept.append(item)
    refused.sort(key=lambda problem: problem.line)
    used = {image.sha256 for item in kept for image in item.question.images}
    wanted = {sha256: content for sha256, content in (images or {}).items() if sha256 in used}
    return Exchanged(tuple(kept), _first(list(dict.fromkeys(refused))), wanted)


def _first(problems: list[Problem]) -> tuple[Problem, ...]:
    """As many problems as somebody could look at, and how many more there are."""
    shown, others = problems[:MOST_PROBLEMS], problems[MOST_PROBLEMS:]
    if others:
        shown.append(Problem(others[0].line, f"and what follows has {len(others)} more problems"))
    return tuple(shown)


def unfinished(question: PlainQuestion) -> str | None:
    """Why a question is no complete one yet, so that formats which need a key can't say it."""
    numbers = iter(range(1_000))
    draft = wording(question, lambda: str(next(numbers)))
    if not question.stem:
        return "has no words yet"
    if question.kind in CHOICE_KINDS and len(question.parts) < MINIMUM_OPTIONS:
        return "has fewer than two options"
    if any(not part.words for part in question.parts):
        return "has an option without words"
    if grading.KINDS[question.kind].problems(draft.body, draft.key):
        return "isn’t finished: its right answer is missing or can’t be"
    return None


def _too_much(question: PlainQuestion) -> str | None:
    texts = [question.stem, question.scenario, question.explanation, *question.offered]
    for part in question.parts:
        texts += [part.text, part.match, part.feedback]
    texts += ["\n".join(accepted) for accepted in question.accepted]
    most = max(len(question.parts), question.gaps, len(question.accepted))
    if question.kind != QuestionKind.GAP:
        most = len(question.parts)
    if not (question.stem or question.image):
        return "has no question text"
    if most > MAXIMUM_OPTIONS:
        return f"has {most} options, pairs, items or gaps; {MAXIMUM_OPTIONS} are the most"
    if len(question.offered) > 4 * MAXIMUM_OPTIONS:
        return f"offers {len(question.offered)} words; {4 * MAXIMUM_OPTIONS} are the most"
    if max(map(len, texts)) > LONGEST_TEXT:
        return f"has a text of more than {LONGEST_TEXT} characters"
    if any(len(image.alt) > LONGEST_LINE for image in question.images):
        return f"says what an image shows in more than {LONGEST_LINE} characters"
    numbers = [question.unit, question.tolerance]
    if question.kind == QuestionKind.NUMERIC:
        numbers += [text for texts in question.accepted for text in texts]
    if max(map(len, numbers)) > LONGEST_NUMBER:
        return f"has a number or unit of more than {LONGEST_NUMBER} characters"
    return None
