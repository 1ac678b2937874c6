"""Answers with weights, as Moodle's formats have them, in terms of a grading that knows none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from learning.quizzes.exchange.exchanged import Unreadable
from learning.quizzes.exchange.plain import Part, one_line
from learning.quizzes.kinds.contract import Image

FULL = Fraction(100)
# Weights are written with five digits: 33.33333.
_NEAR = Fraction(1, 100)
_SHOWN = 40


@dataclass(frozen=True)
class Weighted:
    """An answer with its share of the points in per cent."""

    text: str
    weight: Fraction
    feedback: str = ""
    image: Image | None = None


def single_parts(answers: Sequence[Weighted], notes: list[str]) -> tuple[Part, ...]:
    """Options of which one is right; what earned a part of the points is wrong here, and named."""
    right = [answer for answer in answers if answer.weight >= FULL - _NEAR]
    if not right:
        raise Unreadable("has no answer that is worth 100 %")
    if len(right) > 1:
        raise Unreadable("has several right options, of which only one may be chosen")
    for answer in answers:
        if 0 < answer.weight < FULL - _NEAR:
            notes.append(
                f"gives {_percent(answer.weight)} for {_quoted(answer.text)}: "
                "here that option counts as wrong"
            )
    return tuple(
        Part(a.text, is_right=a is right[0], feedback=a.feedback, image=a.image) for a in answers
    )


def multiple_parts(answers: Sequence[Weighted], notes: list[str]) -> tuple[Part, ...]:
    """Options of which several may be right: those with a share of the points."""
    shares = [answer.weight for answer in answers if answer.weight > 0]
    if not shares:
        raise Unreadable("has no right option")
    if max(shares) - min(shares) > _NEAR:
        notes.append("weights its right options differently: here each counts the same")
    elif not abs(sum(shares) - FULL) <= len(shares) * _NEAR:
        notes.append(
            f"has right options that are worth {_percent(Fraction(sum(shares)))} together: "
            "here they are worth 100 %"
        )
    return tuple(
        Part(a.text, is_right=a.weight > 0, feedback=a.feedback, image=a.image) for a in answers
    )


def accepted(answers: Sequence[Weighted], notes: list[str]) -> tuple[str, ...]:
    """The texts that are fully right; what else was said about texts is named."""
    right = []
    for answer in answers:
        if "*" in answer.text.replace("\\*", ""):
            notes.append(f"accepts anything that fits {_quoted(answer.text)}: here “*” is no joker")
        elif answer.weight >= FULL - _NEAR:
            right.append(answer.text.replace("\\*", "*"))
        else:
            notes.append(
                f"gives {_percent(answer.weight)} for {_quoted(answer.text)}: "
                "here that answer isn’t accepted"
            )
        if answer.feedback:
            notes.append(f"has feedback on {_quoted(answer.text)}, which isn’t kept")
    if not right:
        raise Unreadable("has no answer that is worth 100 %")
    return tuple(right)


def full_weights(parts: Iterable[Part]) -> list[str]:
    """What each option is worth, written as a share: right ones make up 100, wrong ones take away.

    Cut after five digits, so that no sum is above 100.
    """
    parts = list(parts)
    right = sum(part.is_right for part in parts)
    share = FULL.numerator * 100_000 // right
    words = f"{share // 100_000}.{share % 100_000:05d}".rstrip("0").rstrip(".")
    return [words if part.is_right else f"-{words}" for part in parts]


def _percent(weight: Fraction) -> str:
    return f"{float(weight):.5g} %"


def _quoted(text: str) -> str:
    words = one_line(text)
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"
