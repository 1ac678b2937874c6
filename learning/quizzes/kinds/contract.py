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
    MATCHING = "matching"
    ORDERING = "ordering"
    GAP = "gap"
    SHORT_TEXT = "short_text"
    NUMERIC = "numeric"


# Kinds answered by choosing among the options; each other one has parts of its own.
CHOICE_KINDS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)
# How a gap stands in a stem.
GAP_MARK = "___"


@dataclass(frozen=True)
class Image:
    """An image in a question: the hash of its bytes, what those are, and the same in words."""

    sha256: str
    media_type: str
    width: int
    height: int
    alt: str

    @property
    def name(self) -> str:
        """The last part of its address. Made of nothing but its bytes, so that it tells nothing."""
        return f"{self.sha256}.{self.media_type.rpartition('/')[2]}"


@dataclass(frozen=True)
class Option:
    """One option; its id is random, so neither id nor place tells anything."""

    id: str
    text: str
    image: Image | None = None

    @property
    def words(self) -> str:
        """What it says where only words can stand."""
        return self.text or (self.image.alt if self.image else "")


@dataclass(frozen=True)
class Body:
    """What may be shown before checking. Options and matches stand in the order of their ids.

    `options` are the choices, the items to order, or the texts to match; `matches` are what those
    are matched with, or the words to fill gaps from; `unit` stands behind a numeric field.
    `scenario` is the situation the question is about, in paragraphs; questions with the same one
    are asked one after another.
    """

    stem: str
    options: tuple[Option, ...] = ()
    matches: tuple[Option, ...] = ()
    unit: str = ""
    image: Image | None = None
    scenario: str = ""

    @property
    def gaps(self) -> int:
        return self.stem.count(GAP_MARK)

    @property
    def images(self) -> tuple[Image, ...]:
        return images_of(self.image, self.options)

    def part(self, id: str) -> Option:
        """An option or a match."""
        return next(each for each in (*self.options, *self.matches) if each.id == id)

    def text_of(self, id: str) -> str:
        """The words of an option or a match."""
        return self.part(id).words


def images_of(above: Image | None, options: Sequence[Option]) -> tuple[Image, ...]:
    """All images of a question: the one above its stem, and those of its options."""
    return tuple(filter(None, (above, *(option.image for option in options))))


@dataclass(frozen=True)
class AnswerKey:
    """What must not be shown before checking: key, explanation, and feedback by option id.

    Where options are chosen `correct` are the ids of the right ones. Every other kind has parts,
    and `right` what is accepted in each: the match of each option (matching) and the item at each
    place (ordering) by id, the texts of each gap (gap, short text), one number (numeric). Typed
    texts are compared by the words of `language`; `rivals` are terms of the article that look like
    what is accepted, and mean something else.
    """

    correct: frozenset[str] = frozenset()
    explanation: str = ""
    feedback: Mapping[str, str] = field(default_factory=dict)
    right: tuple[tuple[str, ...], ...] = ()
    tolerance: str = "0"
    language: str = "en"
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class PresentedQuestion:
    """A question as a learner sees it before checking. Has no key to leak."""

    kind: QuestionKind
    stem: str
    options: tuple[Option, ...]
    chooses_many: bool
    matches: tuple[Option, ...] = ()
    unit: str = ""
    gaps: int = 0
    image: Image | None = None
    scenario: str = ""

    @property
    def images(self) -> tuple[Image, ...]:
        return images_of(self.image, self.options)


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


@dataclass(frozen=True)
class ReviewedPart:
    """One part of a checked answer: what it was about, what was answered, what is right."""

    about: str
    given: str
    right: str
    is_right: bool
    about_image: Image | None = None
    given_image: Image | None = None
    right_image: Image | None = None


class Kind(Protocol):
    """The functions and constants that each file of a kind provides."""

    CHOOSES_MANY: bool
    FIXED_OPTIONS: tuple[str, ...]

    def shown_order(self, body: Body, random: Random) -> tuple[str, ...]:
        """The ids of options, then of matches, in the order to show them."""

    def read(self, values: Sequence[str], body: Body) -> tuple[str, ...] | None:
        """An answer out of what a form sent: ids or texts by part; None when that is no answer."""

    def grade(self, body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
        """The grade of an answer. No answer at all earns nothing."""

    def review(self, body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
        """A checked answer part by part; empty where the options themselves are shown."""

    def problems(self, body: Body, key: AnswerKey) -> list[str]:
        """Codes of what keeps the question from being approved, beyond what all kinds share."""
