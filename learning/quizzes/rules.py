"""How a quiz is taken: what passes it, how often and how long one may try, when keys are shown."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Feedback(StrEnum):
    """When a learner sees the right answers and why: after each answer, each try, or passing."""

    ANSWER = "answer"
    TRY = "try"
    PASSED = "passed"


@dataclass(frozen=True)
class QuizRules:
    """The rules of one quiz; 0 stands for no limit."""

    # Per cent of the questions asked that have to be right.
    pass_mark: int
    # How many questions a try asks.
    shown: int
    # Time for one try, before anybody's own time factor.
    minutes: int = 0
    # Tries until the module is passed; practice afterwards is free.
    tries: int = 0
    # Between a try that wasn't passed and the next one.
    wait_minutes: int = 0
    # Whether the module has to be opened again before the next try.
    must_reread: bool = False
    feedback: Feedback = Feedback.ANSWER

    def as_json(self) -> dict[str, Any]:
        """Plain values, for storage and hashing."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "QuizRules":
        return cls(**{**value, "feedback": Feedback(value.get("feedback", Feedback.ANSWER))})
