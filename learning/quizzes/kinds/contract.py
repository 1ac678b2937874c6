"""What every question kind agrees on: body, key, what a learner is shown, and grades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Protocol


class QuestionKind(StrEnum):
    """The kinds a question can be of."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


@dataclass(frozen=True)
class Option:
    """One option; its id is random, so neither id nor place tells anything."""

    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """What may be shown before checking. Options stand in the order of their ids."""

    stem: str
    options: tuple[Option, ...]

    def text_of(self, option_id: str) -> str:
        return next(option.text for option in self.options if option.id == option_id)


@dataclass(frozen=True)
class AnswerKey:
    """What must not be shown before checking: key, explanation, and feedback by option id."""

    correct: frozenset[str]
    explanation: str
    feedback: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PresentedQuestion:
    """A question as a learner sees it before checking. Has no key to leak."""

    kind: QuestionKind
    stem: str
    options: tuple[Option, ...]
    chooses_many: bool


@dataclass(frozen=True)
class Grade:
    """Points earned of points possible; a question counts only when it is fully right."""

    earned: int
    possible: int

    @property
    def correctness(self) -> Fraction:
        """Between 0 and 1."""
        return Fraction(self.earned, self.possible)

    @property
    def is_correct(self) -> bool:
        return self.earned == self.possible


class Kind(Protocol):
    """The functions and constants that each file of a kind provides."""

    CHOOSES_MANY: bool
    FIXED_OPTIONS: tuple[str, ...]

    def shown_order(self, body: Body, random: Random) -> tuple[str, ...]:
        """Option ids in the order to show them."""

    def read(self, values: Sequence[str], body: Body) -> tuple[str, ...] | None:
        """The chosen option ids out of what a form sent; None when that is no answer."""

    def grade(self, key: AnswerKey, given: Sequence[str]) -> Grade:
        """The grade of an answer. No answer at all earns nothing."""

    def problems(self, body: Body, key: AnswerKey) -> list[str]:
        """Codes of what keeps the question from being approved, beyond what all kinds share."""
