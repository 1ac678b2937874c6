"""A question to start from: what the editor holds when somebody writes one from a sentence."""

import re
from dataclasses import dataclass
from enum import StrEnum

from learning.quizzes.kinds import true_false
from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind

_DEFINED = re.compile(
    r"(?P<term>(?:[\w'’-]+\s+){0,4}[\w'’-]+)\s+(?P<verb>is|are)\s+(?P<what>(?:an?|the|any)\s.+)"
)
# Terms that mean nothing without the sentence before, or that turn what is said around.
_NO_TERM = re.compile(
    r"(?:it|this|that|these|those|there|he|she|they|we|you|which|what|here|no|none|neither|nor)\b"
    r"|.*\bnot\b",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"\b(?:must|never|always|may not|should|shall|have to|has to|need to|needs to)\b", re.IGNORECASE
)
# With no digit, decimal sign or hyphen beside it: no part of a date, a range or a name.
_NUMBER = re.compile(r"(?<![\w.,:/–-])\d+(?:[.,]\d+)*(?![\w:/–-]|[.,]\d)")


class StemForm(StrEnum):
    """How the stem of a started question is made of its subject.

    definition: "What <subject>?". statement: which of several statements the article makes.
    sentence: the subject itself, a statement or a text with a gap.
    """

    DEFINITION = "definition"
    STATEMENT = "statement"
    SENTENCE = "sentence"


@dataclass(frozen=True)
class Start:
    """A kind, how its stem is made, and the right answer; the wrong ones are the writer's."""

    kind: QuestionKind
    form: StemForm
    subject: str
    right: str


def start_from(sentence: str) -> Start:
    """The form that fits the words of a sentence, which stand in it without mark-up."""
    words = " ".join(sentence.split())
    numbers = list(_NUMBER.finditer(words))
    if len(numbers) == 1 and GAP_MARK not in words:
        found = numbers[0]
        stem = words[: found.start()] + GAP_MARK + words[found.end() :]
        return Start(QuestionKind.GAP, StemForm.SENTENCE, stem, found[0])
    if _OBLIGED.search(words):
        right = true_false.FIXED_OPTIONS[0]
        return Start(QuestionKind.TRUE_FALSE, StemForm.SENTENCE, words, right)
    defined = _DEFINED.fullmatch(words)
    if defined and not _NO_TERM.match(defined["term"]):
        subject = f"{defined['verb']} {defined['term']}"
        right = defined["what"].rstrip(".!?…")
        return Start(QuestionKind.SINGLE, StemForm.DEFINITION, subject, right)
    return Start(QuestionKind.SINGLE, StemForm.STATEMENT, "", words)
