"""A course's settings: how it is passed, what it says about itself."""

from dataclasses import asdict, dataclass, field
from typing import Any

from learning.quizzes.rules import Feedback, QuizRules

PASS_MARK = 80
PASS_MARKS = range(50, 101)
MOST_SHOWN = 100
MOST_TRIES = 20
FINAL_TRIES = 3
LONGEST_QUIZ = 600  # minutes
LONGEST_WAIT = 7 * 24 * 60  # minutes
WORDS_PER_MINUTE = 238  # Brysbaert 2019, silent reading of non-fiction


@dataclass(frozen=True)
class Source:
    """A publication that a course rests on."""

    author: str
    title: str
    publication: str
    year: int
    identifier: str
    checked_on: str
    strength: str
    # By what its editors call it.
    key: str = ""


@dataclass(frozen=True)
class CourseSettings:
    """Everything about a course that versions copy as one text. Empty means not said."""

    pass_mark: int = PASS_MARK
    # How each quiz is taken, see QuizRules; 0 questions shown are all there are.
    questions_shown: int = 0
    quiz_minutes: int = 0
    quiz_tries: int = 0
    wait_minutes: int = 0
    must_reread: bool = False
    feedback: str = Feedback.ANSWER
    # The final assessment over the whole course; 0 questions are none.
    final_questions: int = 0
    final_minutes: int = 0
    final_tries: int = FINAL_TRIES
    # "health" brings the notice, the help lines and discreet messages.
    topic: str = ""
    # Months a certificate holds; 0 is for good.
    validity_months: int = 0
    audience: str = ""
    level: str = ""
    author: str = ""
    reviewer: str = ""
    last_reviewed: str = ""
    notice: str = ""
    certificate_note: str = ""
    sources: tuple[Source, ...] = field(default=())

    def quiz_rules(self, questions: int) -> QuizRules:
        """The rules of a quiz that has so many questions."""
        return QuizRules(
            self.pass_mark,
            min(self.questions_shown or questions, questions),
            self.quiz_minutes,
            self.quiz_tries,
            self.wait_minutes,
            self.must_reread,
            Feedback(self.feedback),
        )

    def final_rules(self, questions: int) -> QuizRules:
        """The rules of a final assessment that can ask so many: keys only after a try."""
        is_late = self.feedback == Feedback.PASSED
        return QuizRules(
            self.pass_mark,
            min(self.final_questions, questions),
            self.final_minutes,
            self.final_tries,
            self.wait_minutes,
            feedback=Feedback.PASSED if is_late else Feedback.TRY,
        )

    @property
    def is_health(self) -> bool:
        return self.topic == "health"

    def as_json(self) -> dict[str, Any]:
        """Plain values, for storage and hashing."""
        return {**asdict(self), "sources": [asdict(source) for source in self.sources]}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "CourseSettings":
        return cls(**{**value, "sources": tuple(Source(**s) for s in value.get("sources", ()))})


def minutes(words: int) -> int:
    """Whole minutes to read so many words, at least 1."""
    return max(1, -(-words // WORDS_PER_MINUTE))


def course_minutes(words: int, questions: int) -> int:
    """Whole minutes for reading so many words and answering so many questions at half a minute."""
    return minutes(words) + -(-questions // 2)
